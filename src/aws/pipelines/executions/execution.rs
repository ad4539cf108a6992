//! Executions, and reads of them.

use serde_json::Value;

use crate::aws::{
    error::{Error, found},
    pipelines::api::{Pipelines, call},
    wire::{RawJson, missing},
};

/// An execution of a pipeline.
///
/// Shape: `PipelineExecution` and `PipelineExecutionSummary` of the CodePipeline API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Execution {
    /// ID of the execution.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// AWS's explanation of the status.
    pub summary: Option<String>,
    /// The reason of a stop; only in lists.
    pub stop_reason: Option<String>,
}

/// Status of an execution, or of a stage in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The pipeline was changed, and the execution ended.
    Cancelled,
    /// An action failed.
    Failed,
    /// It runs, or waits before a stage.
    InProgress,
    /// It was stopped on request.
    Stopped,
    /// It stops when its running actions have ended.
    Stopping,
    /// All stages succeeded.
    Succeeded,
    /// A newer execution took its place before a stage.
    Superseded,
    /// A status that AWS has added since.
    Other(String),
}

impl Status {
    /// Returns whether the execution has ended.
    pub fn is_over(&self) -> bool {
        !matches!(self, Self::InProgress | Self::Stopping | Self::Other(_))
    }

    /// Returns the status as AWS spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Cancelled => "Cancelled",
            Self::Failed => "Failed",
            Self::InProgress => "InProgress",
            Self::Stopped => "Stopped",
            Self::Stopping => "Stopping",
            Self::Succeeded => "Succeeded",
            Self::Superseded => "Superseded",
            Self::Other(status) => status,
        }
    }
}

impl From<&str> for Status {
    fn from(text: &str) -> Self {
        let known = [
            Self::Cancelled,
            Self::Failed,
            Self::InProgress,
            Self::Stopped,
            Self::Stopping,
            Self::Succeeded,
            Self::Superseded,
        ];
        let found = known.into_iter().find(|status| status.as_str() == text);
        found.unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}

impl Pipelines {
    /// Returns an execution, or `None` if it or its pipeline does not exist.
    ///
    /// # Errors
    /// Returns the failure of `GetPipelineExecution`.
    pub async fn execution(&self, region: &str, pipeline: &str, id: &str) -> Result<Option<Execution>, Error> {
        let client = self.client(region).await?;
        let (call, raw) = (call("GetPipelineExecution"), RawJson::reading());
        let request = client.get_pipeline_execution().pipeline_name(pipeline);
        let request = request.pipeline_execution_id(id).customize();
        let answer = raw.finish(call, request.interceptor(raw.clone()).send().await);
        let Some(answer) = found(answer)? else { return Ok(None) };
        let execution = execution(&answer["pipelineExecution"]);
        execution.map(Some).ok_or_else(|| missing(call, "pipelineExecution"))
    }

    /// Returns the latest executions of a pipeline, at most 100, newest first, or `None` if it does not exist.
    ///
    /// # Errors
    /// Returns the failure of `ListPipelineExecutions`.
    pub async fn latest_executions(&self, region: &str, pipeline: &str) -> Result<Option<Vec<Execution>>, Error> {
        let client = self.client(region).await?;
        let (call, raw) = (call("ListPipelineExecutions"), RawJson::reading());
        let request = client.list_pipeline_executions().pipeline_name(pipeline).customize();
        let answer = raw.finish(call, request.interceptor(raw.clone()).send().await);
        let Some(answer) = found(answer)? else { return Ok(None) };
        let summaries = answer["pipelineExecutionSummaries"].as_array();
        let summaries = summaries.ok_or_else(|| missing(call, "pipelineExecutionSummaries"))?;
        Ok(Some(summaries.iter().filter_map(execution).collect()))
    }
}

/// Returns an execution; `None` if it lacks a member.
fn execution(json: &Value) -> Option<Execution> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    Some(Execution {
        id: text(&json["pipelineExecutionId"])?,
        status: Status::from(json["status"].as_str()?),
        summary: text(&json["statusSummary"]),
        stop_reason: text(&json["stopTrigger"]["reason"]),
    })
}
