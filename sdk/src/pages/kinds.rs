//! The words in parentheses after the name of an attribute or block.

use crate::{
    schema::{Attribute, NestedBlock, Nesting, Shape},
    value::Type,
};

/// Returns the type as on registry pages: `List of String`.
pub(super) fn type_name(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", type_name(element)),
        Type::Set(element) => format!("Set of {}", type_name(element)),
        Type::Map(element) => format!("Map of {}", type_name(element)),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Object(_) => "Object".to_owned(),
    }
}

/// Returns the type in Terraform's language: `list(string)`.
pub(super) fn keyword(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Dynamic => "any".to_owned(),
        Type::List(element) => format!("list({})", keyword(element)),
        Type::Set(element) => format!("set({})", keyword(element)),
        Type::Map(element) => format!("map({})", keyword(element)),
        Type::Tuple(elements) => {
            let elements: Vec<String> = elements.iter().map(keyword).collect();
            format!("tuple([{}])", elements.join(", "))
        }
        Type::Object(attributes) => {
            let attributes = attributes.iter().map(|(name, ty)| format!("{name} = {}", keyword(ty)));
            format!("object({{ {} }})", attributes.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Returns the words in parentheses after the name of an attribute.
pub(super) fn kind(attribute: &Attribute) -> String {
    let mut words = vec![match &attribute.shape {
        Shape::Plain(ty) => type_name(ty),
        Shape::Nested(Nesting::Single, _) => "Attributes".to_owned(),
        Shape::Nested(nesting, _) => format!("Attributes {}", nesting_name(*nesting)),
    }];
    words.extend(
        [
            (attribute.sensitive, "Sensitive"),
            (attribute.write_only, "Write-only"),
            (attribute.deprecated.is_some(), "Deprecated"),
        ]
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, word)| word.to_owned()),
    );
    words.join(", ")
}

/// Returns the words in parentheses after the name of a block.
pub(super) fn block_kind(block: &NestedBlock) -> String {
    let mut words = vec![match block.nesting {
        Nesting::Single => "Block".to_owned(),
        nesting => format!("Block {}", nesting_name(nesting)),
    }];
    if block.nesting != Nesting::Single {
        words.extend((block.min_items > 0).then(|| format!("Min: {}", block.min_items)));
        words.extend((block.max_items > 0).then(|| format!("Max: {}", block.max_items)));
    }
    words.join(", ")
}

const fn nesting_name(nesting: Nesting) -> &'static str {
    match nesting {
        Nesting::Single => "Single",
        Nesting::List => "List",
        Nesting::Set => "Set",
        Nesting::Map => "Map",
    }
}
