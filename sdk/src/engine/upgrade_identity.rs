//! `UpgradeResourceIdentity`: reads what this or an earlier version of the provider stored.

use crate::{
    author::AnyResource,
    diagnostics::Diagnostics,
    engine::upgrade_state::{check_version, decode_as},
    schema::IdentitySchema,
    value::Value,
};

/// Reads a stored identity of `version`. Returns null for an object that was stored without one.
///
/// # Errors
/// If the identity has a later version or cannot be read.
pub fn upgrade_identity<C>(
    resource: &dyn AnyResource<C>,
    schema: &IdentitySchema,
    version: i64,
    mut identity: serde_json::Value,
) -> Result<Value, Diagnostics> {
    check_version(resource.name(), "identity", version, schema.version)?;
    if !identity.is_null() {
        for version in version..schema.version {
            identity = resource.upgrade_identity(version, identity)?;
        }
    }
    decode_as(&identity, &schema.value_type, resource.name())
}
