//! `codepipeline_stop_pipeline_execution`.

use serde_json::json;

use super::pipelines::NO_EXECUTION;
use crate::protocol::{messages::said, ours::Ours};

const ACTION: &str = "codepipeline_stop_pipeline_execution";

#[tokio::test]
async fn the_latest_running_execution_is_stopped_and_awaited() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    ours.fault_build(json!({ "delay_ms": 3000, "times": 0 })).await;
    let id = ours.start_web().await;
    let config = json!({ "pipeline_name": "web", "reason": "Freeze" });
    assert_eq!(said(&ours.plan_action(ACTION, config.clone()).await), "");
    let lines = ours.run(ACTION, config).await.succeeds();
    assert!(
        lines[0].starts_with(&format!("Stopping the execution {id} of \"web\": https://")),
        "{lines:#?}"
    );
    assert!(
        lines
            .last()
            .unwrap()
            .starts_with(&format!("Execution {id} was stopped after ")),
        "{lines:#?}"
    );
    assert_eq!(ours.executions().await[0]["stopTrigger"]["reason"], "Freeze");
}

#[tokio::test]
async fn an_abandoned_execution_ends_at_once_although_its_approval_waits() {
    let mut ours = Ours::start().await;
    ours.create_gated("QUEUED").await;
    let id = ours.newest().await;
    let config = json!({ "pipeline_name": "web", "execution_id": id, "abandon": true });
    let lines = ours.run(ACTION, config).await.succeeds();
    assert!(
        lines.iter().any(|line| line == "Approve/Gate was abandoned"),
        "{lines:#?}"
    );
    assert_eq!(ours.status(&id).await, "Stopped");
}

#[tokio::test]
async fn a_stop_that_waits_for_an_approval_times_out_with_what_it_waits_for() {
    let mut ours = Ours::start().await;
    ours.create_gated("QUEUED").await;
    let ended = ours
        .run(ACTION, json!({ "pipeline_name": "web", "timeout": "2s" }))
        .await;
    ended.fails(&["did not end in time", "Stopping (Approve/Gate waits for approval)"]);
}

#[tokio::test]
async fn a_lost_or_repeated_stop_succeeds() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    ours.fault_build(json!({ "delay_ms": 4000, "times": 0 })).await;
    for (kind, abandon) in [("drop-after", false), ("drop-after", true), ("throttle", true)] {
        let id = ours.start_web().await;
        ours.fault("StopPipelineExecution", kind, 1).await;
        ours.run(ACTION, json!({ "pipeline_name": "web", "abandon": abandon }))
            .await
            .succeeds();
        assert_eq!(ours.status(&id).await, "Stopped");
    }
}

#[tokio::test]
async fn an_execution_that_has_ended_or_is_not_there_is_an_error_with_what_was_looked_for() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    let id = ours.newest().await;
    for (config, texts) in [
        (
            json!({ "pipeline_name": "web" }),
            ["The pipeline \"web\" has no running execution", &id, "Succeeded"],
        ),
        (
            json!({ "pipeline_name": "web", "execution_id": id }),
            ["has already ended", &id, "Its status is Succeeded"],
        ),
        (
            json!({ "pipeline_name": "web", "execution_id": NO_EXECUTION }),
            ["not found", NO_EXECUTION, "\"web\" in eu-west-1"],
        ),
        (
            json!({ "pipeline_name": "nowhere" }),
            ["Pipeline \"nowhere\" not found", "eu-west-1", "case-sensitive"],
        ),
    ] {
        ours.run(ACTION, config).await.fails(&texts);
    }
    let config = json!({ "pipeline_name": "web", "execution_id": "latest" });
    let found = ours.validate_action(ACTION, config).await;
    assert!(!found.is_empty());
    let planned = ours.plan_action(ACTION, json!({ "pipeline_name": "nowhere" })).await;
    assert!(
        said(&planned).contains("Pipeline \"nowhere\" not found"),
        "{}",
        said(&planned)
    );
}
