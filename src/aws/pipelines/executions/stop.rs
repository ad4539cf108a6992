//! Stopping an execution.

use crate::aws::{
    error::Error,
    pipelines::api::{Pipelines, call},
    wait::Patience,
    wire::failed,
};

impl Pipelines {
    /// Requests that a running execution stops: at once if it is abandoned, else when its running actions have ended.
    ///
    /// Succeeds if the execution is stopping already, also because an earlier response was lost.
    ///
    /// # Errors
    /// Returns the failure of `StopPipelineExecution`.
    pub async fn stop(
        &self,
        region: &str,
        pipeline: &str,
        execution: &str,
        abandon: bool,
        reason: Option<&str>,
        patience: &Patience,
    ) -> Result<(), Error> {
        let client = self.client(region).await?;
        let request = client.stop_pipeline_execution().pipeline_name(pipeline);
        let request = request.pipeline_execution_id(execution).abandon(abandon);
        let request = request.set_reason(reason.map(str::to_owned));
        let stopped = self.persist(patience, async || {
            let sent = request.clone().send().await;
            sent.map_err(|error| failed(call("StopPipelineExecution"), error))
        });
        match stopped.await {
            Err(error) if error.code() == Some("DuplicatedStopRequestException") => Ok(()),
            stopped => stopped.map(drop),
        }
    }
}
