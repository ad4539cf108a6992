//! The documents of a plan or an apply.

use terraform_plugin_protocol::tfplugin6::{DynamicValue, ResourceIdentityData};

use crate::{
    diagnostics::Diagnostics,
    engine::resource::ResourceHandle,
    rpc::convert::{
        identity,
        value::{decode_root, invalid},
    },
    value::Value,
};

/// A field of a request, and its name.
type Field<'a, T> = (Option<&'a T>, &'static str);

/// The documents of a plan or an apply. Each value is an object or null.
pub(in crate::rpc) struct Change {
    /// The configuration; null for a destroy.
    pub(in crate::rpc) config: Value,
    /// The prior state; null for a create.
    pub(in crate::rpc) prior: Value,
    /// The proposed or planned state; null for a destroy.
    pub(in crate::rpc) after: Value,
    /// The prior or planned identity.
    pub(in crate::rpc) identity: Option<Value>,
}

impl Change {
    /// Decodes the documents.
    ///
    /// # Errors
    /// Returns an error if a document cannot be read, or the documents contradict each other.
    pub(in crate::rpc) fn decode<C: Send + Sync + 'static>(
        resource: &ResourceHandle<C>,
        config: Option<&DynamicValue>,
        prior: Option<&DynamicValue>,
        (after, field): Field<'_, DynamicValue>,
        (identity, identity_field): Field<'_, ResourceIdentityData>,
    ) -> Result<Self, Diagnostics> {
        let ty = &resource.schema().value_type;
        let change = Self {
            config: decode_root(config, ty, "config")?,
            prior: decode_root(prior, ty, "prior_state")?,
            after: decode_root(after, ty, field)?,
            identity: identity::decode(identity, resource.identity_schema(), identity_field)?,
        };
        if change.config.is_null() != change.after.is_null() {
            let cause = format!("In the request, only one of config and {field} is null.");
            return Err(invalid(&cause).into());
        }
        if change.prior.is_null() && change.after.is_null() {
            return Err(invalid(&format!("In the request, both prior_state and {field} are null.")).into());
        }
        Ok(change)
    }
}
