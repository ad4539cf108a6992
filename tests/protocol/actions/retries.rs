//! `codepipeline_retry_stage`.

use serde_json::json;

use super::pipelines::NO_EXECUTION;
use crate::protocol::{messages::said, ours::Ours};

const ACTION: &str = "codepipeline_retry_stage";

/// Our provider, with an execution of `web` that failed in the build.
async fn failed() -> (Ours, String) {
    let ours = Ours::start().await;
    ours.create_plain().await;
    ours.fault_build(json!({ "message": "Exit status 1" })).await;
    let id = ours.start_web().await;
    assert_eq!(ours.status(&id).await, "Failed");
    (ours, id)
}

#[tokio::test]
async fn the_latest_failed_execution_is_retried_and_awaited() {
    let (mut ours, id) = failed().await;
    ours.fault_build(json!({ "delay_ms": 2000 })).await;
    let config = json!({ "pipeline_name": "web", "stage_name": "Build", "wait": true });
    assert_eq!(said(&ours.plan_action(ACTION, config.clone()).await), "");
    let lines = ours.run(ACTION, config).await.succeeds();
    assert!(
        lines[0].starts_with(&format!(
            "Retrying the stage \"Build\" in the execution {id} of \"web\""
        )),
        "{lines:#?}"
    );
    assert_eq!(lines[1..3], ["Build/Build is running", "Build/Build succeeded"]);
    assert_eq!(lines.len(), 4, "what was known before is not reported: {lines:#?}");
}

#[tokio::test]
async fn all_actions_run_again_on_request_and_a_second_failure_is_the_error() {
    let (mut ours, id) = failed().await;
    ours.fault_build(json!({ "message": "Exit status 2", "delay_ms": 1500 }))
        .await;
    let config = json!({
        "pipeline_name": "web", "stage_name": "Build", "execution_id": id, "retry_mode": "ALL_ACTIONS", "wait": true,
    });
    let ended = ours.run(ACTION, config).await;
    assert!(!ended.said.contains("Exit status 1"), "{}", ended.said);
    ended.fails(&["The execution of \"web\" failed", "Exit status 2", &id]);
}

#[tokio::test]
async fn a_lost_or_throttled_retry_runs_once_and_succeeds() {
    for kind in ["drop-after", "throttle"] {
        let (mut ours, id) = failed().await;
        ours.fault("RetryStageExecution", kind, 1).await;
        ours.run(ACTION, json!({ "pipeline_name": "web", "stage_name": "Build" }))
            .await
            .succeeds();
        assert_eq!(ours.status(&id).await, "Succeeded");
        let input = json!({ "pipelineName": "web", "filter": { "pipelineExecutionId": id } });
        let runs = ours.ask("ListActionExecutions", input).await;
        let builds = runs["actionExecutionDetails"].as_array().unwrap().iter();
        assert_eq!(builds.filter(|run| run["actionName"] == "Build").count(), 2);
    }
}

#[tokio::test]
async fn what_cannot_be_retried_is_an_error_with_what_was_looked_for() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    let id = ours.newest().await;
    for (config, texts) in [
        (
            json!({ "stage_name": "Build" }),
            ["\"Build\" of \"web\" has nothing to retry", &id, "Succeeded"],
        ),
        (
            json!({ "stage_name": "Deploy" }),
            ["has no stage \"Deploy\"", "\"Source\", \"Build\"", "case-sensitive"],
        ),
        (
            json!({ "stage_name": "Build", "execution_id": NO_EXECUTION }),
            ["not found", NO_EXECUTION, "\"web\" in eu-west-1"],
        ),
        (
            json!({ "stage_name": "Build", "execution_id": id }),
            ["Cannot retry the stage \"Build\"", &id, "can't be retried now"],
        ),
    ] {
        let mut config = config;
        config["pipeline_name"] = json!("web");
        ours.run(ACTION, config).await.fails(&texts);
    }
    let config = json!({ "pipeline_name": "nowhere", "stage_name": "Build" });
    ours.run(ACTION, config)
        .await
        .fails(&["Pipeline \"nowhere\" not found"]);
    let planned = ours
        .plan_action(ACTION, json!({ "pipeline_name": "web", "stage_name": "build" }))
        .await;
    assert!(said(&planned).contains("has no stage \"build\""), "{}", said(&planned));
}

#[tokio::test]
async fn a_running_execution_is_not_retried() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    ours.fault_build(json!({ "delay_ms": 60_000 })).await;
    let id = ours.start_web().await;
    let config = json!({ "pipeline_name": "web", "stage_name": "Build", "execution_id": id });
    ours.run(ACTION, config)
        .await
        .fails(&["is still running", &id, "InProgress"]);
    let config = json!({ "pipeline_name": "web", "stage_name": "Build" });
    ours.run(ACTION, config)
        .await
        .fails(&["has nothing to retry", &id, "InProgress"]);
    assert_eq!(ours.count("RetryStageExecution").await, 0);
}
