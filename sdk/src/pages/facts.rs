//! Describes the facts of the schema in words.

use crate::{
    diagnostics::enumerate,
    schema::{
        Attribute, Configurability, NestedBlock, Nesting, Rule, Shape, class,
        validators::{Validator, amount},
    },
    value::{Type, Value},
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

/// Returns the sentences on default, limits and replacement.
pub(super) fn sentences(attribute: &Attribute) -> Vec<String> {
    let mut sentences = Vec::new();
    if attribute.configurability.is_argument() {
        sentences.extend(attribute.validators.iter().filter_map(limit));
        match &attribute.default {
            Some(default) => sentences.push(format!("Default: {}.", value(default))),
            None if attribute.configurability == Configurability::OptionalComputed && attribute.same.is_none() => {
                sentences.push("The provider sets it when omitted.".to_owned());
            }
            None => {}
        }
        sentences.extend(attribute.requires_replace.then(replaces));
    }
    sentences.extend(attribute.deprecated.map(|reason| format!("Deprecated: {reason}")));
    sentences
}

/// Returns the sentence for an argument that requires replacement.
pub(super) fn replaces() -> String {
    "A change forces replacement.".to_owned()
}

/// Returns the sentences on the rules that include `name`.
pub(super) fn rules(rules: &[Rule], name: &str) -> Vec<String> {
    let about = |rule: &Rule| match rule {
        Rule::ConflictsWith(names) if names.contains(&name) => {
            let others = names.iter().copied().filter(|other| *other != name);
            Some(format!("Conflicts with {}.", enumerate(others, "and")))
        }
        Rule::ExactlyOneOf(names) if names.contains(&name) => Some(format!(
            "Exactly one of {} must be set.",
            enumerate(names.iter().copied(), "and")
        )),
        Rule::AtLeastOneOf(names) if names.contains(&name) => Some(format!(
            "At least one of {} must be set.",
            enumerate(names.iter().copied(), "and")
        )),
        _ => None,
    };
    rules.iter().filter_map(about).collect()
}

/// Returns the valid values of the attribute or of each of its elements, with their descriptions.
pub(super) fn choices(attribute: &Attribute) -> Option<Vec<String>> {
    fn find(validator: &Validator) -> Option<Vec<String>> {
        match validator {
            Validator::OneOf(choices) => Some(
                choices
                    .iter()
                    .map(|choice| format!("`{}`: {}", choice.value, choice.description.replace('\n', " ")))
                    .collect(),
            ),
            Validator::Each(inner) => find(inner),
            _ => None,
        }
    }
    attribute.validators.iter().find_map(find)
}

fn limit(validator: &Validator) -> Option<String> {
    match validator {
        Validator::Length(limits) => Some(sentence(&amount(limits, "character"))),
        Validator::Items(limits) => Some(sentence(&amount(limits, "element"))),
        Validator::Range(limits) => Some(match (*limits.start(), *limits.end()) {
            (i64::MIN, i64::MAX) => "A whole number.".to_owned(),
            (least, i64::MAX) => format!("At least {least}."),
            (i64::MIN, most) => format!("At most {most}."),
            (least, most) => format!("Between {least} and {most}."),
        }),
        Validator::Pattern(pattern) => Some(format!("Only {}.", class::describe(pattern))),
        Validator::Each(inner) => limit(inner).map(|limit| {
            let first = limit[..1].to_lowercase();
            format!("Each element: {first}{}", &limit[1..])
        }),
        Validator::NotNull | Validator::OneOf(_) | Validator::Custom(_) => None,
    }
}

fn sentence(words: &str) -> String {
    let first = words[..1].to_uppercase();
    format!("{first}{}.", &words[1..])
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "the empty string".to_owned(),
        Value::String(text) => format!("`{text}`"),
        Value::Bool(truth) => format!("`{truth}`"),
        Value::Number(number) => format!("`{number}`"),
        Value::List(_) | Value::Set(_) => "`[]`".to_owned(),
        _ => "`{}`".to_owned(),
    }
}
