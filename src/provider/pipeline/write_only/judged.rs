//! Pipelines with write-only settings, as the rules check them.

use std::{borrow::Cow, collections::BTreeMap};

use terraform_provider_sdk::{
    diagnostics::Diagnostic,
    value::{Path, Step, Value},
};

use crate::provider::pipeline::model::{action::Action, arguments::Arguments, stage::Stage};

/// Returns the planned pipeline with the write-only settings of the configuration, which are not in a plan.
pub fn with_settings<'v>(planned: &'v Value, config: &Value) -> Cow<'v, Value> {
    if !has_settings(config) {
        return Cow::Borrowed(planned);
    }
    let mut pipeline = planned.clone();
    for_each_action(&mut pipeline, |stage, index, action| {
        let settings = settings(config, stage, index).clone();
        action.insert(Action::CONFIGURATION_WO.name.to_owned(), settings);
    });
    Cow::Owned(pipeline)
}

/// Returns the pipeline in which `configuration` contains the write-only settings as well. Their values are unknown, so
/// that no rule shows one.
pub fn judged(pipeline: &Value) -> Cow<'_, Value> {
    if !has_settings(pipeline) {
        return Cow::Borrowed(pipeline);
    }
    let mut judged = pipeline.clone();
    for_each_action(&mut judged, |stage, index, action| {
        let configuration = action.remove(Action::CONFIGURATION.name).unwrap_or(Value::Null);
        let merged = merged(configuration, settings(pipeline, stage, index));
        action.insert(Action::CONFIGURATION.name.to_owned(), merged);
    });
    Cow::Owned(judged)
}

fn has_settings(pipeline: &Value) -> bool {
    let stages = pipeline.get(Arguments::STAGE.name).elements().iter();
    let mut actions = stages.flat_map(|stage| stage.get(Stage::ACTION.name).elements());
    actions.any(|action| !action.get(Action::CONFIGURATION_WO.name).is_null())
}

/// Moves a finding about a key of `configuration` to `configuration_wo` if that contains the key.
pub fn located(pipeline: &Value, mut finding: Diagnostic) -> Diagnostic {
    if let [
        Step::Attribute(_),
        Step::Index(stage),
        Step::Attribute(_),
        Step::Index(action),
        Step::Attribute(name),
        Step::Key(key),
    ] = finding.path.steps()
        && name == Action::CONFIGURATION.name
        && !settings(pipeline, *stage, *action).get(key).is_null()
    {
        let stage = Path::attribute(Arguments::STAGE.name).index(*stage);
        let action = stage.name(Stage::ACTION.name).index(*action);
        finding.path = action.name(Action::CONFIGURATION_WO.name).key(key.clone());
    }
    finding
}

/// Returns the configuration with the keys of the settings, which replace its own.
fn merged(configuration: Value, settings: &Value) -> Value {
    let settings = match settings {
        Value::Map(settings) => settings.iter().filter(|(_, value)| !value.is_null()),
        Value::Unknown(_) => return Value::unknown(),
        _ => return configuration,
    };
    let settings = settings.map(|(key, _)| (key.clone(), Value::unknown()));
    match configuration {
        Value::Map(configuration) => Value::Map(configuration.into_iter().chain(settings).collect()),
        Value::Null => Value::Map(settings.collect()),
        unknown => unknown,
    }
}

/// Returns the write-only settings of an action; null if it has none.
fn settings(pipeline: &Value, stage: usize, action: usize) -> &Value {
    let stage = pipeline.get(Arguments::STAGE.name).elements().get(stage);
    let action = stage.and_then(|stage| stage.get(Stage::ACTION.name).elements().get(action));
    action.map_or(&Value::Null, |action| action.get(Action::CONFIGURATION_WO.name))
}

fn for_each_action(pipeline: &mut Value, mut change: impl FnMut(usize, usize, &mut BTreeMap<String, Value>)) {
    for (stage, of_stage) in blocks_mut(pipeline, Arguments::STAGE.name).enumerate() {
        for (index, action) in blocks_mut(of_stage, Stage::ACTION.name).enumerate() {
            if let Some(action) = action.as_map_mut() {
                change(stage, index, action);
            }
        }
    }
}

fn blocks_mut<'a>(object: &'a mut Value, name: &str) -> impl Iterator<Item = &'a mut Value> {
    let blocks = object.as_map_mut().and_then(|object| object.get_mut(name));
    let blocks = match blocks {
        Some(Value::List(blocks)) => blocks.as_mut_slice(),
        _ => &mut [],
    };
    blocks.iter_mut()
}
