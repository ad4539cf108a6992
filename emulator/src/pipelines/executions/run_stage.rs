//! Running a stage.

use std::collections::BTreeSet;

use crate::pipelines::{
    declaration::{Action, Stage},
    executions::{
        action_run::{ActionContext, ActionStatus},
        environment::Environment,
        execution::{Execution, ExecutionStatus},
        run_action::{finish_action, run_action},
        stage_run::StageRun,
    },
    pipeline::Pipeline,
};

/// The outcome of running a stage.
pub(super) enum Outcome {
    /// An action waits for approval.
    Waiting,
    /// The execution was asked to stop, and nothing runs any more.
    Stopped,
    /// An action has failed.
    Failed,
    /// All actions have succeeded.
    Succeeded,
}

/// Starts what can be started in the stage: actions of one run order together, the orders one after the other.
pub(super) fn run_stage(
    pipeline: &mut Pipeline,
    index: usize,
    stage: &str,
    environment: &mut Environment<'_, '_>,
) -> Outcome {
    let declaration = pipeline.declaration_of(pipeline.executions[index].version);
    let Some(stage) = declaration.stage(stage) else {
        return Outcome::Failed;
    };
    let Pipeline {
        name,
        region,
        executions,
        action_faults,
        ..
    } = pipeline;
    let execution = &mut executions[index];
    for order in stage.actions.iter().map(Action::order).collect::<BTreeSet<u32>>() {
        let group: Vec<&Action> = stage.actions.iter().filter(|action| action.order() == order).collect();
        for action in &group {
            let context = ActionContext {
                pipeline: name,
                region,
                declaration: &declaration,
                stage,
                action,
            };
            let live = run_of(execution, stage).and_then(|run| run.live(&action.name));
            match live.map(|run| run.is_due(environment.scope.now)) {
                Some(true) => finish_action(&context, execution, environment),
                Some(false) => {}
                None if execution.status == ExecutionStatus::Stopping => break,
                None => run_action(&context, execution, action_faults, environment),
            }
        }
        if let Some(outcome) = outcome_of(run_of(execution, stage), &group) {
            return outcome;
        }
    }
    Outcome::Succeeded
}

fn run_of<'e>(execution: &'e Execution, stage: &Stage) -> Option<&'e StageRun> {
    execution.stage(&stage.name)
}

/// Returns the outcome that ends the stage after a group of actions, if there is one.
fn outcome_of(run: Option<&StageRun>, group: &[&Action]) -> Option<Outcome> {
    let statuses = group
        .iter()
        .map(|action| run.and_then(|run| run.live(&action.name)).map(|run| run.status));
    let statuses: Vec<Option<ActionStatus>> = statuses.collect();
    if statuses.contains(&Some(ActionStatus::InProgress)) {
        return Some(Outcome::Waiting);
    }
    if statuses
        .iter()
        .any(|status| matches!(status, Some(ActionStatus::Failed | ActionStatus::Abandoned)))
    {
        return Some(Outcome::Failed);
    }
    statuses.contains(&None).then_some(Outcome::Stopped)
}
