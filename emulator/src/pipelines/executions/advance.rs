//! Moves executions from stage to stage.

use crate::pipelines::{
    declaration::ExecutionMode,
    executions::{
        environment::Environment,
        execution::{Execution, ExecutionStatus, Position},
        recovery::recover,
        run_stage::{Outcome, run_stage},
        stage_run::{StageRun, StageStatus},
    },
    pipeline::Pipeline,
};

/// Moves all executions as far as they can go. The oldest goes first.
pub(in crate::pipelines) fn advance(pipeline: &mut Pipeline, environment: &mut Environment<'_, '_>) {
    while (0..pipeline.executions.len()).any(|index| step(pipeline, index, environment)) {}
}

/// Returns whether an action of a running execution has an injected fault and ends now.
pub(in crate::pipelines) fn is_due(pipeline: &Pipeline, now: f64) -> bool {
    let running = pipeline.executions.iter().filter(|execution| execution.is_running());
    let mut runs = running
        .flat_map(|execution| &execution.stages)
        .flat_map(|stage| &stage.actions);
    runs.any(|run| run.is_due(now))
}

/// Moves one execution by one step, if it can.
fn step(pipeline: &mut Pipeline, index: usize, environment: &mut Environment<'_, '_>) -> bool {
    let execution = &pipeline.executions[index];
    if !execution.is_running() {
        return false;
    }
    match execution.position.clone() {
        Position::Before(stage) if is_free(pipeline, index, &stage) => {
            enter(pipeline, index, stage, environment.scope.now)
        }
        Position::Before(stage) => supersede(pipeline, index, &stage, environment.scope.now),
        Position::In(stage) => match run_stage(pipeline, index, &stage, environment) {
            Outcome::Waiting => false,
            Outcome::Stopped => leave(pipeline, index, &stage, StageStatus::Stopped, environment),
            Outcome::Failed => leave(pipeline, index, &stage, StageStatus::Failed, environment),
            Outcome::Succeeded => leave(pipeline, index, &stage, StageStatus::Succeeded, environment),
        },
        Position::End => false,
    }
}

/// Returns whether the execution can enter the stage: one at a time, unless executions are parallel, and only while the
/// transition is enabled.
fn is_free(pipeline: &Pipeline, index: usize, stage: &str) -> bool {
    let is_parallel = |execution: &Execution| execution.mode == ExecutionMode::Parallel;
    let holds = |other: &Execution| {
        other.is_running() && !is_parallel(other) && other.position == Position::In(stage.to_owned())
    };
    let is_held = !is_parallel(&pipeline.executions[index]) && pipeline.executions.iter().any(holds);
    pipeline.is_open(stage) && !is_held
}

fn enter(pipeline: &mut Pipeline, index: usize, stage: String, now: f64) -> bool {
    pipeline.entries += 1;
    let execution = &mut pipeline.executions[index];
    execution.position = Position::In(stage.clone());
    execution.updated = now;
    execution.stages.push(StageRun {
        stage,
        status: StageStatus::InProgress,
        entry: pipeline.entries,
        actions: Vec::new(),
        automatic_retries: 0,
        manual_retries: 0,
    });
    true
}

/// In mode SUPERSEDED a newer execution that waits at the same entry takes the older one's position.
fn supersede(pipeline: &mut Pipeline, index: usize, stage: &str, now: f64) -> bool {
    let waits = |other: &Execution| {
        other.is_running()
            && other.mode == ExecutionMode::Superseded
            && other.position == Position::Before(stage.to_owned())
    };
    let is_superseded = waits(&pipeline.executions[index]) && pipeline.executions[index + 1..].iter().any(waits);
    if is_superseded {
        pipeline.executions[index].end(ExecutionStatus::Superseded, now);
    }
    is_superseded
}

/// Ends the stage, and the execution with it or else sends it to the next stage.
fn leave(
    pipeline: &mut Pipeline,
    index: usize,
    stage: &str,
    status: StageStatus,
    environment: &mut Environment<'_, '_>,
) -> bool {
    let now = environment.scope.now;
    let declaration = pipeline.declaration_of(pipeline.executions[index].version);
    let execution = &mut pipeline.executions[index];
    execution.updated = now;
    if let Some(run) = execution.stage_mut(stage) {
        run.status = status;
    }
    let mut later = declaration
        .stages
        .iter()
        .skip_while(|other| other.name != stage)
        .skip(1);
    match (status, later.next().filter(|_| execution.rollback_target.is_none())) {
        // A requested stop takes effect regardless of the result of the last action.
        _ if execution.status == ExecutionStatus::Stopping => execution.end(ExecutionStatus::Stopped, now),
        (StageStatus::Succeeded, Some(next)) => execution.position = Position::Before(next.name.clone()),
        (StageStatus::Succeeded, None) => execution.end(ExecutionStatus::Succeeded, now),
        _ => {
            execution.end(ExecutionStatus::Failed, now);
            recover(pipeline, index, stage, environment);
        }
    }
    true
}
