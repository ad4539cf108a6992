//! The facts of the schema in sentences, for registry pages and editors.

use crate::{
    diagnostics::enumerate,
    schema::{
        Attribute, Choice, Rule, class,
        validators::{Validator, amount},
    },
    value::Value,
};

/// The sentence for an argument or block that requires replacement.
pub(crate) const REPLACES: &str = "Changing this forces replacement.";

/// Returns the sentences on limits, default and replacement.
pub(crate) fn sentences(attribute: &Attribute) -> Vec<String> {
    if !attribute.configurability.is_argument() {
        return Vec::new();
    }
    let limits = attribute
        .validators
        .iter()
        .filter_map(limit)
        .map(|words| sentence(&words));
    let of_elements = limits_of_elements(&attribute.validators);
    let default = attribute
        .default
        .iter()
        .map(|default| format!("Default: {}.", value(default)));
    let replaces = attribute.requires_replace.then(|| REPLACES.to_owned());
    limits.chain(of_elements).chain(default).chain(replaces).collect()
}

/// Returns the sentences on the rules that include `name`.
pub(crate) fn rules(rules: &[Rule], name: &str) -> Vec<String> {
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

/// Returns the valid values of an argument or of each of its elements.
pub(crate) fn choices(attribute: &Attribute) -> Option<&'static [Choice]> {
    fn find(validator: &Validator) -> Option<&'static [Choice]> {
        match validator {
            Validator::OneOf(choices) => Some(choices),
            Validator::Each(inner) => find(inner),
            _ => None,
        }
    }
    let is_argument = attribute.configurability.is_argument();
    attribute.validators.iter().filter(|_| is_argument).find_map(find)
}

/// Returns a limit in words.
fn limit(validator: &Validator) -> Option<String> {
    match validator {
        Validator::Length(limits) => Some(amount(limits, "character")),
        Validator::Items(limits) => Some(amount(limits, "element")),
        Validator::Range(limits) => Some(match (*limits.start(), *limits.end()) {
            (i64::MIN, i64::MAX) => "a whole number".to_owned(),
            (least, i64::MAX) => format!("at least {least}"),
            (i64::MIN, most) => format!("at most {most}"),
            (least, most) => format!("between {least} and {most}"),
        }),
        Validator::Pattern(pattern) => Some(format!("only {}", class::describe(pattern))),
        Validator::Each(_) | Validator::NotNull | Validator::OneOf(_) | Validator::Custom(_) => None,
    }
}

/// Returns the sentence on all limits of each element.
fn limits_of_elements(validators: &[Validator]) -> Option<String> {
    let limits = validators.iter().filter_map(|validator| match validator {
        Validator::Each(inner) => limit(inner),
        _ => None,
    });
    let limits: Vec<String> = limits.collect();
    (!limits.is_empty()).then(|| format!("Each element: {}.", limits.join("; ")))
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
