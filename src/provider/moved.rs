//! Objects that a `moved` block moves from another provider.

use serde_json::{Map, Value, json};
use terraform_provider_sdk::{
    author::{MovableType, MoveSource, Resource},
    diagnostics::{Diagnostic, Diagnostics},
    schema::{Block, Configurability, Nesting},
    typed::Attributes,
    value::Value as Terraform,
};

use crate::{aws::Arn, provider::same};

/// Returns the resource `type_name` of hashicorp/aws.
pub const fn from_aws(type_name: &'static str) -> MovableType {
    MovableType {
        provider: "hashicorp/aws",
        type_name,
    }
}

/// Returns the warning that names the tags of `default_tags` of hashicorp/aws, which is not part of a move. All objects have
/// the same title, so that Terraform merges their warnings.
pub fn default_tags(source: &MoveSource<'_>) -> Diagnostics {
    let own = &source.state["tags"];
    let all = source.state["tags_all"].as_object().into_iter().flatten();
    let added: Vec<String> = all
        .filter(|(key, value)| own.get(key) != Some(value))
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    if added.is_empty() {
        return Diagnostics::new();
    }
    let name = source.state["name"].as_str().unwrap_or_default();
    Diagnostic::warning(
        "The default_tags of hashicorp/aws are not part of a move",
        format!(
            "The provider block of hashicorp/aws adds these tags to the {} {name:?}: {}. The plan removes them from AWS, \
             unless default_tags in the provider block of codepipeline contains them.",
            source.type_name,
            added.join(", ")
        ),
    )
    .into()
}

/// Returns the state of `R`, a regional resource with tags, with the arguments of `state`. A state without a region
/// gets the region of its ARN.
pub fn regional_state_of<R: Resource>(state: &Value) -> Value {
    let block = R::Arguments::block().with_computed(R::Computed::block());
    let mut moved = state_of(&block, state);
    if moved["region"].is_null() {
        let arn = state["arn"].as_str().and_then(|arn| arn.parse::<Arn>().ok());
        moved["region"] = arn.map(|arn| arn.region().to_owned()).into();
    }
    moved
}

/// Returns the state of a resource with the root block `block`, with the arguments of `state`.
///
/// The SDK of hashicorp/aws writes `""`, `0`, `[]` and `{}` for arguments that were never set, which become null. An
/// argument for which several values mean unset gets its empty value instead. Arguments that the other resource does not
/// have are null, and arguments that this resource does not have are dropped.
fn state_of(block: &Block, state: &Value) -> Value {
    let attributes = block.attributes.iter().map(|attribute| {
        let value = state.get(attribute.name).cloned().unwrap_or_default();
        let value = match same::empty(attribute) {
            _ if attribute.configurability == Configurability::Required || !is_unset(&value) => value,
            Some(Terraform::String(_)) => json!(""),
            Some(Terraform::Map(_)) => json!({}),
            Some(_) => json!([]),
            None => Value::Null,
        };
        (attribute.name.to_owned(), value)
    });
    let blocks = block.blocks.iter().map(|nested| {
        let found = state.get(nested.name);
        let moved = if nested.nesting == Nesting::Single {
            let found = found.filter(|found| found.is_object());
            found.map_or(Value::Null, |element| state_of(&nested.block, element))
        } else {
            let found = found.and_then(Value::as_array).into_iter().flatten();
            found.map(|element| state_of(&nested.block, element)).collect()
        };
        (nested.name.to_owned(), moved)
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
