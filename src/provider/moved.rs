//! Objects that come from another provider with a `moved` block.

use serde_json::{Map, Value};

use crate::framework::{
    resource::MoveSource,
    schema::{Block, Origin},
};

/// Whether the source is the resource `type_name` of hashicorp/aws, from whichever registry it was installed.
pub fn is_from_aws(source: &MoveSource<'_>, type_name: &str) -> bool {
    source.type_name == type_name && source.provider.ends_with("/hashicorp/aws")
}

/// The state of a resource with the root block `block` that has the same arguments as the one with the state `state`.
///
/// The old SDK of hashicorp/aws writes `""`, `0`, `[]` and `{}` for arguments that were never set: these are absent here.
/// What the other resource does not have is absent, too, and what this one does not have is dropped.
pub fn state_of(block: &Block, state: &Value) -> Value {
    let attribute = |name: &str, origin: Origin| {
        let value = state.get(name).cloned().unwrap_or_default();
        if origin != Origin::Required && is_unset(&value) {
            Value::Null
        } else {
            value
        }
    };
    let attributes = block
        .attributes
        .iter()
        .map(|found| (found.name.to_owned(), attribute(found.name, found.origin)));
    let blocks = block.blocks.iter().map(|nested| {
        let found = state.get(nested.name).and_then(Value::as_array);
        let moved = found
            .into_iter()
            .flatten()
            .map(|element| state_of(&nested.block, element));
        (nested.name.to_owned(), moved.collect::<Value>())
    });
    Value::Object(attributes.chain(blocks).collect::<Map<_, _>>())
}

fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}
