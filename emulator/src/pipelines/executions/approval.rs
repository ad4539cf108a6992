//! The result of a manual approval.

use crate::{
    pipelines::{
        executions::{
            Outside,
            advance::advance,
            execution::{ActionStatus, Execution, StageStatus},
        },
        pipeline::Pipeline,
    },
    wire::Failure,
};

/// What a person decided.
pub(in crate::pipelines) struct Verdict<'v> {
    pub(in crate::pipelines) stage: &'v str,
    pub(in crate::pipelines) action: &'v str,
    pub(in crate::pipelines) token: &'v str,
    pub(in crate::pipelines) approved: bool,
    pub(in crate::pipelines) summary: &'v str,
}

/// Ends the approval that the token belongs to, and lets the execution go on.
///
/// # Errors
/// `InvalidApprovalTokenException` for an unknown token, `ApprovalAlreadyCompletedException` for a used one.
pub(in crate::pipelines) fn put_result(
    pipeline: &mut Pipeline,
    verdict: &Verdict<'_>,
    outside: &mut Outside<'_, '_>,
) -> Result<(), Failure> {
    let stages = pipeline
        .executions
        .iter_mut()
        .flat_map(|execution| &mut execution.stages);
    let runs = stages
        .filter(|run| run.stage == verdict.stage)
        .flat_map(|run| &mut run.actions);
    let mut runs = runs.filter(|run| run.action == verdict.action);
    let Some(run) = runs.find(|run| run.token.as_deref() == Some(verdict.token)) else {
        let text = format!(
            "The token is not that of an approval of the action '{}'",
            verdict.action
        );
        return Err(Failure::new("InvalidApprovalTokenException", text));
    };
    if run.status != ActionStatus::InProgress {
        let text = format!(
            "The approval of the action '{}' has already been completed",
            verdict.action
        );
        return Err(Failure::new("ApprovalAlreadyCompletedException", text));
    }
    run.status = if verdict.approved {
        ActionStatus::Succeeded
    } else {
        ActionStatus::Failed
    };
    run.summary = Some(verdict.summary.to_owned());
    run.updated_by = Some(outside.scope.caller.to_owned());
    run.updated = outside.scope.now;
    advance(pipeline, outside);
    Ok(())
}

impl Execution {
    /// Gives up what still runs.
    pub(super) fn abandon(&mut self, status: StageStatus, now: f64) {
        for run in self
            .stages
            .iter_mut()
            .filter(|run| matches!(run.status, StageStatus::InProgress | StageStatus::Stopping))
        {
            run.status = status;
            for action in run
                .actions
                .iter_mut()
                .filter(|action| action.status == ActionStatus::InProgress)
            {
                action.status = ActionStatus::Abandoned;
                action.updated = now;
            }
        }
    }
}
