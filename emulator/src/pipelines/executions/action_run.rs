//! One run of one action.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::pipelines::{
    declaration::{Action, Artifact, Declaration, ExecutionMode, Stage},
    executions::{
        Outside,
        execution::{ActionRun, ActionStatus, Execution, Location, Revision},
        heads, source,
    },
    masks, references,
};

/// An action to perform, and where it stands.
pub(super) struct Task<'t> {
    pub(super) pipeline: &'t str,
    pub(super) region: &'t str,
    pub(super) declaration: &'t Declaration,
    pub(super) stage: &'t Stage,
    pub(super) action: &'t Action,
}

/// Performs an action: it ends at once, unless a person has to decide.
pub(super) fn perform(task: &Task<'_>, execution: &mut Execution, outside: &mut Outside<'_, '_>) {
    let configuration = resolve(task.action, execution);
    let mut run = ActionRun::new(task, execution, configuration.as_ref().ok(), outside);
    match configuration {
        Err(message) => {
            execution.status_summary = Some(message.clone());
            run.fail(message);
        }
        Ok(_) if task.action.is_approval() => wait(&mut run, execution.mode, outside),
        Ok(_) if task.action.is_connection_source() => source::fetch(task, execution, &mut run, outside),
        Ok(_) if task.action.action_type_id.category == "Source" => fetch_elsewhere(task, execution, &mut run, outside),
        Ok(_) => run.external_id = Some(outside.scope.ids.uuid()),
    }
    if run.status == ActionStatus::InProgress && !task.action.is_approval() {
        run.status = ActionStatus::Succeeded;
        run.output_artifacts = store_artifacts(task, execution, outside);
    }
    if let Some(stage) = execution.stage_mut(&task.stage.name) {
        stage.actions.push(run);
    }
}

/// Parallel executions are told apart by the external id, since the pipeline's state shows no token for them.
fn wait(run: &mut ActionRun, mode: ExecutionMode, outside: &mut Outside<'_, '_>) {
    let token = outside.scope.ids.uuid();
    run.external_id = (mode == ExecutionMode::Parallel).then(|| token.clone());
    run.token = Some(token);
}

/// A source of another service: its revision is made up, unless the starter chose one.
fn fetch_elsewhere(task: &Task<'_>, execution: &mut Execution, run: &mut ActionRun, outside: &mut Outside<'_, '_>) {
    let chosen = execution.chosen.get(&task.action.name).cloned();
    let id = chosen.unwrap_or_else(|| heads::commit(outside.scope.ids));
    run.external_id = Some(id.clone());
    run.revision = Some(id.clone());
    execution.record(Revision {
        action: task.action.name.clone(),
        artifact: first_output(task.action),
        id,
        summary: None,
        url: None,
    });
}

/// The name of the artifact that a source makes.
pub(super) fn first_output(source: &Action) -> String {
    source
        .output_artifacts
        .first()
        .map(|output| output.name.clone())
        .unwrap_or_default()
}

/// The configuration with references replaced, or AWS's words for one that has no value.
///
/// A namespace that no action has filled belongs to an action whose variables nobody knows here: references to it stay.
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

/// Puts the action's output artifacts into the store, and answers them as ListActionExecutions does.
fn store_artifacts(task: &Task<'_>, execution: &mut Execution, outside: &mut Outside<'_, '_>) -> Vec<Value> {
    let region = task.action.region.as_deref().unwrap_or(task.region);
    for output in &task.action.output_artifacts {
        let random: String = outside.scope.ids.uuid().chars().take(7).collect();
        let key = format!("{}/{}/{random}", cut(task.pipeline, 20), cut(&output.name, 10));
        let location = Location {
            bucket: task.declaration.bucket(region).to_owned(),
            key,
        };
        execution.artifacts.insert(output.name.clone(), location);
    }
    located(&task.action.output_artifacts, execution)
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

impl ActionRun {
    fn new(
        task: &Task<'_>,
        execution: &Execution,
        configuration: Option<&BTreeMap<String, String>>,
        outside: &mut Outside<'_, '_>,
    ) -> Self {
        let action = task.action;
        Self {
            id: outside.scope.ids.uuid(),
            action: action.name.clone(),
            status: ActionStatus::InProgress,
            started: outside.scope.now,
            updated: outside.scope.now,
            updated_by: None,
            retired: false,
            token: None,
            summary: None,
            external_id: None,
            external_url: None,
            error: None,
            revision: None,
            input: json!({
                "actionTypeId": action.action_type_id,
                "configuration": masks::shown(action, &action.configuration),
                "resolvedConfiguration": configuration.map(|configuration| masks::shown(action, configuration)),
                "roleArn": action.role_arn,
                "region": action.region.as_deref().unwrap_or(task.region),
                "namespace": action.namespace,
                "inputArtifacts": located(&action.input_artifacts, execution),
            }),
            output_artifacts: Vec::new(),
            output_variables: BTreeMap::new(),
        }
    }

    /// Ends the run with AWS's words for what went wrong.
    pub(super) fn fail(&mut self, message: String) {
        self.status = ActionStatus::Failed;
        self.error = Some(message);
    }
}
