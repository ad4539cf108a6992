//! Rolls a stage back to an earlier execution.

use crate::{
    pipelines::{
        declaration::ExecutionMode,
        executions::{
            advance::advance,
            environment::Environment,
            execution::{Execution, Trigger, TriggerKind},
            recovery::{begin_rollback, can_be_target},
        },
        failures::no_execution,
        pipeline::Pipeline,
    },
    wire::Failure,
};

/// Starts an execution that runs one stage with what an earlier execution had brought there; returns its ID.
///
/// # Errors
/// Returns `PipelineExecutionNotFoundException`, `PipelineExecutionOutdatedException` if the definition has changed since, and
/// `UnableToRollbackStageException` if the stage or the target cannot be rolled back to.
pub(in crate::pipelines) fn rollback(
    pipeline: &mut Pipeline,
    stage: &str,
    target: &str,
    environment: &mut Environment<'_, '_>,
) -> Result<String, Failure> {
    let target = target_of(pipeline, stage, target)?.clone();
    let trigger = Trigger {
        kind: TriggerKind::ManualRollback,
        detail: environment.scope.caller.to_owned(),
    };
    let id = begin_rollback(pipeline, stage, &target, trigger, environment);
    advance(pipeline, environment);
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
