//! The result of a manual approval.

use aws_sdk_codepipeline::types::{ApprovalResult, ApprovalStatus};

use crate::aws::{
    error::Error,
    pipelines::api::{Pipelines, call},
    wait::Patience,
    wire::failed,
};

/// The result of a manual approval.
#[derive(Clone, Copy, Debug)]
pub struct Approval<'a> {
    /// Name of the stage.
    pub stage: &'a str,
    /// Name of the approval action.
    pub action: &'a str,
    /// Token of the approval that waits.
    pub token: &'a str,
    /// Whether it is approved.
    pub is_approved: bool,
    /// Comment, at most 512 characters.
    pub summary: &'a str,
}

impl Pipelines {
    /// Completes an approval that waits.
    ///
    /// # Errors
    /// Returns the failure of `PutApprovalResult`. After a lost response, the approval may be completed although AWS
    /// refuses a second result.
    pub async fn put_approval(
        &self,
        region: &str,
        pipeline: &str,
        approval: Approval<'_>,
        patience: &Patience,
    ) -> Result<(), Error> {
        let client = self.client(region).await?;
        let status = if approval.is_approved {
            ApprovalStatus::Approved
        } else {
            ApprovalStatus::Rejected
        };
        let result = ApprovalResult::builder()
            .status(status)
            .summary(approval.summary)
            .build();
        let result = result.expect("status and summary of a result are given");
        let request = client.put_approval_result().pipeline_name(pipeline);
        let request = request.stage_name(approval.stage).action_name(approval.action);
        let request = request.token(approval.token).result(result);
        let put = self.persist(patience, async || {
            let sent = request.clone().send().await;
            sent.map_err(|error| failed(call("PutApprovalResult"), error))
        });
        put.await.map(drop)
    }
}
