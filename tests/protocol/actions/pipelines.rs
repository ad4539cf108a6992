//! The pipelines that the actions work on.

use codepipeline_emulator_testing::{emulator::percent_encoded, pipelines::gitlab_declaration};
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::protocol::ours::Ours;

/// A UUID that belongs to nothing.
pub(super) const NO_EXECUTION: &str = "00000000-0000-4000-8000-000000000000";

impl Ours {
    /// Creates the pipeline `web` from source to build. Its first execution has ended.
    pub(super) async fn create_plain(&self) {
        self.create_pipeline(gitlab_declaration("web", self.connection())).await;
    }

    /// Creates the pipeline `web` with an approval before the build, in an execution mode. Its first execution waits there.
    pub(super) async fn create_gated(&self, mode: &str) {
        let mut declaration = gitlab_declaration("web", self.connection());
        let gate = json!({ "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" });
        let gate = json!({ "name": "Approve", "actions": [{ "name": "Gate", "actionTypeId": gate }] });
        declaration["stages"].as_array_mut().unwrap().insert(1, gate);
        declaration["executionMode"] = json!(mode);
        self.create_pipeline(declaration).await;
    }

    pub(super) async fn create_pipeline(&self, declaration: Json) {
        self.ask("CreatePipeline", json!({ "pipeline": declaration })).await;
    }

    /// A call of CodePipeline out of band, which must succeed.
    pub(super) async fn ask(&self, operation: &str, input: Json) -> Json {
        self.emulator().aws().ok("codepipeline", operation, input).await
    }

    /// Lets the next runs of the build take time or fail.
    pub(super) async fn fault_build(&self, mut fault: Json) {
        let arn = percent_encoded("arn:aws:codepipeline:eu-west-1:111122223333:web");
        fault["stage"] = json!("Build");
        fault["action"] = json!("Build");
        let path = format!("/_emulator/pipelines/{arn}/faults");
        let answer = self.emulator().send(Method::POST, &path, fault).await;
        answer.error_for_status().unwrap();
    }

    /// Starts `web` out of band, and returns the ID of the execution.
    pub(super) async fn start_web(&self) -> String {
        let started = self.ask("StartPipelineExecution", json!({ "name": "web" })).await;
        started["pipelineExecutionId"].as_str().unwrap().to_owned()
    }

    /// The executions of `web`, newest first.
    pub(super) async fn executions(&self) -> Vec<Json> {
        let mut listed = self
            .ask("ListPipelineExecutions", json!({ "pipelineName": "web" }))
            .await;
        serde_json::from_value(listed["pipelineExecutionSummaries"].take()).unwrap()
    }

    /// The ID of the newest execution of `web`.
    pub(super) async fn newest(&self) -> String {
        self.executions().await[0]["pipelineExecutionId"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The status of an execution of `web`.
    pub(super) async fn status(&self, id: &str) -> String {
        let input = json!({ "pipelineName": "web", "pipelineExecutionId": id });
        let found = self.ask("GetPipelineExecution", input).await;
        found["pipelineExecution"]["status"].as_str().unwrap().to_owned()
    }

    /// Approves what waits in `web`.
    pub(super) async fn approve(&self) {
        let mut state = self.ask("GetPipelineState", json!({ "name": "web" })).await;
        let token = state["stageStates"][1]["actionStates"][0]["latestExecution"]["token"].take();
        let input = json!({
            "pipelineName": "web", "stageName": "Approve", "actionName": "Gate", "token": token,
            "result": { "status": "Approved", "summary": "Reviewed" },
        });
        self.ask("PutApprovalResult", input).await;
    }

    /// The number of calls of an operation.
    pub(super) async fn count(&self, operation: &str) -> usize {
        let calls = self.emulator().get_json("/_emulator/calls").await;
        let calls = calls.as_array().unwrap().iter();
        calls.filter(|call| call["operation"] == operation).count()
    }

    /// Lets calls of an operation fail, or lose their responses.
    pub(super) async fn fault(&self, operation: &str, kind: &str, times: u64) {
        let fault = json!({ "service": "codepipeline", "operation": operation, "kind": kind, "times": times });
        self.emulator().fault(fault).await;
    }
}
