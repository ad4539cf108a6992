//! Values of an argument that AWS treats as equal, for `#[attr(same = …)]`.
//!
//! The public modules for hashicorp/aws write `null`, `""`, `[]` and `{}` for the same thing, and an import cannot tell which
//! of them the configuration has.

use std::collections::BTreeMap;

use terraform_provider_sdk::{
    schema::Attribute,
    value::{Type, Value},
};

/// Any value that stands for none, and otherwise an equal one.
pub fn unset(one: &Value, other: &Value, _: &Value) -> bool {
    is_unset(one) && is_unset(other) || one == other
}

/// An equal map. A key whose value is null is ignored.
pub fn map(one: &Value, other: &Value, _: &Value) -> bool {
    entries(one) == entries(other)
}

/// Any value: the provider does not use the configured one.
pub const fn any(_: &Value, _: &Value, _: &Value) -> bool {
    true
}

/// An equal list. An empty string is ignored.
pub fn list(one: &Value, other: &Value, _: &Value) -> bool {
    strings(one).eq(strings(other))
}

/// An equal region. None is the region of the resource itself.
pub fn region(one: &Value, other: &Value, prior: &Value) -> bool {
    let own = prior.get("region").as_str();
    let region = |value: &Value| {
        if is_unset(value) {
            own.map(str::to_owned)
        } else {
            value.as_str().map(str::to_owned)
        }
    };
    region(one) == region(other)
}

/// An equal owner of a type of rules. AWS fills in `AWS`.
pub fn owner(one: &Value, other: &Value, _: &Value) -> bool {
    text_or(one, "AWS") == text_or(other, "AWS")
}

/// An equal version of a type of rules. AWS fills in `1`.
pub fn version(one: &Value, other: &Value, _: &Value) -> bool {
    text_or(one, "1") == text_or(other, "1")
}

/// An equal type of an environment variable. AWS fills in `PLAINTEXT`.
pub fn variable_type(one: &Value, other: &Value, _: &Value) -> bool {
    text_or(one, "PLAINTEXT") == text_or(other, "PLAINTEXT")
}

fn text_or<'a>(value: &'a Value, filled_in: &'a str) -> Option<&'a str> {
    if value.is_null() {
        Some(filled_in)
    } else {
        value.as_str()
    }
}

/// Returns the empty value of an argument, if every form of none means the same as it.
pub fn empty(attribute: &Attribute) -> Option<Value> {
    let empty = match attribute.shape.value_type() {
        Type::String => Value::String(String::new()),
        Type::Map(_) => Value::Map(BTreeMap::new()),
        _ => Value::List(Vec::new()),
    };
    attribute.same.filter(|same| same.is_unset(&empty)).map(|_| empty)
}

/// Whether a value stands for none.
fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::List(elements) | Value::Set(elements) => elements.is_empty(),
        Value::Map(members) => members.is_empty(),
        _ => false,
    }
}

fn entries(map: &Value) -> BTreeMap<&String, &Value> {
    let entries = map.as_map().into_iter().flatten();
    entries.filter(|(_, value)| !value.is_null()).collect()
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    let strings = list.elements().iter().filter_map(Value::as_str);
    strings.filter(|text| !text.is_empty())
}
