//! The three values of a plan or an apply: configuration, prior state, and planned state.

use terraform_plugin_protocol::tfplugin6::DynamicValue;

use crate::{
    diagnostics::Diagnostics,
    rpc::convert::value::{decode_root, invalid},
    value::{Type, Value},
};

/// The three values of a plan or an apply, each of them an object or null.
pub(in crate::rpc) struct Change {
    /// The configuration; null for a destroy.
    pub(in crate::rpc) config: Value,
    /// The prior state; null for a create.
    pub(in crate::rpc) prior: Value,
    /// The planned state; null for a destroy.
    pub(in crate::rpc) after: Value,
}

impl Change {
    /// Decodes the values, all of type `ty`; `field` is the name of what comes after.
    ///
    /// # Errors
    /// If a value cannot be read, or the values contradict each other.
    pub(in crate::rpc) fn decode(
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
            let cause = format!("In the request, only one of config and {field} is null.");
            return Err(invalid(&cause).into());
        }
        if change.prior.is_null() && change.after.is_null() {
            return Err(invalid(&format!("In the request, both prior_state and {field} are null.")).into());
        }
        Ok(change)
    }
}
