//! Stored states and identities: JSON from the state file, without a type.

use terraform_plugin_protocol::tfplugin6::RawState;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    rpc::convert::value::{missing, unreadable},
};

/// Returns the stored state in the field `field`.
///
/// # Errors
/// If the state is missing, was written by Terraform before 0.12, or is not JSON.
pub(in crate::rpc) fn decode(raw: Option<&RawState>, field: &str) -> Result<serde_json::Value, Diagnostics> {
    let raw = raw.ok_or_else(|| missing(field))?;
    if !raw.json.is_empty() {
        return serde_json::from_slice(&raw.json).map_err(|error| unreadable(field, &error).into());
    }
    if raw.flatmap.is_empty() {
        return Err(missing(field).into());
    }
    let detail = "This state was written by Terraform 0.11 or earlier, in a format that this provider does not \
                  support. Remove the object from the state (terraform state rm) and import it again.";
    Err(Diagnostic::error("State of Terraform 0.11 or earlier", detail).into())
}

/// The stored identity in the field `field`; null for an object from before identities.
///
/// # Errors
/// If it is not JSON.
pub(in crate::rpc) fn decode_identity(raw: Option<&RawState>, field: &str) -> Result<serde_json::Value, Diagnostics> {
    match raw {
        Some(raw) if !raw.json.is_empty() => decode(Some(raw), field),
        _ => Ok(serde_json::Value::Null),
    }
}
