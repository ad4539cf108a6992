//! An emulator with a client of CodePipeline, and declarations to try on it.

use codepipeline_emulator_testing::{
    aws_client::{AwsClient, AwsError},
    emulator::Emulator,
};
use serde_json::{Value, json};

pub(super) const REPOSITORY: &str = "group/subgroup/project";
pub(super) const OWNER: &str = "arn:aws:iam::111122223333:user/test";

/// An emulator and a client of its CodePipeline in eu-west-1.
pub(super) struct Bench {
    pub(super) emulator: Emulator,
    pub(super) aws: AwsClient,
}

impl Bench {
    pub(super) async fn start() -> Self {
        let emulator = Emulator::start().await;
        let aws = emulator.aws();
        Self { emulator, aws }
    }

    pub(super) async fn ok(&self, operation: &str, input: Value) -> Value {
        self.aws.ok("codepipeline", operation, input).await
    }

    pub(super) async fn fail(&self, operation: &str, input: Value) -> AwsError {
        self.aws.fail("codepipeline", operation, input).await
    }

    /// A call that must fail with this class.
    pub(super) async fn refuse(&self, operation: &str, input: Value, class: &str) -> String {
        let error = self.fail(operation, input).await;
        assert_eq!(error.class, class, "{error}");
        error.message
    }

    /// A new connection to GitLab, pending.
    pub(super) async fn pending_connection(&self) -> String {
        let input = json!({ "ConnectionName": "gitlab", "ProviderType": "GitLab" });
        let answer = self.aws.ok("codeconnections", "CreateConnection", input).await;
        answer["ConnectionArn"].as_str().unwrap().to_owned()
    }

    /// A new connection to GitLab, available.
    pub(super) async fn connection(&self) -> String {
        let arn = self.pending_connection().await;
        self.emulator.set_connection_status(&arn, "AVAILABLE").await;
        arn
    }

    pub(super) async fn create(&self, declaration: Value) -> Value {
        self.ok("CreatePipeline", json!({ "pipeline": declaration })).await["pipeline"].take()
    }

    pub(super) async fn update(&self, declaration: Value) -> Value {
        self.ok("UpdatePipeline", json!({ "pipeline": declaration })).await["pipeline"].take()
    }

    pub(super) async fn get(&self, name: &str) -> Value {
        self.ok("GetPipeline", json!({ "name": name })).await["pipeline"].take()
    }

    /// The state of each stage, by position.
    pub(super) async fn stages(&self, name: &str) -> Value {
        self.ok("GetPipelineState", json!({ "name": name })).await["stageStates"].take()
    }

    /// Starts the pipeline; answers the execution's id.
    pub(super) async fn run(&self, name: &str) -> String {
        let answer = self.ok("StartPipelineExecution", json!({ "name": name })).await;
        answer["pipelineExecutionId"].as_str().unwrap().to_owned()
    }

    pub(super) async fn execution(&self, name: &str, id: &str) -> Value {
        let input = json!({ "pipelineName": name, "pipelineExecutionId": id });
        self.ok("GetPipelineExecution", input).await["pipelineExecution"].take()
    }

    /// All executions, newest first.
    pub(super) async fn executions(&self, name: &str) -> Vec<Value> {
        let mut answer = self.ok("ListPipelineExecutions", json!({ "pipelineName": name })).await;
        serde_json::from_value(answer["pipelineExecutionSummaries"].take()).unwrap()
    }

    /// The statuses of all executions, newest first.
    pub(super) async fn statuses(&self, name: &str) -> Vec<String> {
        let executions = self.executions(name).await;
        executions
            .iter()
            .map(|execution| execution["status"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Sends an event of GitLab and returns the executions that it started.
    pub(super) async fn event(&self, event: Value) -> Vec<Value> {
        let answer = self
            .emulator
            .send(reqwest::Method::POST, "/_emulator/events", event)
            .await;
        let mut answer: Value = answer.error_for_status().unwrap().json().await.unwrap();
        serde_json::from_value(answer["executions"].take()).unwrap()
    }

    /// A push to a branch of `REPOSITORY`.
    pub(super) async fn push(&self, branch: &str) -> Vec<Value> {
        self.event(json!({ "repository": REPOSITORY, "type": "push", "branch": branch, "files": [] }))
            .await
    }

    pub(super) async fn webhooks(&self) -> Vec<Value> {
        serde_json::from_value(self.emulator.get_json("/_emulator/webhooks").await).unwrap()
    }

    /// Decides the approval that waits in the stage `Approve`.
    pub(super) async fn decide(&self, name: &str, status: &str) {
        let token = self.stages(name).await[1]["actionStates"][0]["latestExecution"]["token"].take();
        self.ok("PutApprovalResult", verdict(name, status, &token)).await;
    }
}

/// The input of PutApprovalResult for the action `Gate` in the stage `Approve`.
pub(super) fn verdict(name: &str, status: &str, token: &Value) -> Value {
    json!({
        "pipelineName": name,
        "stageName": "Approve",
        "actionName": "Gate",
        "token": token,
        "result": { "status": status, "summary": "said so" },
    })
}

/// A connection's ARN that belongs to nothing.
pub(super) const NO_CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/00000000-0000-4000-8000-000000000000";

/// One action of owner AWS.
pub(super) fn action(name: &str, category: &str, provider: &str, configuration: Value) -> Value {
    json!({
        "name": name,
        "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" },
        "configuration": configuration,
    })
}

/// A source of `REPOSITORY`'s branch main.
pub(super) fn source(name: &str, connection: &str, artifact: &str) -> Value {
    let configuration = json!({ "ConnectionArn": connection, "FullRepositoryId": REPOSITORY, "BranchName": "main" });
    let mut source = action(name, "Source", "CodeStarSourceConnection", configuration);
    source["outputArtifacts"] = json!([{ "name": artifact }]);
    source
}

/// Two stages: a GitLab source and a build.
pub(super) fn declaration(name: &str, connection: &str) -> Value {
    let mut build = action("Compile", "Build", "CodeBuild", json!({ "ProjectName": "app" }));
    build["inputArtifacts"] = json!([{ "name": "src" }]);
    json!({
        "name": name,
        "roleArn": "arn:aws:iam::111122223333:role/pipeline",
        "artifactStore": { "type": "S3", "location": "artifacts" },
        "stages": [
            { "name": "Source", "actions": [source("GitLab", connection, "src")] },
            { "name": "Build", "actions": [build] },
        ],
    })
}

/// Three stages: a GitLab source, an approval and a build.
pub(super) fn gated(name: &str, connection: &str) -> Value {
    let mut gated = declaration(name, connection);
    let approve = json!({ "name": "Approve", "actions": [action("Gate", "Approval", "Manual", json!({}))] });
    gated["stages"].as_array_mut().unwrap().insert(1, approve);
    gated
}
