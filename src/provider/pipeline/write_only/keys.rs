//! The keys of write-only settings, and the settings in requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use terraform_provider_sdk::value::Value;

use crate::provider::pipeline::model::{action::Action, arguments::Arguments, stage::Stage};

/// The keys of the write-only settings that a pipeline was saved with: stage, action and key of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteOnlyKeys(BTreeSet<(String, String, String)>);

impl WriteOnlyKeys {
    /// Returns the keys after `pipeline` is saved, a whole resource. An action with a version and without settings keeps
    /// those in AWS, because `ignore_changes` removes the settings from the configuration. `None` if the keys are unknown.
    pub fn after(&self, pipeline: &Value) -> Option<Self> {
        let mut keys = BTreeSet::new();
        for stage in blocks(pipeline, Arguments::STAGE.name)? {
            for action in blocks(stage, Stage::ACTION.name)? {
                let (stage, name) = (stage.get("name").as_str()?, action.get("name").as_str()?);
                let settings = action.get(Action::CONFIGURATION_WO.name);
                let own: Vec<&str> = if !settings.is_null() {
                    set_keys(settings)?.collect()
                } else if !action.get(Action::CONFIGURATION_WO_VERSION.name).is_null() {
                    self.of(stage, name).collect()
                } else {
                    continue;
                };
                let places = own
                    .iter()
                    .map(|key| (stage.to_owned(), name.to_owned(), (*key).to_owned()));
                keys.extend(places);
            }
        }
        Some(Self(keys))
    }

    /// Hides the settings with these keys in `found`, which is read from AWS: they are as in `prior`, the state. Takes over
    /// the versions. An action that was renamed out of band has the keys of the actions that are gone.
    pub fn hide(&self, found: &mut Arguments, prior: &Arguments) {
        let is_gone = |(stage, action, _): &&(String, String, String)| found.action(stage, action).is_none();
        let of_gone: Vec<String> = self.0.iter().filter(is_gone).map(|(_, _, key)| key.clone()).collect();
        for_each_action(found, |stage, action| {
            let before = prior.action(stage, &action.name);
            action.configuration_wo_version = before.and_then(|before| before.configuration_wo_version);
            let configuration = action.configuration.get_or_insert_default();
            let own = self.of(stage, &action.name);
            let renamed = of_gone.iter().filter(|_| before.is_none()).map(String::as_str);
            for key in own.chain(renamed) {
                match before.and_then(|before| before.configuration.as_ref()?.get(key)) {
                    Some(shown) => drop(configuration.insert(key.to_owned(), shown.clone())),
                    None => drop(configuration.remove(key)),
                }
            }
            action.configuration = action.configuration.take().filter(|it| !it.is_empty());
        });
    }

    /// Merges the write-only settings of `wanted` over its configuration, for a request. An action that keeps those in AWS
    /// takes them from `there`.
    pub fn merge(&self, wanted: &mut Arguments, there: &Arguments) {
        for_each_action(wanted, |stage, action| {
            let kept = there
                .action(stage, &action.name)
                .filter(|_| action.configuration_wo_version.is_some());
            let merged: BTreeMap<String, Option<String>> = if let Some(settings) = action.configuration_wo.take() {
                settings.expose().clone()
            } else {
                let setting = |key: &str| Some((key.to_owned(), Some(kept?.setting(key)?.to_owned())));
                self.of(stage, &action.name).filter_map(setting).collect()
            };
            let merged = merged.into_iter().filter(|(_, value)| value.is_some());
            action.configuration.get_or_insert_default().extend(merged);
        });
    }

    /// Returns the keys that `other` does not have, each with its action: `OAuthToken of the action "GitHub"`.
    pub fn without(&self, other: &Self) -> Vec<String> {
        let only = self.0.difference(&other.0);
        only.map(|(_, action, key)| format!("{key} of the action {action:?}"))
            .collect()
    }

    fn of(&self, stage: &str, action: &str) -> impl Iterator<Item = &str> {
        let keys = self.0.iter();
        let own = keys.filter(move |(of_stage, of_action, _)| of_stage == stage && of_action == action);
        own.map(|(_, _, key)| key.as_str())
    }
}

/// Returns the values of the write-only settings, and the strings in those that are JSON, to be masked.
pub fn secrets(arguments: &Arguments) -> BTreeSet<String> {
    let settings = arguments
        .actions()
        .filter_map(|(_, _, action)| action.configuration_wo.as_ref());
    let mut secrets = BTreeSet::new();
    for value in settings.flat_map(|settings| settings.expose().values()).flatten() {
        secrets.insert(value.clone());
        add_strings(&serde_json::from_str(value).unwrap_or_default(), &mut secrets);
    }
    secrets
}

fn add_strings(json: &Json, strings: &mut BTreeSet<String>) {
    match json {
        Json::String(text) => strings.extend([text.clone()]),
        Json::Array(elements) => elements.iter().for_each(|element| add_strings(element, strings)),
        Json::Object(members) => members.values().for_each(|member| add_strings(member, strings)),
        _ => {}
    }
}

/// Returns the arguments without write-only settings, as the plan and the state have them.
pub fn cleared(arguments: &Arguments) -> Arguments {
    let mut cleared = arguments.clone();
    for_each_action(&mut cleared, |_, action| action.configuration_wo = None);
    cleared
}

fn for_each_action(arguments: &mut Arguments, mut change: impl FnMut(&str, &mut Action)) {
    for stage in &mut arguments.stage {
        for action in &mut stage.action {
            change(&stage.name, action);
        }
    }
}

/// Returns the blocks `name`; `None` if they are unknown.
fn blocks<'a>(object: &'a Value, name: &str) -> Option<&'a [Value]> {
    let blocks = object.get(name);
    (!blocks.is_unknown()).then(|| blocks.elements())
}

/// Returns the keys of the settings that are not null; `None` if they are unknown.
fn set_keys(settings: &Value) -> Option<impl Iterator<Item = &str>> {
    let settings = settings.as_map().filter(|_| settings.is_wholly_known())?;
    let set = settings.iter().filter(|(_, value)| !value.is_null());
    Some(set.map(|(key, _)| key.as_str()))
}
