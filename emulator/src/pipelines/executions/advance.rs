//! How executions move from stage to stage.

use crate::pipelines::{
    declaration::ExecutionMode,
    executions::{
        Outside,
        execution::{Execution, ExecutionStatus, Place, StageRun, StageStatus},
        retry::retry_automatically,
        rollback::roll_back_automatically,
        stage_run::{Outcome, work},
    },
    pipeline::Pipeline,
};

/// Lets all executions go as far as they get. The oldest goes first.
pub(in crate::pipelines) fn advance(pipeline: &mut Pipeline, outside: &mut Outside<'_, '_>) {
    while (0..pipeline.executions.len()).any(|index| step(pipeline, index, outside)) {}
}

/// Moves one execution by one step, if it can.
fn step(pipeline: &mut Pipeline, index: usize, outside: &mut Outside<'_, '_>) -> bool {
    let execution = &pipeline.executions[index];
    if !execution.is_running() {
        return false;
    }
    match execution.place.clone() {
        Place::Before(stage) if is_free(pipeline, index, &stage) => enter(pipeline, index, stage, outside.scope.now),
        Place::Before(stage) => supersede(pipeline, index, &stage, outside.scope.now),
        Place::In(stage) => match work(pipeline, index, &stage, outside) {
            Outcome::Waiting => false,
            Outcome::Stopped => leave(pipeline, index, &stage, StageStatus::Stopped, outside),
            Outcome::Failed => leave(pipeline, index, &stage, StageStatus::Failed, outside),
            Outcome::Succeeded => leave(pipeline, index, &stage, StageStatus::Succeeded, outside),
        },
        Place::End => false,
    }
}

/// Can the execution enter the stage? One at a time, unless executions are parallel, and only while the transition is
/// enabled.
fn is_free(pipeline: &Pipeline, index: usize, stage: &str) -> bool {
    let is_parallel = |execution: &Execution| execution.mode == ExecutionMode::Parallel;
    let holds =
        |other: &Execution| other.is_running() && !is_parallel(other) && other.place == Place::In(stage.to_owned());
    let is_held = !is_parallel(&pipeline.executions[index]) && pipeline.executions.iter().any(holds);
    pipeline.is_open(stage) && !is_held
}

fn enter(pipeline: &mut Pipeline, index: usize, stage: String, now: f64) -> bool {
    pipeline.entries += 1;
    let execution = &mut pipeline.executions[index];
    execution.place = Place::In(stage.clone());
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

/// In mode SUPERSEDED a newer execution that waits at the same entry takes the older one's place.
fn supersede(pipeline: &mut Pipeline, index: usize, stage: &str, now: f64) -> bool {
    let waits = |other: &Execution| {
        other.is_running() && other.mode == ExecutionMode::Superseded && other.place == Place::Before(stage.to_owned())
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
    outside: &mut Outside<'_, '_>,
) -> bool {
    let now = outside.scope.now;
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
        // Whoever asked for the stop gets it, however the last action ended.
        _ if execution.status == ExecutionStatus::Stopping => execution.end(ExecutionStatus::Stopped, now),
        (StageStatus::Succeeded, Some(next)) => execution.place = Place::Before(next.name.clone()),
        (StageStatus::Succeeded, None) => execution.end(ExecutionStatus::Succeeded, now),
        _ => {
            execution.end(ExecutionStatus::Failed, now);
            answer_failure(pipeline, index, stage, outside);
        }
    }
    true
}

/// Does what the stage declares for the case of failure.
fn answer_failure(pipeline: &mut Pipeline, index: usize, stage: &str, outside: &mut Outside<'_, '_>) {
    let declaration = pipeline.declaration_of(pipeline.executions[index].version);
    let gate = declaration.stage(stage).and_then(|stage| stage.on_failure.as_ref());
    match gate.and_then(|gate| gate.result.as_deref()) {
        Some("RETRY") => {
            let mode = gate.and_then(|gate| gate.retry_configuration.as_ref()?.retry_mode.as_deref());
            retry_automatically(
                &mut pipeline.executions[index],
                stage,
                mode == Some("ALL_ACTIONS"),
                outside.scope.now,
            );
        }
        Some("ROLLBACK") => roll_back_automatically(pipeline, index, stage, outside),
        _ => {}
    }
}
