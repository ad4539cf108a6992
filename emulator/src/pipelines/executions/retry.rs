//! Running a stage again.

use crate::{
    pipelines::{
        declaration::ExecutionMode,
        executions::{
            advance::advance, environment::Environment, execution::Execution, recovery::restart_stage,
            stage_run::StageStatus,
        },
        pipeline::Pipeline,
    },
    wire::Failure,
};

/// Runs the failed actions of a stage again, or all of them.
///
/// # Errors
/// Returns `NotLatestPipelineExecutionException` if another execution has entered the stage since, unless they are parallel,
/// `StageNotRetryableException` if the stage has not failed or the definition has changed.
pub(in crate::pipelines) fn retry(
    pipeline: &mut Pipeline,
    stage: &str,
    id: &str,
    all_actions: bool,
    environment: &mut Environment<'_, '_>,
) -> Result<(), Failure> {
    let latest = pipeline.latest_run(stage).map(|(execution, _)| execution.id.clone());
    let (version, name) = (pipeline.version(), pipeline.name.clone());
    let execution = pipeline.executions.iter_mut().find(|execution| execution.id == id);
    let is_late = |it: &Execution| it.mode != ExecutionMode::Parallel && latest.is_some_and(|latest| latest != it.id);
    if execution.as_deref().is_some_and(is_late) {
        let text = format!("The pipeline execution '{id}' is not the latest in the stage '{stage}'");
        return Err(Failure::new("NotLatestPipelineExecutionException", text));
    }
    let Some(execution) = execution.filter(|execution| execution.version == version && has_failed(execution, stage))
    else {
        return Err(Failure::new(
            "StageNotRetryableException",
            format!(
                "The stage named {stage} in the {name} pipeline can't be retried now. Either it contains no failed \
                 actions, the execution '{id}' is already superseded, or the pipeline definition has changed since \
                 the action(s) failed."
            ),
        ));
    };
    restart_stage(execution, stage, all_actions, environment.scope.now);
    execution
        .stage_mut(stage)
        .into_iter()
        .for_each(|run| run.manual_retries += 1);
    advance(pipeline, environment);
    Ok(())
}

fn has_failed(execution: &Execution, stage: &str) -> bool {
    let run = execution.stage(stage);
    !execution.is_running() && run.is_some_and(|run| matches!(run.status, StageStatus::Failed | StageStatus::Stopped))
}
