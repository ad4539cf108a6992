//! The result of a manual approval.

use crate::{
    pipelines::{
        executions::{action_run::ActionStatus, advance::advance, environment::Environment},
        pipeline::Pipeline,
    },
    wire::Failure,
};

/// The result of a manual approval.
pub(in crate::pipelines) struct ApprovalResult<'v> {
    pub(in crate::pipelines) stage: &'v str,
    pub(in crate::pipelines) action: &'v str,
    pub(in crate::pipelines) token: &'v str,
    pub(in crate::pipelines) approved: bool,
    pub(in crate::pipelines) summary: &'v str,
}

/// Ends the approval that the token belongs to, and lets the execution go on.
///
/// # Errors
/// Returns `InvalidApprovalTokenException` for an unknown token, `ApprovalAlreadyCompletedException` for a used one.
pub(in crate::pipelines) fn put_result(
    pipeline: &mut Pipeline,
    result: &ApprovalResult<'_>,
    environment: &mut Environment<'_, '_>,
) -> Result<(), Failure> {
    let stages = pipeline
        .executions
        .iter_mut()
        .flat_map(|execution| &mut execution.stages);
    let runs = stages
        .filter(|run| run.stage == result.stage)
        .flat_map(|run| &mut run.actions);
    let mut runs = runs.filter(|run| run.action == result.action);
    let Some(run) = runs.find(|run| run.token.as_deref() == Some(result.token)) else {
        let text = format!(
            "The token does not belong to an approval of the action '{}'",
            result.action
        );
        return Err(Failure::new("InvalidApprovalTokenException", text));
    };
    if run.status != ActionStatus::InProgress {
        let text = format!(
            "The approval of the action '{}' has already been completed",
            result.action
        );
        return Err(Failure::new("ApprovalAlreadyCompletedException", text));
    }
    run.status = if result.approved {
        ActionStatus::Succeeded
    } else {
        ActionStatus::Failed
    };
    run.summary = Some(result.summary.to_owned());
    run.updated_by = Some(environment.scope.caller.to_owned());
    run.updated = environment.scope.now;
    advance(pipeline, environment);
    Ok(())
}
