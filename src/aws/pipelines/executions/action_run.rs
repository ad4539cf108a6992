//! The runs of the actions of an execution.

use aws_sdk_codepipeline::types::ActionExecutionFilter;
use serde_json::Value;

use crate::aws::{
    error::{Error, found},
    pipelines::api::{Pipelines, call},
    wire::{RawJson, all_pages, missing},
};

/// One run of an action.
///
/// Shape: `ActionExecutionDetail` of the CodePipeline API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRun {
    /// ID of the run.
    pub id: String,
    /// ID of the execution.
    pub execution: String,
    /// Name of the stage.
    pub stage: String,
    /// Name of the action.
    pub action: String,
    /// Status as AWS spells it: `InProgress`, `Succeeded`, `Failed` or `Abandoned`.
    pub status: String,
    /// Whether it is a manual approval.
    pub is_approval: bool,
    /// What the action's service reports, such as the message of a commit.
    pub summary: Option<String>,
    /// ID in the action's service. In mode PARALLEL, that of an approval is its token.
    pub external_id: Option<String>,
    /// Page of the run in the action's service, such as the log of a build.
    pub external_url: Option<String>,
    /// Code and message of the failure.
    pub error: Option<String>,
}

impl ActionRun {
    /// Returns whether the run has not ended.
    pub fn is_running(&self) -> bool {
        self.status == "InProgress"
    }

    /// Returns whether the run failed, or was abandoned.
    pub fn has_failed(&self) -> bool {
        matches!(self.status.as_str(), "Failed" | "Abandoned")
    }
}

impl Pipelines {
    /// Returns the runs of all actions of a pipeline, or of one `execution`, newest first; `None` if the pipeline or the
    /// execution does not exist.
    ///
    /// # Errors
    /// Returns the failure of `ListActionExecutions`.
    pub async fn action_runs(
        &self,
        region: &str,
        pipeline: &str,
        execution: Option<&str>,
    ) -> Result<Option<Vec<ActionRun>>, Error> {
        let client = self.client(region).await?;
        let call = call("ListActionExecutions");
        let filter = execution.map(|id| ActionExecutionFilter::builder().pipeline_execution_id(id).build());
        let runs = all_pages(call, |token| async {
            let raw = RawJson::reading();
            let request = client.list_action_executions().pipeline_name(pipeline);
            let request = request.set_filter(filter.clone()).set_next_token(token).customize();
            let answer = raw.finish(call, request.interceptor(raw.clone()).send().await)?;
            let details = answer["actionExecutionDetails"].as_array();
            let details = details.ok_or_else(|| missing(call, "actionExecutionDetails"))?;
            let runs = details.iter().filter_map(action_run).collect();
            Ok((runs, answer["nextToken"].as_str().map(str::to_owned)))
        });
        found(runs.await)
    }
}

/// Returns a run; `None` if it lacks a member.
fn action_run(json: &Value) -> Option<ActionRun> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let result = &json["output"]["executionResult"];
    let error = &result["errorDetails"];
    let parts: Vec<String> = [text(&error["code"]), text(&error["message"])]
        .into_iter()
        .flatten()
        .collect();
    Some(ActionRun {
        id: text(&json["actionExecutionId"])?,
        execution: text(&json["pipelineExecutionId"])?,
        stage: text(&json["stageName"])?,
        action: text(&json["actionName"])?,
        status: text(&json["status"])?,
        is_approval: json["input"]["actionTypeId"]["category"] == "Approval",
        summary: text(&result["externalExecutionSummary"]),
        external_id: text(&result["externalExecutionId"]),
        external_url: text(&result["externalExecutionUrl"]),
        error: (!parts.is_empty()).then(|| parts.join(": ")),
    })
}
