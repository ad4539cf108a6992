//! Recovery of a failed stage: retries and rollbacks, requested or automatic.

use crate::pipelines::{
    executions::{
        action_run::ActionStatus,
        environment::Environment,
        execution::{Execution, ExecutionStatus, Position, Trigger, TriggerKind},
        stage_run::StageStatus,
    },
    pipeline::Pipeline,
};

/// Does what a failed stage declares: nothing, a retry or a rollback.
pub(super) fn recover(pipeline: &mut Pipeline, index: usize, stage: &str, environment: &mut Environment<'_, '_>) {
    let declaration = pipeline.declaration_of(pipeline.executions[index].version);
    let gate = declaration.stage(stage).and_then(|stage| stage.on_failure.as_ref());
    match gate.and_then(|gate| gate.result.as_deref()) {
        Some("RETRY") => {
            let mode = gate.and_then(|gate| gate.retry_configuration.as_ref()?.retry_mode.as_deref());
            retry_automatically(
                &mut pipeline.executions[index],
                stage,
                mode == Some("ALL_ACTIONS"),
                environment.scope.now,
            );
        }
        Some("ROLLBACK") => roll_back_automatically(pipeline, index, stage, environment),
        _ => {}
    }
}

/// Restarts a stage, once.
fn retry_automatically(execution: &mut Execution, stage: &str, all_actions: bool, now: f64) {
    if execution.stage(stage).is_some_and(|run| run.automatic_retries == 0) {
        restart_stage(execution, stage, all_actions, now);
        execution
            .stage_mut(stage)
            .into_iter()
            .for_each(|run| run.automatic_retries += 1);
    }
}

/// Puts the execution back into the stage and retires the runs that are to be repeated.
pub(super) fn restart_stage(execution: &mut Execution, stage: &str, all_actions: bool, now: f64) {
    execution.status = ExecutionStatus::InProgress;
    execution.status_summary = None;
    execution.stop = None;
    execution.updated = now;
    execution.position = Position::In(stage.to_owned());
    let Some(run) = execution.stage_mut(stage) else { return };
    run.status = StageStatus::InProgress;
    for action in run
        .actions
        .iter_mut()
        .filter(|action| all_actions || action.status != ActionStatus::Succeeded)
    {
        action.retired = true;
    }
}

/// Rolls a failed stage back to the last execution that succeeded there, if there is one.
fn roll_back_automatically(pipeline: &mut Pipeline, failed: usize, stage: &str, environment: &mut Environment<'_, '_>) {
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
        begin_rollback(pipeline, stage, &target, trigger, environment);
    }
}

pub(super) fn can_be_target(execution: &Execution, stage: &str) -> bool {
    execution.rollback_target.is_none() && execution.has_succeeded_in(stage)
}

pub(super) fn begin_rollback(
    pipeline: &mut Pipeline,
    stage: &str,
    target: &Execution,
    trigger: Trigger,
    environment: &mut Environment<'_, '_>,
) -> String {
    let mut execution = Execution::new(target.version, target.mode, trigger, environment);
    execution.rollback_target = Some(target.id.clone());
    execution.position = Position::Before(stage.to_owned());
    execution.variables.clone_from(&target.variables);
    execution.revisions.clone_from(&target.revisions);
    execution.artifacts.clone_from(&target.artifacts);
    execution.namespaces.clone_from(&target.namespaces);
    let id = execution.id.clone();
    pipeline.executions.push(execution);
    id
}
