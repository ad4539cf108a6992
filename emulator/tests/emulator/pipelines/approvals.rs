//! Manual approvals.

use serde_json::json;

use super::bench::{Bench, OWNER, gated, verdict};

#[tokio::test]
async fn an_approval_waits_with_a_token_and_lets_the_execution_pass() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(gated("demo", &connection)).await;
    let stages = bench.stages("demo").await;
    let gate = &stages[1]["actionStates"][0]["latestExecution"];
    assert_eq!(
        (&gate["status"], &stages[1]["latestExecution"]["status"]),
        (&json!("InProgress"), &json!("InProgress"))
    );
    assert_eq!(stages[2].get("latestExecution"), None);
    bench.emulator.pass(60.0);
    let answer = bench
        .ok("PutApprovalResult", verdict("demo", "Approved", &gate["token"]))
        .await;
    assert!(answer["approvedAt"].is_number());
    let gate = bench.stages("demo").await[1]["actionStates"][0]["latestExecution"].take();
    assert_eq!(
        (&gate["status"], &gate["summary"]),
        (&json!("Succeeded"), &json!("said so"))
    );
    assert_eq!(gate["lastUpdatedBy"], OWNER);
    assert_eq!(gate["lastStatusChange"], answer["approvedAt"]);
    assert_eq!(gate.get("token"), None, "it has been used");
    assert_eq!(bench.statuses("demo").await, ["Succeeded"]);
}

#[tokio::test]
async fn an_approval_is_decided_once_and_with_its_own_token() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(gated("demo", &connection)).await;
    let token = bench.stages("demo").await[1]["actionStates"][0]["latestExecution"]["token"].take();
    let other = json!("00000000-0000-4000-8000-000000000000");
    bench
        .refuse(
            "PutApprovalResult",
            verdict("demo", "Approved", &other),
            "InvalidApprovalTokenException",
        )
        .await;
    bench.ok("PutApprovalResult", verdict("demo", "Rejected", &token)).await;
    let again = verdict("demo", "Approved", &token);
    bench
        .refuse("PutApprovalResult", again, "ApprovalAlreadyCompletedException")
        .await;
    assert_eq!(bench.statuses("demo").await, ["Failed"]);
}

#[tokio::test]
async fn an_approval_must_exist() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(gated("demo", &connection)).await;
    let token = json!("00000000-0000-4000-8000-000000000000");
    let mut input = verdict("none", "Approved", &token);
    bench
        .refuse("PutApprovalResult", input.clone(), "PipelineNotFoundException")
        .await;
    input["pipelineName"] = json!("demo");
    input["actionName"] = json!("None");
    bench
        .refuse("PutApprovalResult", input.clone(), "ActionNotFoundException")
        .await;
    input["stageName"] = json!("None");
    bench.refuse("PutApprovalResult", input, "StageNotFoundException").await;
}

#[tokio::test]
async fn parallel_approvals_are_told_apart_by_their_external_id() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = gated("demo", &connection);
    sent["executionMode"] = json!("PARALLEL");
    bench.create(sent).await;
    let second = bench.run("demo").await;
    assert_eq!(bench.statuses("demo").await, ["InProgress", "InProgress"]);
    let gate = bench.stages("demo").await[1]["actionStates"][0]["latestExecution"].take();
    assert_eq!(gate.get("token"), None);
    let input = json!({ "pipelineName": "demo", "filter": { "pipelineExecutionId": second } });
    let details = bench.ok("ListActionExecutions", input).await["actionExecutionDetails"].take();
    let token = &details[0]["output"]["executionResult"]["externalExecutionId"];
    bench.ok("PutApprovalResult", verdict("demo", "Approved", token)).await;
    assert_eq!(bench.statuses("demo").await, ["Succeeded", "InProgress"]);
}
