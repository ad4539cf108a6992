//! What a request says of one object: the configuration, what was before, and what comes after.

use terraform_plugin_protocol::tfplugin6::DynamicValue;

use crate::{
    diagnostics::Diagnostics,
    rpc::convert::value::{decode_root, invalid},
    value::{Type, Value},
};

/// The three values of a plan or an apply, each of them an object or null.
pub(super) struct Change {
    /// What the practitioner wrote; null at a destroy.
    pub(super) config: Value,
    /// What the state has; null at a create.
    pub(super) prior: Value,
    /// What is to become; null at a destroy.
    pub(super) after: Value,
}

impl Change {
    /// Reads the values, all of type `ty`; `field` is the name of what comes after.
    ///
    /// # Errors
    /// What cannot be read, or that the values make no sense together.
    pub(super) fn read(
        ty: &Type,
        config: Option<&DynamicValue>,
        prior: Option<&DynamicValue>,
        (after, field): (Option<&DynamicValue>, &str),
    ) -> Result<Self, Diagnostics> {
        let change = Self {
            config: decode_root(config, ty, "config")?,
            prior: decode_root(prior, ty, "prior_state")?,
            after: decode_root(after, ty, field)?,
        };
        if change.config.is_null() != change.after.is_null() {
            let cause = format!("Of config and {field} in the request, one is null and one is not.");
            return Err(invalid(&cause).into());
        }
        if change.prior.is_null() && change.after.is_null() {
            return Err(invalid(&format!("Both prior_state and {field} in the request are null.")).into());
        }
        Ok(change)
    }
}
