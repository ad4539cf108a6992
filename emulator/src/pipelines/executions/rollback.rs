//! Taking a stage back to an earlier execution.

use crate::{
    pipelines::{
        declaration::ExecutionMode,
        executions::{
            Outside,
            advance::advance,
            execution::{Execution, Place, Trigger, TriggerKind},
        },
        pipeline::Pipeline,
        request::no_execution,
    },
    wire::Failure,
};

/// Starts an execution that runs one stage with what an earlier execution had brought there; answers its id.
///
/// # Errors
/// `PipelineExecutionNotFoundException`, `PipelineExecutionOutdatedException` if the definition has changed since, and
/// `UnableToRollbackStageException` if the stage or the target cannot be rolled back to.
pub(in crate::pipelines) fn rollback(
    pipeline: &mut Pipeline,
    stage: &str,
    target: &str,
    outside: &mut Outside<'_, '_>,
) -> Result<String, Failure> {
    let target = target_of(pipeline, stage, target)?.clone();
    let trigger = Trigger {
        kind: TriggerKind::ManualRollback,
        detail: outside.scope.caller.to_owned(),
    };
    let id = begin(pipeline, stage, &target, trigger, outside);
    advance(pipeline, outside);
    Ok(id)
}

/// The execution to go back to, if that is possible.
fn target_of<'p>(pipeline: &'p Pipeline, stage: &str, target: &str) -> Result<&'p Execution, Failure> {
    let declaration = pipeline.declaration();
    let found = pipeline.executions.iter().find(|execution| execution.id == target);
    let found = found.ok_or_else(|| no_execution(&pipeline.name, target))?;
    let is_source = declaration.stages.first().is_some_and(|first| first.name == stage);
    let why = if !declaration.is_v2() || declaration.execution_mode == ExecutionMode::Parallel {
        "only pipelines of type V2 in mode SUPERSEDED or QUEUED can be rolled back"
    } else if is_source {
        "a stage of sources cannot be rolled back"
    } else if found.version != pipeline.version() {
        let name = &pipeline.name;
        let text = format!("The execution '{target}' ran an earlier definition of the pipeline '{name}'");
        return Err(Failure::new("PipelineExecutionOutdatedException", text));
    } else if !can_be_target(found, stage) {
        "it must have succeeded in the stage and not be a rollback itself"
    } else {
        return Ok(found);
    };
    let text = format!("Unable to roll back the stage '{stage}' to the execution '{target}': {why}");
    Err(Failure::new("UnableToRollbackStageException", text))
}

/// Rolls a failed stage back to the last execution that succeeded there, if there is one.
pub(super) fn roll_back_automatically(
    pipeline: &mut Pipeline,
    failed: usize,
    stage: &str,
    outside: &mut Outside<'_, '_>,
) {
    let Execution {
        id,
        version,
        rollback_target,
        ..
    } = &pipeline.executions[failed];
    let mut earlier = pipeline.executions[..failed].iter().rev();
    let target = earlier
        .find(|other| other.version == *version && can_be_target(other, stage))
        .cloned();
    if let (Some(target), None) = (target, rollback_target) {
        let trigger = Trigger {
            kind: TriggerKind::AutomatedRollback,
            detail: id.clone(),
        };
        begin(pipeline, stage, &target, trigger, outside);
    }
}

fn can_be_target(execution: &Execution, stage: &str) -> bool {
    execution.rollback_target.is_none() && execution.has_succeeded_in(stage)
}

fn begin(
    pipeline: &mut Pipeline,
    stage: &str,
    target: &Execution,
    trigger: Trigger,
    outside: &mut Outside<'_, '_>,
) -> String {
    let mut execution = Execution::new(target.version, target.mode, trigger, outside);
    execution.rollback_target = Some(target.id.clone());
    execution.place = Place::Before(stage.to_owned());
    execution.variables.clone_from(&target.variables);
    execution.revisions.clone_from(&target.revisions);
    execution.artifacts.clone_from(&target.artifacts);
    execution.namespaces.clone_from(&target.namespaces);
    let id = execution.id.clone();
    pipeline.executions.push(execution);
    id
}
