//! Retrying a stage.

use aws_sdk_codepipeline::types::StageRetryMode;

use crate::aws::{
    error::Error,
    pipelines::api::{Pipelines, call},
    wait::Patience,
    wire::failed,
};

/// The actions that run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// All actions of the stage.
    AllActions,
    /// The actions that failed.
    FailedActions,
}

impl Pipelines {
    /// Retries a stage in an execution that failed or was stopped there.
    ///
    /// # Errors
    /// Returns the failure of `RetryStageExecution`. After a lost response, the stage may run again although AWS refuses
    /// a second retry.
    pub async fn retry_stage(
        &self,
        region: &str,
        pipeline: &str,
        stage: &str,
        execution: &str,
        mode: RetryMode,
        patience: &Patience,
    ) -> Result<(), Error> {
        let client = self.client(region).await?;
        let mode = match mode {
            RetryMode::AllActions => StageRetryMode::AllActions,
            RetryMode::FailedActions => StageRetryMode::FailedActions,
        };
        let request = client.retry_stage_execution().pipeline_name(pipeline).stage_name(stage);
        let request = request.pipeline_execution_id(execution).retry_mode(mode);
        let retried = self.persist(patience, async || {
            let sent = request.clone().send().await;
            sent.map_err(|error| failed(call("RetryStageExecution"), error))
        });
        retried.await.map(drop)
    }
}
