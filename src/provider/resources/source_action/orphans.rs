//! Finds the consumers in a pipeline that would lose an artifact or a namespace.

use std::{collections::BTreeSet, fmt};

use serde_json::Value;

/// An action or rule that uses an output that no action produces anymore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Orphan {
    /// The output that it uses.
    pub(super) needs: Need,
    /// The consumer: `action "Build" of the stage "Build"`.
    pub(super) user: String,
}

/// The outputs of actions for later actions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// An output artifact.
    Artifact(String),
    /// The variables of a namespace.
    Namespace(String),
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Artifact(name) => write!(f, "the artifact {name:?}"),
            Self::Namespace(name) => write!(f, "the variables of the namespace {name:?}"),
        }
    }
}

impl fmt::Display for Orphan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} uses {}", self.user, self.needs)
    }
}

/// Returns the consumers in `after` of outputs that are produced in `before` but not in `after`.
pub(super) fn orphans(before: &Value, after: &Value) -> Vec<Orphan> {
    let lost: Vec<Need> = made(before).difference(&made(after)).cloned().collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let of_user = |(user, declared): (String, &Value)| {
        let needs = lost.iter().filter(|need| uses(declared, need)).cloned();
        needs
            .map(|needs| Orphan {
                needs,
                user: user.clone(),
            })
            .collect::<Vec<_>>()
    };
    users(after).into_iter().flat_map(of_user).collect()
}

/// Returns all outputs of the actions of a pipeline.
fn made(declaration: &Value) -> BTreeSet<Need> {
    let actions = list(&declaration["stages"]).flat_map(|stage| list(&stage["actions"]));
    actions
        .flat_map(|action| {
            let artifacts = list(&action["outputArtifacts"]).filter_map(|artifact| artifact["name"].as_str());
            let namespace = action["namespace"].as_str();
            let artifacts = artifacts.map(|name| Need::Artifact(name.to_owned()));
            artifacts.chain(namespace.map(|name| Need::Namespace(name.to_owned())))
        })
        .collect()
}

/// Returns the actions of all stages, and the rules of their conditions.
fn users(declaration: &Value) -> Vec<(String, &Value)> {
    let mut users = Vec::new();
    for stage in list(&declaration["stages"]) {
        let named = |kind: &str, item: &Value| format!("{kind} {} of the stage {}", item["name"], stage["name"]);
        users.extend(list(&stage["actions"]).map(|action| (named("action", action), action)));
        let gates = ["beforeEntry", "onSuccess", "onFailure"].map(|gate| &stage[gate]["conditions"]);
        let rules = gates
            .into_iter()
            .flat_map(list)
            .flat_map(|condition| list(&condition["rules"]));
        users.extend(rules.map(|rule| (named("rule", rule), rule)));
    }
    users
}

fn uses(declared: &Value, need: &Need) -> bool {
    match need {
        Need::Artifact(name) => list(&declared["inputArtifacts"]).any(|artifact| artifact["name"] == *name),
        Need::Namespace(name) => mentions(declared, &format!("#{{{name}.")),
    }
}

/// Whether any string in `value` contains `part`.
fn mentions(value: &Value, part: &str) -> bool {
    match value {
        Value::String(text) => text.contains(part),
        Value::Array(items) => items.iter().any(|item| mentions(item, part)),
        Value::Object(members) => members.values().any(|member| mentions(member, part)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pipeline(source: Value) -> Value {
        let rule = json!({ "name": "Same", "configuration": { "Variable": "#{Src.CommitId}" } });
        json!({ "stages": [
            { "name": "Source", "actions": [source] },
            {
                "name": "Build", "beforeEntry": { "conditions": [{ "rules": [rule] }] },
                "actions": [
                    { "name": "Unit", "inputArtifacts": [{ "name": "src" }] },
                    { "name": "Lint", "inputArtifacts": [], "configuration": { "Env": "[{\"v\":\"#{Src.CommitId}\"}]" } },
                    { "name": "Other", "configuration": { "Env": "#{Source.CommitId}" } },
                ],
            },
        ] })
    }

    fn source(artifact: &str, namespace: &str) -> Value {
        pipeline(json!({ "name": "S", "outputArtifacts": [{ "name": artifact }], "namespace": namespace }))
    }

    fn found(after: &Value) -> Vec<String> {
        let found = orphans(&source("src", "Src"), after);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn users_of_an_artifact_and_of_a_namespace_are_named() {
        assert_eq!(
            found(&source("other", "Src")),
            ["the action \"Unit\" of the stage \"Build\" uses the artifact \"src\""]
        );
        assert_eq!(
            found(&source("src", "Other")),
            [
                "the action \"Lint\" of the stage \"Build\" uses the variables of the namespace \"Src\"",
                "the rule \"Same\" of the stage \"Build\" uses the variables of the namespace \"Src\"",
            ]
        );
    }

    #[test]
    fn an_output_that_is_still_produced_orphans_no_action() {
        assert_eq!(found(&source("src", "Src")), Vec::<String>::new());
        let before = source("unused", "Unused");
        assert_eq!(orphans(&before, &source("x", "y")), []);
    }
}
