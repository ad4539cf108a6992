//! Running an action.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::pipelines::{
    declaration::{Action, Artifact, ExecutionMode},
    executions::{
        action_fault::{self, ActionFault},
        action_run::{ActionContext, ActionRun, ActionStatus},
        environment::Environment,
        execution::{Execution, Location, Revision},
        repositories, source,
    },
    references, secrets,
};

/// Starts an action. It ends at once, unless it is a manual approval or has an injected fault with a delay.
pub(super) fn run_action(
    context: &ActionContext<'_>,
    execution: &mut Execution,
    faults: &mut Vec<ActionFault>,
    environment: &mut Environment<'_, '_>,
) {
    let configuration = resolve(context.action, execution);
    let mut run = new_run(context, execution, configuration.as_ref().ok(), environment);
    run.fault = action_fault::take(faults, &context.stage.name, &context.action.name, environment.scope.now);
    match configuration {
        Err(message) => {
            execution.status_summary = Some(message.clone());
            run.fail(message);
        }
        Ok(_) if context.action.is_approval() => wait(&mut run, execution.mode, environment),
        Ok(_) if run.fault.is_some() && !run.is_due(environment.scope.now) => {}
        Ok(_) => perform(context, execution, &mut run, environment),
    }
    if let Some(stage) = execution.stage_mut(&context.stage.name) {
        stage.actions.push(run);
    }
}

/// Ends the run of an action whose injected delay has passed.
pub(super) fn finish_action(
    context: &ActionContext<'_>,
    execution: &mut Execution,
    environment: &mut Environment<'_, '_>,
) {
    let stage = execution.stage_mut(&context.stage.name);
    let Some((index, mut run)) = stage.and_then(|stage| stage.take_live(&context.action.name)) else {
        return;
    };
    perform(context, execution, &mut run, environment);
    run.updated = environment.scope.now;
    if let Some(stage) = execution.stage_mut(&context.stage.name) {
        stage.actions.insert(index, run);
    }
}

/// Does the work of an action, and ends its run.
fn perform(
    context: &ActionContext<'_>,
    execution: &mut Execution,
    run: &mut ActionRun,
    environment: &mut Environment<'_, '_>,
) {
    let fault = run.fault.take();
    if let Some(message) = fault.and_then(|fault| fault.message) {
        run.external_id = Some(environment.scope.ids.uuid());
        return run.fail(message);
    }
    if context.action.is_connection_source() {
        source::fetch(context, execution, run, environment);
    } else if context.action.action_type_id.category == "Source" {
        fetch_elsewhere(context, execution, run, environment);
    } else {
        run.external_id = Some(environment.scope.ids.uuid());
    }
    if run.status == ActionStatus::InProgress {
        run.status = ActionStatus::Succeeded;
        run.output_artifacts = store_artifacts(context, execution, environment);
    }
}

/// Parallel executions are told apart by the external id, since the pipeline's state shows no token for them.
fn wait(run: &mut ActionRun, mode: ExecutionMode, environment: &mut Environment<'_, '_>) {
    let token = environment.scope.ids.uuid();
    run.external_id = (mode == ExecutionMode::Parallel).then(|| token.clone());
    run.token = Some(token);
}

/// A source of another service: its revision is made up, unless the starter chose one.
fn fetch_elsewhere(
    context: &ActionContext<'_>,
    execution: &mut Execution,
    run: &mut ActionRun,
    environment: &mut Environment<'_, '_>,
) {
    let chosen = execution.chosen.get(&context.action.name).cloned();
    let id = chosen.unwrap_or_else(|| repositories::new_commit(environment.scope.ids));
    run.external_id = Some(id.clone());
    run.revision = Some(id.clone());
    execution.record(Revision {
        action: context.action.name.clone(),
        artifact: context.action.first_output().to_owned(),
        id,
        summary: None,
        url: None,
    });
}

/// Returns the configuration with references replaced, or AWS's message for a reference without a value.
///
/// A namespace that no action has filled belongs to an action whose variables are unknown: references to it stay.
fn resolve(action: &Action, execution: &Execution) -> Result<BTreeMap<String, String>, String> {
    let value = |reference: &str| {
        let (namespace, key) = reference.split_once('.')?;
        match (namespace, execution.namespaces.get(namespace)) {
            ("variables", _) => execution.variables.get(key).cloned(),
            ("codepipeline", _) => (key == "PipelineExecutionId").then(|| execution.id.clone()),
            (_, Some(variables)) => variables.get(key).cloned(),
            (_, None) => Some(format!("#{{{reference}}}")),
        }
    };
    let resolved = action
        .configuration
        .iter()
        .map(|(key, text)| Ok((key.clone(), references::resolve(text, value)?)));
    resolved.collect::<Result<_, &str>>().map_err(|reference| {
        format!(
            "An action in this pipeline failed because one or more variables could not be resolved: Action name={}. \
             The reference is #{{{reference}}}.",
            action.name
        )
    })
}

/// Puts the action's output artifacts into the store, and returns them as ListActionExecutions does.
fn store_artifacts(
    context: &ActionContext<'_>,
    execution: &mut Execution,
    environment: &mut Environment<'_, '_>,
) -> Vec<Value> {
    let region = context.action.region.as_deref().unwrap_or(context.region);
    for output in &context.action.output_artifacts {
        let random: String = environment.scope.ids.uuid().chars().take(7).collect();
        let key = format!("{}/{}/{random}", cut(context.pipeline, 20), cut(&output.name, 10));
        let location = Location {
            bucket: context.declaration.bucket(region).to_owned(),
            key,
        };
        execution.artifacts.insert(output.name.clone(), location);
    }
    located(&context.action.output_artifacts, execution)
}

fn located(artifacts: &[Artifact], execution: &Execution) -> Vec<Value> {
    let located = artifacts
        .iter()
        .map(|artifact| match execution.artifacts.get(&artifact.name) {
            Some(at) => json!({ "name": artifact.name, "s3location": { "bucket": at.bucket, "key": at.key } }),
            None => json!({ "name": artifact.name }),
        });
    located.collect()
}

fn cut(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

fn new_run(
    context: &ActionContext<'_>,
    execution: &Execution,
    configuration: Option<&BTreeMap<String, String>>,
    environment: &mut Environment<'_, '_>,
) -> ActionRun {
    let action = context.action;
    ActionRun {
        id: environment.scope.ids.uuid(),
        action: action.name.clone(),
        status: ActionStatus::InProgress,
        started: environment.scope.now,
        updated: environment.scope.now,
        updated_by: None,
        retired: false,
        fault: None,
        token: None,
        summary: None,
        external_id: None,
        external_url: None,
        error: None,
        revision: None,
        input: json!({
            "actionTypeId": action.action_type_id,
            "configuration": secrets::masked_configuration(action, &action.configuration),
            "resolvedConfiguration": configuration.map(|configuration| secrets::masked_configuration(action, configuration)),
            "roleArn": action.role_arn,
            "region": action.region.as_deref().unwrap_or(context.region),
            "namespace": action.namespace,
            "inputArtifacts": located(&action.input_artifacts, execution),
        }),
        output_artifacts: Vec::new(),
        output_variables: BTreeMap::new(),
    }
}
