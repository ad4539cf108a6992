//! The present state of the stages of a pipeline.

use serde_json::Value;

use super::execution::Status;
use crate::aws::{error::Error, pipelines::api::Pipelines};

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
        let state = self.state(region, pipeline).await?;
        Ok(state.map(|state| {
            let stages = state["stageStates"].as_array().into_iter().flatten();
            stages.filter_map(stage).collect()
        }))
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
