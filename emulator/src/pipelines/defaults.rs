//! The defaults that AWS adds to a declaration.

use serde_json::{Map, Value, json};

use crate::pipelines::declaration::{Action, Criteria, Declaration, GitConfiguration, PushFilter};

/// Completes a declaration, except for its triggers: mode, type (the previous one on an update, else `V2`) and what
/// each action omits.
pub(super) fn complete(declaration: &mut Value, previous_type: Option<&str>) {
    let Some(declaration) = declaration.as_object_mut() else {
        return;
    };
    default(declaration, "executionMode", json!("SUPERSEDED"));
    default(declaration, "pipelineType", json!(previous_type.unwrap_or("V2")));
    let stages = declaration.get_mut("stages").and_then(Value::as_array_mut);
    let actions = stages
        .into_iter()
        .flatten()
        .filter_map(|stage| stage.get_mut("actions")?.as_array_mut())
        .flatten();
    for action in actions.filter_map(Value::as_object_mut) {
        default(action, "runOrder", json!(1));
        default(action, "configuration", json!({}));
        default(action, "inputArtifacts", json!([]));
        default(action, "outputArtifacts", json!([]));
    }
}

fn default(object: &mut Map<String, Value>, member: &str, value: Value) {
    object.entry(member).or_insert(value);
}

/// Adds AWS's trigger for each connection source of a V2 pipeline that detects changes and has no trigger of its own.
pub(super) fn add_triggers(declaration: &mut Value) {
    let typed = Declaration::read(declaration);
    let missing: Vec<Value> = typed
        .connection_sources()
        .filter(|source| typed.is_v2() && source.detects_changes() && trigger_of(&typed, source).is_none())
        .map(default_trigger)
        .collect();
    if let (false, Some(declaration)) = (missing.is_empty(), declaration.as_object_mut()) {
        let triggers = declaration.entry("triggers").or_insert_with(|| json!([]));
        triggers
            .as_array_mut()
            .into_iter()
            .for_each(|triggers| triggers.extend_from_slice(&missing));
    }
}

/// The trigger that the declaration has for a source action.
pub(super) fn trigger_of<'d>(declaration: &'d Declaration, source: &Action) -> Option<&'d GitConfiguration> {
    let filters = declaration.triggers.iter().map(|trigger| &trigger.git_configuration);
    filters
        .into_iter()
        .find(|filters| filters.source_action_name == source.name)
}

/// Returns whether this is the trigger that AWS adds: pushes to the branch of the source.
pub(super) fn is_default(trigger: &GitConfiguration, source: &Action) -> bool {
    let branch = Criteria {
        includes: vec![source.setting("BranchName").to_owned()],
        excludes: Vec::new(),
    };
    let push = PushFilter {
        branches: Some(branch),
        ..PushFilter::default()
    };
    source.detects_changes() && trigger.push == [push] && trigger.pull_request.is_empty()
}

fn default_trigger(source: &Action) -> Value {
    let branches = json!({ "includes": [source.setting("BranchName")] });
    json!({
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": { "sourceActionName": source.name, "push": [{ "branches": branches }] },
    })
}
