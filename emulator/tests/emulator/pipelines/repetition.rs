//! Stages that run again: retries and rollbacks.

use serde_json::{Value, json};

use super::bench::{Bench, action, gated, verdict};

fn retry(id: &Value, mode: &str) -> Value {
    json!({ "pipelineName": "demo", "stageName": "Approve", "pipelineExecutionId": id, "retryMode": mode })
}

/// A pipeline whose first execution was rejected in its second stage; the id of that execution.
async fn rejected(edit: impl FnOnce(&mut Value)) -> (Bench, Value) {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = gated("demo", &connection);
    edit(&mut sent);
    bench.create(sent).await;
    let id = bench.executions("demo").await[0]["pipelineExecutionId"].clone();
    bench.decide("demo", "Rejected").await;
    (bench, id)
}

fn beside(declaration: &mut Value) {
    let beside = action("Beside", "Invoke", "Lambda", json!({ "FunctionName": "f" }));
    declaration["stages"][1]["actions"].as_array_mut().unwrap().push(beside);
}

async fn runs_of(bench: &Bench, action: &str) -> usize {
    let details = bench
        .ok("ListActionExecutions", json!({ "pipelineName": "demo" }))
        .await;
    let details = details["actionExecutionDetails"].as_array().unwrap();
    details.iter().filter(|run| run["actionName"] == action).count()
}

#[tokio::test]
async fn a_retry_runs_the_failed_actions_in_the_same_execution() {
    let (bench, id) = rejected(beside).await;
    let answer = bench.ok("RetryStageExecution", retry(&id, "FAILED_ACTIONS")).await;
    assert_eq!(answer["pipelineExecutionId"], id);
    assert_eq!(bench.statuses("demo").await, ["InProgress"]);
    assert_eq!((runs_of(&bench, "Gate").await, runs_of(&bench, "Beside").await), (2, 1));
    let metadata = json!({ "manualStageRetryAttempt": 1, "latestRetryTrigger": "ManualStageRetry" });
    assert_eq!(bench.stages("demo").await[1]["retryStageMetadata"], metadata);
    bench.decide("demo", "Approved").await;
    assert_eq!(bench.statuses("demo").await, ["Succeeded"]);

    let filter = |range: &str| json!({ "pipelineExecutionId": id, "startTimeRange": range });
    for (range, expected) in [("All", 5), ("Latest", 4)] {
        let input = json!({ "pipelineName": "demo", "filter": { "latestInPipelineExecution": filter(range) } });
        let details = bench.ok("ListActionExecutions", input).await;
        assert_eq!(
            details["actionExecutionDetails"].as_array().unwrap().len(),
            expected,
            "{range}"
        );
    }
}

#[tokio::test]
async fn a_retry_can_run_all_actions() {
    let (bench, id) = rejected(beside).await;
    bench.ok("RetryStageExecution", retry(&id, "ALL_ACTIONS")).await;
    assert_eq!((runs_of(&bench, "Gate").await, runs_of(&bench, "Beside").await), (2, 2));
}

#[tokio::test]
async fn a_retry_forgets_that_the_execution_was_stopped() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(gated("demo", &connection)).await;
    let id = bench.executions("demo").await[0]["pipelineExecutionId"].clone();
    let stop = json!({ "pipelineName": "demo", "pipelineExecutionId": id, "abandon": true, "reason": "enough" });
    bench.ok("StopPipelineExecution", stop).await;
    assert!(bench.executions("demo").await[0]["stopTrigger"].is_object());
    bench.ok("RetryStageExecution", retry(&id, "FAILED_ACTIONS")).await;
    let execution = bench.executions("demo").await.remove(0);
    assert_eq!(execution["status"], "InProgress");
    assert_eq!(execution.get("stopTrigger"), None);
}

#[tokio::test]
async fn parallel_executions_are_retried_whichever_is_the_latest() {
    let (bench, id) = rejected_in("PARALLEL").await;
    bench.run("demo").await;
    bench.ok("RetryStageExecution", retry(&id, "FAILED_ACTIONS")).await;
    assert_eq!(bench.statuses("demo").await, ["InProgress", "InProgress"]);
}

/// A pipeline in this mode whose first execution was rejected, by the token that parallel executions show too.
async fn rejected_in(mode: &str) -> (Bench, Value) {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = gated("demo", &connection);
    sent["executionMode"] = json!(mode);
    bench.create(sent).await;
    let details = bench
        .ok("ListActionExecutions", json!({ "pipelineName": "demo" }))
        .await;
    let gate = &details["actionExecutionDetails"][0];
    let token = &gate["output"]["executionResult"]["externalExecutionId"];
    bench.ok("PutApprovalResult", verdict("demo", "Rejected", token)).await;
    (bench, gate["pipelineExecutionId"].clone())
}

#[tokio::test]
async fn a_failed_source_can_be_retried_once_its_connection_is_available() {
    let bench = Bench::start().await;
    let connection = bench.pending_connection().await;
    bench.create(gated("demo", &connection)).await;
    let id = bench.executions("demo").await[0]["pipelineExecutionId"].clone();
    bench.emulator.set_connection_status(&connection, "AVAILABLE").await;
    let mut input = retry(&id, "FAILED_ACTIONS");
    input["stageName"] = json!("Source");
    bench.ok("RetryStageExecution", input).await;
    assert_eq!(bench.stages("demo").await[1]["latestExecution"]["status"], "InProgress");
}

#[tokio::test]
async fn only_a_failed_stage_of_the_definition_in_force_can_be_retried() {
    let (bench, id) = rejected(|_| {}).await;
    let mut input = retry(&id, "FAILED_ACTIONS");
    input["stageName"] = json!("Source");
    let text = bench
        .refuse("RetryStageExecution", input.clone(), "StageNotRetryableException")
        .await;
    assert_eq!(
        text,
        format!(
            "The stage named Source in the demo pipeline can't be retried now. Either it contains no failed actions, \
             the execution '{}' is already superseded, or the pipeline definition has changed since the action(s) \
             failed.",
            id.as_str().unwrap()
        )
    );
    input["stageName"] = json!("None");
    bench
        .refuse("RetryStageExecution", input, "StageNotFoundException")
        .await;
    let declaration = bench.get("demo").await;
    bench.update(declaration).await;
    bench
        .refuse(
            "RetryStageExecution",
            retry(&id, "FAILED_ACTIONS"),
            "StageNotRetryableException",
        )
        .await;
}

#[tokio::test]
async fn only_the_latest_execution_of_a_stage_can_be_retried() {
    let (bench, id) = rejected(|_| {}).await;
    bench.run("demo").await;
    bench
        .refuse(
            "RetryStageExecution",
            retry(&id, "FAILED_ACTIONS"),
            "NotLatestPipelineExecutionException",
        )
        .await;
}

#[tokio::test]
async fn a_stage_that_retries_by_itself_does_so_once() {
    let (bench, _) = rejected(|declaration| {
        declaration["stages"][1]["onFailure"] = json!({ "result": "RETRY" });
    })
    .await;
    assert_eq!(bench.statuses("demo").await, ["InProgress"]);
    let metadata = json!({ "autoStageRetryAttempt": 1, "latestRetryTrigger": "AutomatedStageRetry" });
    assert_eq!(bench.stages("demo").await[1]["retryStageMetadata"], metadata);
    bench.decide("demo", "Rejected").await;
    assert_eq!(bench.statuses("demo").await, ["Failed"]);
}

fn rollback(stage: &str, target: &Value) -> Value {
    json!({ "pipelineName": "demo", "stageName": stage, "targetPipelineExecutionId": target })
}

#[tokio::test]
async fn a_rollback_runs_one_stage_with_the_artifacts_of_the_target() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(gated("demo", &connection)).await;
    bench.decide("demo", "Approved").await;
    let target = bench.executions("demo").await.remove(0);
    bench.push("main").await;
    bench.decide("demo", "Approved").await;
    let id = bench
        .ok("RollbackStage", rollback("Build", &target["pipelineExecutionId"]))
        .await["pipelineExecutionId"]
        .take();
    let execution = bench.execution("demo", id.as_str().unwrap()).await;
    assert_eq!(
        (&execution["status"], &execution["executionType"]),
        (&json!("Succeeded"), &json!("ROLLBACK"))
    );
    assert_eq!(execution["trigger"]["triggerType"], "ManualRollback");
    let metadata = json!({ "rollbackTargetPipelineExecutionId": target["pipelineExecutionId"] });
    assert_eq!(execution["rollbackMetadata"], metadata);
    assert_eq!(
        execution["artifactRevisions"][0]["revisionId"],
        target["sourceRevisions"][0]["revisionId"]
    );
    let latest = bench.stages("demo").await[2]["latestExecution"].take();
    assert_eq!(
        (&latest["pipelineExecutionId"], &latest["type"]),
        (&id, &json!("ROLLBACK"))
    );

    let again = rollback("Build", &id);
    bench
        .refuse("RollbackStage", again, "UnableToRollbackStageException")
        .await;
}

#[tokio::test]
async fn a_rollback_needs_a_target_that_succeeded_under_the_definition_in_force() {
    let (bench, id) = rejected(|_| {}).await;
    bench
        .refuse(
            "RollbackStage",
            rollback("Approve", &id),
            "UnableToRollbackStageException",
        )
        .await;
    bench
        .refuse(
            "RollbackStage",
            rollback("Source", &id),
            "UnableToRollbackStageException",
        )
        .await;
    bench
        .refuse("RollbackStage", rollback("None", &id), "StageNotFoundException")
        .await;
    let unknown = json!("00000000-0000-4000-8000-000000000000");
    bench
        .refuse(
            "RollbackStage",
            rollback("Build", &unknown),
            "PipelineExecutionNotFoundException",
        )
        .await;
    let declaration = bench.get("demo").await;
    bench.update(declaration).await;
    bench
        .refuse(
            "RollbackStage",
            rollback("Approve", &id),
            "PipelineExecutionOutdatedException",
        )
        .await;
}

#[tokio::test]
async fn a_stage_that_rolls_back_by_itself_returns_to_the_last_success() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = gated("demo", &connection);
    sent["stages"][1]["onFailure"] = json!({ "result": "ROLLBACK" });
    bench.create(sent).await;
    bench.decide("demo", "Approved").await;
    bench.run("demo").await;
    bench.decide("demo", "Rejected").await;
    let executions = bench.executions("demo").await;
    assert_eq!(executions[0]["trigger"]["triggerType"], "AutomatedRollback");
    assert_eq!(
        executions[0]["trigger"]["triggerDetail"],
        executions[1]["pipelineExecutionId"]
    );
    let target = &executions[0]["rollbackMetadata"]["rollbackTargetPipelineExecutionId"];
    assert_eq!(*target, executions[2]["pipelineExecutionId"]);
    bench.decide("demo", "Rejected").await;
    assert_eq!(
        bench.executions("demo").await.len(),
        3,
        "a rollback that fails is not rolled back"
    );
}
