//! From AWS's JSON to arguments.
//!
//! Whatever is missing or of another type reads as absent: AWS's answers are not judged here. What AWS means equally by
//! none and by an empty one reads as none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::provider::pipeline::model::{
    action::{Action, ComputeArtifact, EnvironmentVariable},
    arguments::{Arguments, ArtifactStore, EncryptionKey, ExecutionMode, Variable},
    condition::{Condition, Rule, RuleType},
    stage::{FailureGate, Gate, RetryConfiguration, Stage},
    trigger::{Criteria, Event, GitConfiguration, PullRequest, Push, Trigger},
};

/// The arguments that a declaration stands for. Those that no declaration holds are absent.
pub fn arguments(declaration: &Value) -> Arguments {
    Arguments {
        allow_pending_connection: None,
        artifact_store: stores(declaration),
        execution_mode: text(declaration, "executionMode")
            .map_or(ExecutionMode::Superseded, |mode| ExecutionMode::from(mode.as_str())),
        name: text(declaration, "name").unwrap_or_default(),
        pipeline_type: choice(declaration, "pipelineType"),
        region: None,
        resave: None,
        role_arn: text(declaration, "roleArn").unwrap_or_default(),
        stage: list(declaration, "stages", stage),
        tags: None,
        trigger: triggers(declaration),
        variable: list(declaration, "variables", |variable| Variable {
            default_value: text(variable, "defaultValue"),
            description: text(variable, "description"),
            name: text(variable, "name").unwrap_or_default(),
        }),
    }
}

/// All triggers of a declaration, AWS's own included.
pub fn triggers(declaration: &Value) -> Vec<Trigger> {
    list(declaration, "triggers", trigger)
}

fn text(object: &Value, name: &str) -> Option<String> {
    object[name].as_str().map(str::to_owned)
}

fn choice<T: for<'a> From<&'a str>>(object: &Value, name: &str) -> Option<T> {
    object[name].as_str().map(T::from)
}

/// A choice that AWS always gives.
fn given<T: for<'a> From<&'a str>>(object: &Value, name: &str) -> T {
    T::from(object[name].as_str().unwrap_or_default())
}

fn list<T>(object: &Value, name: &str, read: impl Fn(&Value) -> T) -> Vec<T> {
    object[name].as_array().into_iter().flatten().map(read).collect()
}

fn present(object: &Value, name: &str) -> Option<Value> {
    Some(object[name].clone()).filter(Value::is_object)
}

fn texts(object: &Value, name: &str) -> Option<Vec<String>> {
    let texts = list(object, name, |item| item.as_str().unwrap_or_default().to_owned());
    Some(texts).filter(|texts| !texts.is_empty())
}

fn configuration(object: &Value) -> Option<BTreeMap<String, Option<String>>> {
    let members = object["configuration"]
        .as_object()
        .filter(|members| !members.is_empty())?;
    let value = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(
        members
            .iter()
            .map(|(key, found)| (key.clone(), Some(value(found))))
            .collect(),
    )
}

fn names(object: &Value, name: &str) -> Option<Vec<String>> {
    let names = list(object, name, |item| text(item, "name").unwrap_or_default());
    Some(names).filter(|names| !names.is_empty())
}

fn stores(declaration: &Value) -> BTreeSet<ArtifactStore> {
    let one = present(declaration, "artifactStore").map(|found| store(&found, None));
    let several = declaration["artifactStores"].as_object().into_iter().flatten();
    one.into_iter()
        .chain(several.map(|(region, found)| store(found, Some(region.clone()))))
        .collect()
}

fn store(found: &Value, region: Option<String>) -> ArtifactStore {
    ArtifactStore {
        encryption_key: present(found, "encryptionKey").map(|key| EncryptionKey {
            id: text(&key, "id").unwrap_or_default(),
            r#type: given(&key, "type"),
        }),
        location: text(found, "location").unwrap_or_default(),
        region,
        r#type: given(found, "type"),
    }
}

fn stage(found: &Value) -> Stage {
    Stage {
        action: list(found, "actions", action),
        before_entry: present(found, "beforeEntry").map(|found| gate(&found)),
        name: text(found, "name").unwrap_or_default(),
        on_failure: present(found, "onFailure").map(|found| failure_gate(&found)),
        on_success: present(found, "onSuccess").map(|found| gate(&found)),
    }
}

fn gate(found: &Value) -> Gate {
    Gate {
        condition: condition(&found["conditions"][0]),
    }
}

fn failure_gate(found: &Value) -> FailureGate {
    FailureGate {
        condition: Some(&found["conditions"][0])
            .filter(|found| found.is_object())
            .map(condition),
        result: choice(found, "result"),
        retry_configuration: present(found, "retryConfiguration").map(|found| RetryConfiguration {
            retry_mode: choice(&found, "retryMode"),
        }),
    }
}

fn condition(found: &Value) -> Condition {
    Condition {
        result: choice(found, "result"),
        rule: list(found, "rules", rule),
    }
}

fn rule(found: &Value) -> Rule {
    let kind = &found["ruleTypeId"];
    Rule {
        commands: texts(found, "commands"),
        configuration: configuration(found),
        input_artifacts: names(found, "inputArtifacts"),
        name: text(found, "name").unwrap_or_default(),
        region: text(found, "region"),
        role_arn: text(found, "roleArn"),
        rule_type_id: RuleType {
            category: given(kind, "category"),
            owner: choice(kind, "owner"),
            provider: text(kind, "provider").unwrap_or_default(),
            version: text(kind, "version"),
        },
        timeout_in_minutes: found["timeoutInMinutes"].as_i64(),
    }
}

fn action(found: &Value) -> Action {
    let kind = &found["actionTypeId"];
    let outputs = list(found, "outputArtifacts", |artifact| ComputeArtifact {
        files: texts(artifact, "files"),
        name: text(artifact, "name").unwrap_or_default(),
    });
    let (of_compute, plain): (Vec<_>, Vec<_>) = outputs.into_iter().partition(|artifact| artifact.files.is_some());
    let plain: Vec<String> = plain.into_iter().map(|artifact| artifact.name).collect();
    Action {
        category: given(kind, "category"),
        commands: texts(found, "commands"),
        configuration: configuration(found),
        environment_variable: list(found, "environmentVariables", |variable| EnvironmentVariable {
            name: text(variable, "name").unwrap_or_default(),
            r#type: choice(variable, "type"),
            value: text(variable, "value").unwrap_or_default(),
        }),
        input_artifacts: names(found, "inputArtifacts"),
        name: text(found, "name").unwrap_or_default(),
        namespace: text(found, "namespace"),
        output_artifacts: Some(plain).filter(|plain| !plain.is_empty()),
        output_artifacts_for_compute_action: of_compute,
        output_variables: texts(found, "outputVariables"),
        owner: given(kind, "owner"),
        provider: text(kind, "provider").unwrap_or_default(),
        region: text(found, "region"),
        role_arn: text(found, "roleArn"),
        run_order: found["runOrder"].as_i64().unwrap_or(1),
        timeout_in_minutes: found["timeoutInMinutes"].as_i64(),
        version: text(kind, "version").unwrap_or_default(),
    }
}

/// One trigger of a declaration.
pub fn trigger(found: &Value) -> Trigger {
    let git = &found["gitConfiguration"];
    Trigger {
        git_configuration: GitConfiguration {
            pull_request: list(git, "pullRequest", |filter| PullRequest {
                branches: criteria(filter, "branches"),
                events: texts(filter, "events")
                    .map(|events| events.iter().map(|event| Event::from(event.as_str())).collect()),
                file_paths: criteria(filter, "filePaths"),
            }),
            push: list(git, "push", |filter| Push {
                branches: criteria(filter, "branches"),
                file_paths: criteria(filter, "filePaths"),
                tags: criteria(filter, "tags"),
            }),
            source_action_name: text(git, "sourceActionName").unwrap_or_default(),
        },
        provider_type: given(found, "providerType"),
    }
}

fn criteria(filter: &Value, name: &str) -> Option<Criteria> {
    present(filter, name).map(|found| Criteria {
        excludes: texts(&found, "excludes"),
        includes: texts(&found, "includes"),
    })
}
