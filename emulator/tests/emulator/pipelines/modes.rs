//! How executions share the stages, and how they stop.

use serde_json::{Value, json};

use super::bench::{Bench, gated};

/// A pipeline in this mode whose first execution waits for its approval.
async fn waiting(mode: &str) -> Bench {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = gated("demo", &connection);
    sent["executionMode"] = json!(mode);
    bench.create(sent).await;
    bench
}

fn stop(id: &str, abandon: bool) -> Value {
    json!({ "pipelineName": "demo", "pipelineExecutionId": id, "abandon": abandon, "reason": "enough" })
}

#[tokio::test]
async fn a_newer_execution_supersedes_the_one_that_waits() {
    let bench = waiting("SUPERSEDED").await;
    bench.run("demo").await;
    let third = bench.run("demo").await;
    assert_eq!(bench.statuses("demo").await, ["InProgress", "Superseded", "InProgress"]);
    let approve = bench.stages("demo").await[1].take();
    assert_eq!(approve["inboundExecution"]["pipelineExecutionId"], third);
    assert_eq!(approve["inboundExecutions"].as_array().unwrap().len(), 1);
    assert_ne!(approve["latestExecution"]["pipelineExecutionId"], third);
    bench.decide("demo", "Approved").await;
    assert_eq!(
        bench.stages("demo").await[1]["latestExecution"]["pipelineExecutionId"],
        third,
        "the stage is free"
    );
    bench.decide("demo", "Approved").await;
    assert_eq!(bench.statuses("demo").await, ["Succeeded", "Superseded", "Succeeded"]);
}

#[tokio::test]
async fn queued_executions_keep_their_order() {
    let bench = waiting("QUEUED").await;
    let second = bench.run("demo").await;
    let third = bench.run("demo").await;
    assert_eq!(bench.statuses("demo").await, ["InProgress"; 3]);
    for id in [second, third] {
        bench.decide("demo", "Approved").await;
        assert_eq!(
            bench.stages("demo").await[1]["latestExecution"]["pipelineExecutionId"],
            id
        );
    }
    bench.decide("demo", "Rejected").await;
    assert_eq!(bench.statuses("demo").await, ["Failed", "Succeeded", "Succeeded"]);
}

#[tokio::test]
async fn parallel_executions_survive_an_update_and_run_their_own_version() {
    let bench = waiting("PARALLEL").await;
    let mut changed = bench.get("demo").await;
    changed["stages"].as_array_mut().unwrap().pop();
    bench.update(changed).await;
    assert_eq!(bench.statuses("demo").await, ["InProgress"]);
    let details = bench
        .ok("ListActionExecutions", json!({ "pipelineName": "demo" }))
        .await;
    let token = details["actionExecutionDetails"][0]["output"]["executionResult"]["externalExecutionId"].clone();
    bench
        .ok("PutApprovalResult", super::bench::verdict("demo", "Approved", &token))
        .await;
    let details = bench
        .ok("ListActionExecutions", json!({ "pipelineName": "demo" }))
        .await;
    assert_eq!(
        details["actionExecutionDetails"][0]["stageName"], "Build",
        "the stage is gone from version 2"
    );
    assert_eq!(bench.statuses("demo").await, ["Succeeded"]);
}

#[tokio::test]
async fn fifty_executions_run_at_a_time() {
    let bench = waiting("QUEUED").await;
    for _ in 1..50 {
        bench.run("demo").await;
    }
    let class = "ConcurrentPipelineExecutionsLimitExceededException";
    bench
        .refuse("StartPipelineExecution", json!({ "name": "demo" }), class)
        .await;
    assert_eq!(bench.push("main").await, [] as [Value; 0]);
    bench.decide("demo", "Approved").await;
    bench.run("demo").await;
}

#[tokio::test]
async fn an_abandoned_execution_stops_at_once() {
    let bench = waiting("SUPERSEDED").await;
    let next = bench.run("demo").await;
    let first = bench.executions("demo").await[1]["pipelineExecutionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = bench.ok("StopPipelineExecution", stop(&first, true)).await;
    assert_eq!(answer["pipelineExecutionId"], first);
    let executions = bench.executions("demo").await;
    assert_eq!(executions[1]["status"], "Stopped");
    assert_eq!(executions[1]["stopTrigger"], json!({ "reason": "enough" }));
    let input = json!({ "pipelineName": "demo", "filter": { "pipelineExecutionId": first } });
    let details = bench.ok("ListActionExecutions", input).await;
    assert_eq!(details["actionExecutionDetails"][0]["status"], "Abandoned");
    let latest = bench.stages("demo").await[1]["latestExecution"].take();
    assert_eq!(latest["pipelineExecutionId"], next, "the stage is free for the next");
    bench
        .refuse(
            "StopPipelineExecution",
            stop(&first, true),
            "PipelineExecutionNotStoppableException",
        )
        .await;
}

#[tokio::test]
async fn a_stop_waits_for_running_actions() {
    let bench = waiting("SUPERSEDED").await;
    let id = bench.executions("demo").await[0]["pipelineExecutionId"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.ok("StopPipelineExecution", stop(&id, false)).await;
    assert_eq!(bench.statuses("demo").await, ["Stopping"]);
    assert_eq!(bench.stages("demo").await[1]["latestExecution"]["status"], "Stopping");
    bench
        .refuse(
            "StopPipelineExecution",
            stop(&id, false),
            "DuplicatedStopRequestException",
        )
        .await;
    bench.decide("demo", "Approved").await;
    assert_eq!(bench.statuses("demo").await, ["Stopped"]);
    assert_eq!(
        bench.stages("demo").await[2].get("latestExecution"),
        None,
        "the next stage was not entered"
    );
}

#[tokio::test]
async fn a_stop_ends_as_a_stop_even_if_the_last_action_fails() {
    for on_failure in [None, Some("RETRY"), Some("ROLLBACK")] {
        let bench = Bench::start().await;
        let connection = bench.connection().await;
        let mut sent = gated("demo", &connection);
        if let Some(result) = on_failure {
            sent["stages"][1]["onFailure"] = json!({ "result": result });
        }
        bench.create(sent).await;
        bench.decide("demo", "Approved").await;
        let id = bench.run("demo").await;
        bench.ok("StopPipelineExecution", stop(&id, false)).await;
        bench.decide("demo", "Rejected").await;
        assert_eq!(bench.statuses("demo").await, ["Stopped", "Succeeded"], "{on_failure:?}");
    }
}

#[tokio::test]
async fn a_stopping_execution_can_be_abandoned() {
    let bench = waiting("SUPERSEDED").await;
    let id = bench.executions("demo").await[0]["pipelineExecutionId"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.ok("StopPipelineExecution", stop(&id, false)).await;
    bench.ok("StopPipelineExecution", stop(&id, true)).await;
    assert_eq!(bench.statuses("demo").await, ["Stopped"]);
}

#[tokio::test]
async fn a_waiting_execution_stops_at_once() {
    let bench = waiting("QUEUED").await;
    let second = bench.run("demo").await;
    bench.ok("StopPipelineExecution", stop(&second, false)).await;
    assert_eq!(bench.statuses("demo").await, ["Stopped", "InProgress"]);
    let unknown = "00000000-0000-4000-8000-000000000000";
    bench
        .refuse(
            "StopPipelineExecution",
            stop(unknown, true),
            "PipelineExecutionNotStoppableException",
        )
        .await;
}
