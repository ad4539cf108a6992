//! Values: `DynamicValue`, whose type is in a schema.

use terraform_plugin_protocol::tfplugin6::DynamicValue;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    value::{CodecError, Type, Value, json, msgpack},
};

/// Reads the field `field` of a request. MessagePack takes precedence over JSON; OpenTofu sends neither for null.
///
/// # Errors
/// If the field is missing or unreadable.
pub(in crate::rpc) fn decode(message: Option<&DynamicValue>, ty: &Type, field: &str) -> Result<Value, Diagnostics> {
    let message = message.ok_or_else(|| missing(field))?;
    if !message.msgpack.is_empty() {
        msgpack::decode(&message.msgpack, ty).map_err(|error| misfit(field, error).into())
    } else if !message.json.is_empty() {
        let text = serde_json::from_slice(&message.json).map_err(|error| unreadable(field, &error))?;
        json::decode(&text, ty).map_err(|error| misfit(field, error).into())
    } else {
        Ok(Value::Null)
    }
}

/// Reads a root: an object, or null if there is no object.
///
/// # Errors
/// If the field is missing or unreadable, or if the whole object is unknown.
pub(in crate::rpc) fn decode_root(
    message: Option<&DynamicValue>,
    ty: &Type,
    field: &str,
) -> Result<Value, Diagnostics> {
    let root = decode(message, ty, field)?;
    if root.is_unknown() {
        return Err(invalid(&format!("The whole {field} in the request is unknown.")).into());
    }
    Ok(root)
}

/// Reads a root that must be there.
///
/// # Errors
/// If the field is missing, null or unreadable.
pub(in crate::rpc) fn decode_object(
    message: Option<&DynamicValue>,
    ty: &Type,
    field: &str,
) -> Result<Value, Diagnostics> {
    let root = decode_root(message, ty, field)?;
    if root.is_null() {
        return Err(invalid(&format!("The {field} in the request is null.")).into());
    }
    Ok(root)
}

/// Writes the field `field` of a response.
///
/// # Errors
/// If the value has another type, which is a bug in the provider.
pub(in crate::rpc) fn encode(value: &Value, ty: &Type, field: &str) -> Result<DynamicValue, Diagnostics> {
    let msgpack = msgpack::encode(value, ty)
        .map_err(|error| Diagnostic::bug(format!("Its {field} does not match the provider's schema: {error}.")))?;
    Ok(DynamicValue {
        msgpack,
        json: Vec::new(),
    })
}

/// A field of the request holds a value of another type.
fn misfit(field: &str, error: CodecError) -> Diagnostic {
    unreadable(field, &error).at(error.path)
}

/// Returns the error for a missing field that Terraform always sets.
pub(super) fn missing(field: &str) -> Diagnostic {
    let detail = format!(
        "The request has no {field}. Use a released version of Terraform or OpenTofu. If the error persists, report \
         it to the provider's developers."
    );
    Diagnostic::error("Incomplete request from Terraform", detail)
}

/// Returns the error for a readable request that is invalid.
pub(in crate::rpc) fn invalid(cause: &str) -> Diagnostic {
    let detail = format!(
        "{cause} The provider cannot process this request. Use a released version of Terraform or OpenTofu. If the \
         error persists, report it to the provider's developers."
    );
    Diagnostic::error("Invalid request from Terraform", detail)
}

/// Returns the error for an unreadable field of the request.
pub(super) fn unreadable(field: &str, error: &dyn std::fmt::Display) -> Diagnostic {
    let detail = format!(
        "The {field} in the request does not match the provider's schema: {error}. If the provider was replaced while \
         Terraform was running, run the command again. Otherwise, report this to the provider's developers."
    );
    Diagnostic::error("Unreadable request from Terraform", detail)
}
