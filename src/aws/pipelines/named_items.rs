//! Items of a declaration's lists by their names.

use serde_json::Value;

/// Returns the item of the same name.
pub(super) fn find<'a>(list: &'a [Value], item: &Value) -> Option<&'a Value> {
    position(list, item).map(|index| &list[index])
}

/// Returns the index of the item of the same name.
pub(super) fn position(list: &[Value], item: &Value) -> Option<usize> {
    list.iter().position(|other| name(other) == name(item))
}

/// Returns whether all items have names, and different ones.
pub(super) fn has_names(list: &[Value]) -> bool {
    list.iter()
        .enumerate()
        .all(|(index, item)| name(item).is_some() && position(list, item) == Some(index))
}

/// Returns the name of a stage, action, variable or artifact, or of the source action of a trigger.
fn name(item: &Value) -> Option<&str> {
    item.get("name")
        .or_else(|| item.pointer("/gitConfiguration/sourceActionName"))?
        .as_str()
}
