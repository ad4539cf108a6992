//! From arguments to AWS's JSON.
//!
//! Shape: `PipelineDeclaration` of
//! <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html>.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::provider::pipeline::{
    members::Members,
    model::{
        action::{Action, ComputeArtifact, EnvironmentVariable},
        arguments::{Arguments, ArtifactStore, Variable},
        condition::{Condition, Rule},
        stage::{FailureGate, Gate, Stage},
        trigger::{Criteria, PullRequest, Push, Trigger},
    },
    trigger_drift,
};

/// The declaration that `arguments` stand for, over the one that AWS has (null at a create): whatever has no argument
/// stays as it is, and nothing differs if nothing is to change. `prior` are the arguments so far.
pub fn declaration(arguments: &Arguments, base: &Value, prior: Option<&Arguments>) -> Value {
    let mut members = Members::over(base);
    members.set("name", arguments.name.as_str());
    members.set("roleArn", arguments.role_arn.as_str());
    write_stores(&mut members, &arguments.artifact_store);
    let stages = members.named("stages", &arguments.stage, |stage| &stage.name, write_stage);
    members.set("stages", stages);
    members.set("executionMode", arguments.execution_mode.to_string());
    members.option(
        "pipelineType",
        arguments.pipeline_type.as_ref().map(ToString::to_string),
        None,
    );
    let variables = members.named(
        "variables",
        &arguments.variable,
        |variable| &variable.name,
        write_variable,
    );
    members.collection("variables", variables);
    let triggers = members.named(
        "triggers",
        &arguments.trigger,
        |trigger| trigger.source(),
        write_trigger,
    );
    let before = prior.into_iter().flat_map(|prior| &prior.trigger);
    let written: Vec<&str> = arguments.trigger.iter().chain(before).map(Trigger::source).collect();
    let restores = prior.is_some_and(|prior| prior.resave != arguments.resave);
    let kept = trigger_drift::defaults_to_keep(base, members.base("stages"), &written, restores);
    members.collection("triggers", with(triggers, kept));
    members.into_value()
}

fn with(list: Value, more: Vec<Value>) -> Value {
    let own = list.as_array().cloned().unwrap_or_default();
    own.into_iter().chain(more).collect()
}

/// One store without a region is the pipeline's only one; stores with regions stand under them.
fn write_stores(members: &mut Members, stores: &BTreeSet<ArtifactStore>) {
    let of_regions: BTreeMap<&str, &ArtifactStore> = stores
        .iter()
        .filter_map(|store| Some((store.region.as_deref()?, store)))
        .collect();
    let only = stores.first().filter(|_| of_regions.is_empty());
    let one = only.map(|store| write_store(store, members.base("artifactStore")));
    let several = members.base("artifactStores");
    let several: Value = of_regions
        .into_iter()
        .map(|(region, store)| (region.to_owned(), write_store(store, &several[region])))
        .collect();
    members.option("artifactStore", one, None);
    members.collection("artifactStores", several);
}

fn write_store(store: &ArtifactStore, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("type", store.r#type.to_string());
    members.set("location", store.location.as_str());
    let key = store.encryption_key.as_ref().map(|key| {
        let mut members = Members::over(members.base("encryptionKey"));
        members.set("id", key.id.as_str());
        members.set("type", key.r#type.to_string());
        members.into_value()
    });
    members.option("encryptionKey", key, None);
    members.into_value()
}

fn write_variable(variable: &Variable, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("name", variable.name.as_str());
    members.option("defaultValue", variable.default_value.as_deref(), None);
    let description = variable.description.as_deref().filter(|text| !text.is_empty());
    members.option("description", description, Some(""));
    members.into_value()
}

fn write_stage(stage: &Stage, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("name", stage.name.as_str());
    let actions = members.named("actions", &stage.action, |action| &action.name, write_action);
    members.set("actions", actions);
    for (name, gate) in [("beforeEntry", &stage.before_entry), ("onSuccess", &stage.on_success)] {
        let gate = gate.as_ref().map(|gate| write_gate(gate, members.base(name)));
        members.option(name, gate, None);
    }
    let failure = stage
        .on_failure
        .as_ref()
        .map(|gate| write_failure(gate, members.base("onFailure")));
    members.option("onFailure", failure, None);
    members.into_value()
}

fn write_gate(gate: &Gate, base: &Value) -> Value {
    let mut members = Members::over(base);
    let conditions = members.placed("conditions", std::slice::from_ref(&gate.condition), write_condition);
    members.set("conditions", conditions);
    members.into_value()
}

fn write_failure(gate: &FailureGate, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.option("result", gate.result.as_ref().map(ToString::to_string), None);
    let retry = gate.retry_configuration.as_ref().map(|retry| {
        let mut members = Members::over(members.base("retryConfiguration"));
        members.option("retryMode", retry.retry_mode.as_ref().map(ToString::to_string), None);
        members.into_value()
    });
    members.option("retryConfiguration", retry, None);
    let conditions = members.placed("conditions", gate.condition.as_slice(), write_condition);
    members.collection("conditions", conditions);
    members.into_value()
}

fn write_condition(condition: &Condition, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.option("result", condition.result.as_ref().map(ToString::to_string), None);
    let rules = members.named("rules", &condition.rule, |rule| &rule.name, write_rule);
    members.collection("rules", rules);
    members.into_value()
}

fn write_rule(rule: &Rule, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("name", rule.name.as_str());
    let mut kind = Members::over(members.base("ruleTypeId"));
    kind.set("category", rule.rule_type_id.category.to_string());
    kind.option(
        "owner",
        rule.rule_type_id.owner.as_ref().map(ToString::to_string),
        Some("AWS"),
    );
    kind.set("provider", rule.rule_type_id.provider.as_str());
    kind.option("version", rule.rule_type_id.version.as_deref(), Some("1"));
    members.set("ruleTypeId", kind.into_value());
    members.collection("configuration", write_configuration(rule.configuration.as_ref()));
    members.collection("commands", json!(rule.commands));
    let inputs = write_artifacts(&members, "inputArtifacts", rule.input_artifacts.as_ref());
    members.collection("inputArtifacts", inputs);
    members.option("roleArn", rule.role_arn.as_deref(), None);
    members.option("region", rule.region.as_deref(), None);
    members.option("timeoutInMinutes", rule.timeout_in_minutes, None);
    members.into_value()
}

/// The keys that have a value.
fn write_configuration(configuration: Option<&BTreeMap<String, Option<String>>>) -> Value {
    let given = |configuration: &BTreeMap<String, Option<String>>| -> BTreeMap<String, String> {
        let given = configuration.iter();
        given
            .filter_map(|(key, value)| Some((key.clone(), value.clone()?)))
            .collect()
    };
    json!(configuration.map(given))
}

fn write_action(action: &Action, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("name", action.name.as_str());
    let mut kind = Members::over(members.base("actionTypeId"));
    kind.set("category", action.category.to_string());
    kind.set("owner", action.owner.to_string());
    kind.set("provider", action.provider.as_str());
    kind.set("version", action.version.as_str());
    members.set("actionTypeId", kind.into_value());
    members.set("runOrder", action.run_order);
    members.collection("configuration", write_configuration(action.configuration.as_ref()));
    members.collection("commands", json!(action.commands));
    members.collection("outputVariables", json!(action.output_variables));
    let variables = members.named(
        "environmentVariables",
        &action.environment_variable,
        |v| &v.name,
        write_environment,
    );
    members.collection("environmentVariables", variables);
    let inputs = write_artifacts(&members, "inputArtifacts", action.input_artifacts.as_ref());
    members.collection("inputArtifacts", inputs);
    let outputs = write_artifacts(&members, "outputArtifacts", action.output_artifacts.as_ref());
    let compute = &action.output_artifacts_for_compute_action;
    let of_compute = members.named(
        "outputArtifacts",
        compute,
        |artifact| &artifact.name,
        write_compute_artifact,
    );
    let of_compute = of_compute.as_array().cloned().unwrap_or_default();
    members.collection("outputArtifacts", with(outputs, of_compute));
    members.option("roleArn", action.role_arn.as_deref(), None);
    members.option("region", action.region.as_deref(), None);
    members.option("namespace", action.namespace.as_deref(), None);
    members.option("timeoutInMinutes", action.timeout_in_minutes, None);
    members.into_value()
}

/// Artifacts of which the name alone is known.
fn write_artifacts(members: &Members, name: &str, artifacts: Option<&Vec<String>>) -> Value {
    let artifacts = artifacts.map_or(&[][..], Vec::as_slice);
    members.named(
        name,
        artifacts,
        |artifact| artifact,
        |artifact, base| {
            let mut members = Members::over(base);
            members.set("name", artifact.as_str());
            members.option("files", None::<Value>, None);
            members.into_value()
        },
    )
}

fn write_compute_artifact(artifact: &ComputeArtifact, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("name", artifact.name.as_str());
    members.collection("files", json!(artifact.files));
    members.into_value()
}

fn write_environment(variable: &EnvironmentVariable, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("name", variable.name.as_str());
    members.set("value", variable.value.as_str());
    members.option(
        "type",
        variable.r#type.as_ref().map(ToString::to_string),
        Some("PLAINTEXT"),
    );
    members.into_value()
}

fn write_trigger(trigger: &Trigger, base: &Value) -> Value {
    let mut members = Members::over(base);
    members.set("providerType", trigger.provider_type.to_string());
    let mut git = Members::over(members.base("gitConfiguration"));
    git.set("sourceActionName", trigger.source());
    let push = git.placed("push", &trigger.git_configuration.push, write_push);
    git.collection("push", push);
    let pull_request = git.placed(
        "pullRequest",
        &trigger.git_configuration.pull_request,
        write_pull_request,
    );
    git.collection("pullRequest", pull_request);
    members.set("gitConfiguration", git.into_value());
    members.into_value()
}

fn write_push(push: &Push, base: &Value) -> Value {
    let mut members = Members::over(base);
    write_criteria(&mut members, "tags", push.tags.as_ref());
    write_criteria(&mut members, "branches", push.branches.as_ref());
    write_criteria(&mut members, "filePaths", push.file_paths.as_ref());
    members.into_value()
}

fn write_pull_request(pull_request: &PullRequest, base: &Value) -> Value {
    let mut members = Members::over(base);
    let events = pull_request.events.iter().flatten().map(ToString::to_string).collect();
    members.collection("events", events);
    write_criteria(&mut members, "branches", pull_request.branches.as_ref());
    write_criteria(&mut members, "filePaths", pull_request.file_paths.as_ref());
    members.into_value()
}

fn write_criteria(members: &mut Members, name: &str, criteria: Option<&Criteria>) {
    let written = criteria.map(|criteria| {
        let mut members = Members::over(members.base(name));
        members.collection("includes", json!(criteria.includes));
        members.collection("excludes", json!(criteria.excludes));
        members.into_value()
    });
    members.option(name, written, None);
}
