//! Stopping executions.

use crate::{
    pipelines::{
        declaration::ExecutionMode,
        executions::{
            advance::advance,
            environment::Environment,
            execution::{Execution, ExecutionStatus, Position},
            stage_run::StageStatus,
        },
        pipeline::Pipeline,
    },
    wire::Failure,
};

/// Stops an execution: at once if it is abandoned or waits at an entry, else when its running actions have ended.
///
/// # Errors
/// Returns `DuplicatedStopRequestException` if it is stopping already and is not to be abandoned,
/// `PipelineExecutionNotStoppableException` if it does not exist or has ended.
pub(in crate::pipelines) fn stop(
    pipeline: &mut Pipeline,
    id: &str,
    abandon: bool,
    reason: &str,
    environment: &mut Environment<'_, '_>,
) -> Result<(), Failure> {
    let now = environment.scope.now;
    let execution = pipeline.executions.iter_mut().find(|execution| execution.id == id);
    let Some(execution) = execution.filter(|execution| execution.is_running()) else {
        let text = format!("The pipeline execution '{id}' is not running and cannot be stopped");
        return Err(Failure::new("PipelineExecutionNotStoppableException", text));
    };
    if execution.status == ExecutionStatus::Stopping && !abandon {
        let text = format!("The pipeline execution '{id}' is stopping already; it can still be abandoned");
        return Err(Failure::new("DuplicatedStopRequestException", text));
    }
    execution.stop = Some(reason.to_owned());
    match (&execution.position, abandon) {
        (Position::In(stage), false) => {
            let stage = stage.clone();
            execution.status = ExecutionStatus::Stopping;
            execution.updated = now;
            execution
                .stage_mut(&stage)
                .into_iter()
                .for_each(|run| run.status = StageStatus::Stopping);
        }
        _ => {
            execution.abandon(StageStatus::Stopped, now);
            execution.end(ExecutionStatus::Stopped, now);
        }
    }
    advance(pipeline, environment);
    Ok(())
}

/// Cancels what runs when the definition changes. Parallel executions go on by themselves.
pub(in crate::pipelines) fn change_definition(pipeline: &mut Pipeline, environment: &mut Environment<'_, '_>) {
    let now = environment.scope.now;
    let is_bound = |execution: &&mut Execution| execution.is_running() && execution.mode != ExecutionMode::Parallel;
    for execution in pipeline.executions.iter_mut().filter(is_bound) {
        execution.abandon(StageStatus::Cancelled, now);
        execution.end(ExecutionStatus::Cancelled, now);
    }
    // A transition that is gone may have held a parallel one.
    advance(pipeline, environment);
}
