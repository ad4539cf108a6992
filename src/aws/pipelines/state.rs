//! The state of a pipeline: the status of its stages and actions.

use serde_json::Value;

use super::api::{Pipelines, call};
use crate::aws::{
    error::{Error, found},
    wire::{RawJson, missing},
};

impl Pipelines {
    /// Returns the state of a pipeline as AWS sent it, or `None` if the pipeline does not exist. It contains the tokens of
    /// approvals, with which anyone who may call `PutApprovalResult` completes them.
    ///
    /// Shape: the output of `GetPipelineState` of the CodePipeline API, with `stageStates`.
    ///
    /// # Errors
    /// Returns the failure of `GetPipelineState`.
    pub async fn state(&self, region: &str, pipeline: &str) -> Result<Option<Value>, Error> {
        let client = self.client(region).await?;
        let (call, raw) = (call("GetPipelineState"), RawJson::reading());
        let request = client.get_pipeline_state().name(pipeline).customize();
        match found(raw.finish(call, request.interceptor(raw.clone()).send().await))? {
            Some(state) if state["stageStates"].is_array() => Ok(Some(state)),
            Some(_) => Err(missing(call, "stageStates")),
            None => Ok(None),
        }
    }
}
