//! The configuration of actions: which keys, and what values.

use super::{
    action_types::{self, ActionType},
    findings::Findings,
    sketch::{Action, Sketch},
};
use crate::framework::quote::quote;
use crate::{framework::value::Value, gitlab::provider_type::edit_distance, provider::checks::codes};

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
    let lower = key.to_ascii_lowercase();
    keys.filter(|found| *found != key)
        .find(|found| edit_distance(&found.to_ascii_lowercase(), &lower) <= 2)
}

pub(super) fn are_known(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (action, of) in typed(sketch) {
        let Some(optional) = of.optional else { continue };
        let configuration = action.part.get("configuration");
        let provider = action.provider().unwrap_or_default();
        for key in configuration.value.as_map().into_iter().flat_map(|map| map.keys()) {
            let known = || of.required.iter().chain(optional).copied();
            if known().any(|known| known == key) {
                continue;
            }
            let keys: Vec<&str> = known().collect();
            let lower = key.to_ascii_lowercase();
            let near = known().find(|known| edit_distance(&known.to_ascii_lowercase(), &lower) <= 2);
            let near = near
                .map(|near| format!(" Perhaps {near} is meant."))
                .unwrap_or_default();
            findings.warning(
                codes::UNKNOWN_SETTING,
                configuration.path.clone().key(key),
                format!("Unknown key {key} in the action {}", action.label(), key = quote(key)),
                format!(
                    "{provider} is documented to take {}. Keys are case-sensitive.{near}",
                    keys.join(", ")
                ),
            );
        }
    }
}

pub(super) fn are_within_the_limits(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions() {
        let configuration = action.part.get("configuration");
        for (key, value) in configuration.value.as_map().into_iter().flatten() {
            if let Some(problem) = out_of_limits(key, value) {
                findings.error(
                    codes::SETTING_LIMITS,
                    configuration.path.clone().key(key),
                    "Configuration that AWS does not take",
                    format!("In the configuration of the action {}, {problem}", action.label()),
                );
            }
        }
    }
}

fn out_of_limits(key: &str, value: &Value) -> Option<String> {
    let key_length = key.chars().count();
    if key_length == 0 || key_length > LONGEST_KEY {
        return Some(format!(
            "a key has {key_length} characters. Keys have 1 to {LONGEST_KEY}."
        ));
    }
    match value {
        Value::Null => Some(format!(
            "{key} is null. Leave the key out instead, for instance with merge() or a for expression."
        )),
        Value::String(text) if text.is_empty() => {
            Some(format!("{key} is empty. Give it a value, or leave the key out."))
        }
        Value::String(text) if text.chars().count() > LONGEST_VALUE => Some(format!(
            "the value of {key} has {} characters. AWS takes {LONGEST_VALUE} at most.",
            text.chars().count()
        )),
        _ => None,
    }
}

/// The actions of AWS's own types.
fn typed<'s, 'a>(sketch: &'s Sketch<'a>) -> impl Iterator<Item = (&'s Action<'a>, &'static ActionType)> {
    sketch
        .actions()
        .filter_map(|action| Some((action, action_types::of(action)?)))
}
