//! Members that are `null` mean the same as members that are absent.

use serde_json::Value;

/// The value without members that are `null`. Items of lists stay, because there `null` is an error.
pub(super) fn dropped(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(name, member)| (name, dropped(member)))
            .collect(),
        Value::Array(items) => items.into_iter().map(dropped).collect(),
        scalar => scalar,
    }
}
