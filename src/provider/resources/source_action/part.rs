//! One source action and its trigger in the raw JSON of a pipeline: the only members that this resource changes.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use terraform_provider_sdk::typed::Json as _;

use crate::provider::pipeline::{default_trigger, model::trigger::Trigger, open::CONNECTION_SOURCE, secrets::MASK};

/// Path of the source actions of a pipeline, which AWS accepts in the first stage only.
const ACTIONS: &str = "/stages/0/actions";

/// A source action and its trigger in AWS's JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The action: `ActionDeclaration` of the CodePipeline API.
    pub action: Value,
    /// Its trigger, which may be AWS's own: `PipelineTriggerDeclaration` of the CodePipeline API.
    pub trigger: Option<Value>,
}

impl Part {
    /// Returns the action `name` of the first stage.
    pub fn find(declaration: &Value, name: &str) -> Option<Self> {
        let action = sources(declaration).iter().find(|action| action["name"] == name)?;
        let triggers = declaration["triggers"].as_array().into_iter().flatten();
        Some(Self {
            action: action.clone(),
            trigger: triggers.into_iter().find(|trigger| watches(trigger, name)).cloned(),
        })
    }

    /// Returns the name of the action.
    pub fn name(&self) -> &str {
        self.action["name"].as_str().unwrap_or_default()
    }

    /// Returns a value of the action's configuration, such as `BranchName`; empty if it is not set.
    pub fn setting(&self, key: &str) -> &str {
        self.action["configuration"][key].as_str().unwrap_or_default()
    }

    /// Whether the action uses a connection.
    pub fn is_connection_source(&self) -> bool {
        let kind = &self.action["actionTypeId"];
        kind["category"] == "Source" && kind["owner"] == "AWS" && kind["provider"] == CONNECTION_SOURCE
    }

    /// Whether pushes to the branch start the pipeline if there is no trigger.
    pub fn detects_changes(&self) -> bool {
        self.setting("DetectChanges") != "false"
    }

    /// Whether its trigger has the default form.
    pub fn has_default_trigger(&self) -> bool {
        let branch = self.setting("BranchName");
        let trigger = self.trigger.as_ref().and_then(Trigger::read);
        self.detects_changes() && trigger.is_some_and(|trigger| default_trigger::is_for_only(&trigger, branch))
    }

    /// Whether AWS may have added its trigger by default, even if it was changed since.
    pub fn has_automatic_trigger(&self) -> bool {
        let trigger = self.trigger.as_ref().and_then(Trigger::read);
        self.detects_changes() && trigger.is_some_and(|trigger| trigger.looks_automatic())
    }

    /// Whether AWS masks a part of the action, so that it could not be restored.
    pub fn holds_secrets(&self) -> bool {
        let members = self.action["configuration"].as_object().into_iter().flatten();
        members.into_iter().any(|(_, value)| value == MASK)
    }

    /// Replaces the action `name`, or adds the part at the end of the first stage if there is no such action.
    pub fn put(self, declaration: &mut Value, name: &str) {
        let trigger_name = self.name().to_owned();
        if let Some(actions) = declaration.pointer_mut(ACTIONS).and_then(Value::as_array_mut) {
            match actions.iter_mut().find(|action| action["name"] == name) {
                Some(action) => *action = self.action,
                None => actions.push(self.action),
            }
        }
        let is_ours = |trigger: &Value| watches(trigger, name) || watches(trigger, &trigger_name);
        replace_trigger(declaration, is_ours, self.trigger);
    }

    /// Removes the action `name` and its trigger.
    pub fn remove(declaration: &mut Value, name: &str) {
        if let Some(actions) = declaration.pointer_mut(ACTIONS).and_then(Value::as_array_mut) {
            actions.retain(|action| action["name"] != name);
        }
        replace_trigger(declaration, |trigger| watches(trigger, name), None);
    }
}

/// Returns the actions of the first stage, which are all sources.
pub fn sources(declaration: &Value) -> &[Value] {
    let actions = declaration.pointer(ACTIONS).and_then(Value::as_array);
    actions.map_or(&[], Vec::as_slice)
}

/// Returns the name of the first stage.
pub fn first_stage(declaration: &Value) -> &str {
    declaration["stages"][0]["name"].as_str().unwrap_or_default()
}

/// Whether a trigger belongs to the source action `name`.
pub(super) fn watches(trigger: &Value, name: &str) -> bool {
    trigger["gitConfiguration"]["sourceActionName"] == name
}

/// Replaces the first trigger that is `ours` with `new`, and removes any others.
fn replace_trigger(declaration: &mut Value, ours: impl Fn(&Value) -> bool, new: Option<Value>) {
    let Some(members) = declaration.as_object_mut() else {
        return;
    };
    let mut triggers = match members.get_mut("triggers").map(Value::take) {
        Some(Value::Array(triggers)) => triggers,
        _ => Vec::new(),
    };
    let place = triggers.iter().position(&ours).unwrap_or(triggers.len());
    triggers.retain(|trigger| !ours(trigger));
    if let Some(new) = new {
        triggers.insert(place.min(triggers.len()), new);
    }
    if triggers.is_empty() {
        members.remove("triggers");
    } else {
        members.insert("triggers".to_owned(), Value::Array(triggers));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn action(name: &str) -> Value {
        json!({ "name": name, "configuration": {} })
    }

    fn trigger(name: &str) -> Value {
        json!({ "gitConfiguration": { "sourceActionName": name, "push": [{ "branches": { "includes": ["main"] } }] } })
    }

    fn declaration() -> Value {
        json!({
            "name": "web", "novelty": 1,
            "stages": [{ "name": "Source", "actions": [action("a"), action("b")], "novelty": 2 }, { "name": "Build" }],
            "triggers": [trigger("a"), trigger("b"), trigger("c")],
        })
    }

    #[test]
    fn a_part_is_put_where_it_was_and_nothing_else_moves() {
        let mut changed = declaration();
        let part = Part {
            action: action("renamed"),
            trigger: Some(trigger("renamed")),
        };
        part.clone().put(&mut changed, "a");
        let mut expected = declaration();
        expected["stages"][0]["actions"][0] = action("renamed");
        expected["triggers"][0] = trigger("renamed");
        assert_eq!(changed, expected);
        assert_eq!(Part::find(&changed, "renamed"), Some(part));
    }

    #[test]
    fn what_is_added_and_removed_again_leaves_no_trace() {
        let mut plain = declaration();
        plain.as_object_mut().unwrap().remove("triggers");
        for before in [declaration(), plain] {
            let mut changed = before.clone();
            let part = Part {
                action: action("new"),
                trigger: Some(trigger("new")),
            };
            part.put(&mut changed, "new");
            assert_eq!(sources(&changed).last(), Some(&action("new")));
            Part::remove(&mut changed, "new");
            assert_eq!(changed, before);
        }
    }

    #[test]
    fn aws_own_trigger_is_told_from_a_written_one() {
        let part = |detect: &str, trigger: Value| Part {
            action: json!({ "name": "a", "configuration": { "DetectChanges": detect } }),
            trigger: Some(trigger),
        };
        assert!(part("true", trigger("a")).has_automatic_trigger());
        assert!(!part("false", trigger("a")).has_automatic_trigger());
        let on_tags = json!({ "gitConfiguration": { "push": [{ "tags": { "includes": ["v*"] } }] } });
        assert!(!part("true", on_tags).has_automatic_trigger());
    }
}
