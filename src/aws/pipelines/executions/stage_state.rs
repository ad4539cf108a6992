//! The present state of the stages of a pipeline.

use serde_json::Value;

use super::execution::Status;
use crate::aws::{
    error::{Error, found},
    pipelines::api::{Pipelines, call},
    wire::{RawJson, missing},
};

/// A stage, and its latest execution.
///
/// Shape: `StageState` of the CodePipeline API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageState {
    /// Name of the stage.
    pub name: String,
    /// ID of the latest execution in it, and its status there.
    pub latest: Option<(String, Status)>,
    /// Its actions.
    pub actions: Vec<ActionState>,
}

/// An action, and its latest run.
///
/// Shape: `ActionState` of the CodePipeline API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionState {
    /// Name of the action.
    pub name: String,
    /// Status of the latest run, as AWS spells it.
    pub status: Option<String>,
    /// Summary of the latest run, such as that of an approval.
    pub summary: Option<String>,
    /// Token of an approval that waits; absent in mode PARALLEL.
    pub token: Option<String>,
}

impl Pipelines {
    /// Returns the stages of a pipeline, in their order, or `None` if the pipeline does not exist.
    ///
    /// # Errors
    /// Returns the failure of `GetPipelineState`.
    pub async fn stages(&self, region: &str, pipeline: &str) -> Result<Option<Vec<StageState>>, Error> {
        let states = self.stage_states(region, pipeline).await?;
        Ok(states.map(|states| states.iter().filter_map(stage).collect()))
    }

    /// Returns the members `stageStates` of a pipeline as AWS sent them, or `None` if the pipeline does not exist.
    pub(in crate::aws::pipelines) async fn stage_states(
        &self,
        region: &str,
        pipeline: &str,
    ) -> Result<Option<Vec<Value>>, Error> {
        let client = self.client(region).await?;
        let (call, raw) = (call("GetPipelineState"), RawJson::reading());
        let request = client.get_pipeline_state().name(pipeline).customize();
        let Some(mut state) = found(raw.finish(call, request.interceptor(raw.clone()).send().await))? else {
            return Ok(None);
        };
        match state["stageStates"].take() {
            Value::Array(stages) => Ok(Some(stages)),
            _ => Err(missing(call, "stageStates")),
        }
    }
}

fn stage(json: &Value) -> Option<StageState> {
    let latest = &json["latestExecution"];
    let actions = json["actionStates"].as_array().into_iter().flatten();
    Some(StageState {
        name: json["stageName"].as_str()?.to_owned(),
        latest: latest["pipelineExecutionId"]
            .as_str()
            .zip(latest["status"].as_str())
            .map(|(id, status)| (id.to_owned(), Status::from(status))),
        actions: actions.filter_map(action).collect(),
    })
}

fn action(json: &Value) -> Option<ActionState> {
    let latest = &json["latestExecution"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(ActionState {
        name: text(&json["actionName"])?,
        status: text(&latest["status"]),
        summary: text(&latest["summary"]),
        token: text(&latest["token"]),
    })
}
