//! The configuration of actions: which keys, and what values.

use terraform_provider_sdk::{
    diagnostics::{quote, suggestion},
    value::Value,
};

use super::{
    action_types::{self, ActionType},
    findings::Findings,
    sketch::{Action, Part, Sketch},
};
use crate::provider::checks::codes;

/// Longest key and longest value, in characters.
const LONGEST_KEY: usize = 50;
const LONGEST_VALUE: usize = 1000;

pub(super) fn required_ones_are_there(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (action, of) in typed(sketch) {
        let configuration = action.part.get("configuration");
        if configuration.value.is_unknown() {
            continue;
        }
        let several = action.provider() == Some("CodeBuild") && action.inputs().known.len() > 1;
        for key in of.required.iter().copied().chain(several.then_some("PrimarySource")) {
            if !configuration.key(key).value.is_null() {
                continue;
            }
            let provider = action.provider().unwrap_or_default();
            let advice = match misspelt(action, key) {
                Some(written) => format!(
                    "It has {written}: write {key} instead, since keys are case-sensitive.",
                    written = quote(written)
                ),
                None if key == "PrimarySource" => {
                    "It has several input artifacts: write PrimarySource = the name of the one that holds the build \
                     specification."
                        .to_owned()
                }
                None => format!("Add {key} = … to its configuration."),
            };
            findings.error(
                codes::REQUIRED_SETTING,
                configuration.path.clone(),
                format!("Missing {key}"),
                format!(
                    "The action {} of the provider {provider} needs {key}. {advice}",
                    action.label()
                ),
            );
        }
    }
}

/// A key of the configuration that was probably meant to be `key`.
fn misspelt<'a>(action: &Action<'a>, key: &str) -> Option<&'a str> {
    let configuration = action.part.get("configuration");
    let keys = configuration.value.as_map()?.keys().map(String::as_str);
    suggestion(key, keys.filter(|found| *found != key))
}

pub(super) fn are_known(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (action, of) in typed(sketch) {
        let Some(optional) = of.optional else { continue };
        let known: Vec<&str> = of.required.iter().chain(optional).copied().collect();
        let label = format!("action {}", action.label());
        only(&known, of.provider, &action.part, &label, findings);
    }
}

/// Warns of the keys in the configuration of `part` that are not `known`.
pub(super) fn only(known: &[&str], provider: &str, part: &Part<'_>, label: &str, findings: &mut Findings) {
    let configuration = part.get("configuration");
    for (key, _) in given(&configuration).filter(|(key, _)| !known.contains(key)) {
        let near = suggestion(key, known.iter().copied())
            .map(|near| format!(" Perhaps {near} is meant."))
            .unwrap_or_default();
        findings.warning(
            codes::UNKNOWN_SETTING,
            configuration.path.clone().key(key),
            format!("Unknown key {key} in the {label}", key = quote(key)),
            format!(
                "{provider} is documented to take {}. Keys are case-sensitive.{near}",
                known.join(", ")
            ),
        );
    }
}

pub(super) fn are_within_the_limits(sketch: &Sketch<'_>, findings: &mut Findings) {
    for user in &sketch.users {
        let configuration = user.part.get("configuration");
        for (key, value) in given(&configuration) {
            // The values of a rule have limits of their own, which the schema knows.
            let problem = wrong_key(key).or_else(|| wrong_value(key, value).filter(|_| !user.is_rule));
            if let Some(problem) = problem {
                findings.error(
                    codes::SETTING_LIMITS,
                    configuration.path.clone().key(key),
                    "Configuration that AWS does not take",
                    format!("In the configuration of the {}, {problem}", user.label()),
                );
            }
        }
    }
}

fn wrong_key(key: &str) -> Option<String> {
    let length = key.chars().count();
    (length == 0 || length > LONGEST_KEY)
        .then(|| format!("a key has {length} characters. Keys have 1 to {LONGEST_KEY}."))
}

fn wrong_value(key: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => Some(format!(
            "{key} is empty. Give it a value, or leave the key out where it is optional."
        )),
        Value::String(text) if text.chars().count() > LONGEST_VALUE => Some(format!(
            "the value of {key} has {} characters. AWS takes {LONGEST_VALUE} at most.",
            text.chars().count()
        )),
        _ => None,
    }
}

/// The keys that are sent to AWS: those whose value is not null.
fn given<'a>(configuration: &Part<'a>) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let elements = configuration.value.as_map().into_iter().flatten();
    elements
        .map(|(key, value)| (key.as_str(), value))
        .filter(|(_, value)| !value.is_null())
}

/// The actions of AWS's own types.
fn typed<'s, 'a>(sketch: &'s Sketch<'a>) -> impl Iterator<Item = (&'s Action<'a>, &'static ActionType)> {
    sketch
        .actions()
        .filter_map(|action| Some((action, action_types::of(action)?)))
}
