//! `UpgradeResourceIdentity`: reads what this or an earlier version of the provider stored.

use crate::{
    author::AnyResource,
    diagnostics::{Diagnostic, Diagnostics},
    engine::upgrade_state::decode_as,
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
    if version > schema.version {
        let detail = format!(
            "The identity of this {} was written by a later version of the provider (identity version {version}; this \
             provider writes version {}). Upgrade the provider.",
            resource.name(),
            schema.version
        );
        return Err(Diagnostic::error("Identity of a later version", detail).into());
    }
    if !identity.is_null() {
        for version in version..schema.version {
            identity = resource.upgrade_identity(version, identity)?;
        }
    }
    decode_as(&identity, &schema.value_type, resource.name())
}
