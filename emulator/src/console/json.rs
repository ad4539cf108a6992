//! Reads responses of AWS for a page.

use serde_json::Value;

/// The items of a list, none if there is no list.
pub(crate) fn members(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns a string member, empty if the member is absent.
pub(crate) fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// Returns the first eight characters of an ID.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}
