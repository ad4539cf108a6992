//! Transitions between stages.

use serde_json::{Value, json};

use super::bench::{Bench, OWNER, declaration, gated};

fn transition(stage: &str, kind: &str) -> Value {
    json!({ "pipelineName": "demo", "stageName": stage, "transitionType": kind })
}

fn disable(stage: &str, kind: &str) -> Value {
    let mut input = transition(stage, kind);
    input["reason"] = json!("not today");
    input
}

#[tokio::test]
async fn a_disabled_transition_holds_executions_until_it_is_enabled() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    assert_eq!(
        bench.ok("DisableStageTransition", disable("Build", "Inbound")).await,
        Value::Null
    );
    let id = bench.run("demo").await;
    let build = bench.stages("demo").await[1].take();
    let state = &build["inboundTransitionState"];
    assert_eq!(
        (&state["enabled"], &state["disabledReason"]),
        (&json!(false), &json!("not today"))
    );
    assert_eq!(state["lastChangedBy"], OWNER);
    assert!(state["lastChangedAt"].is_number());
    let inbound = json!({ "pipelineExecutionId": id, "status": "InProgress", "type": "STANDARD" });
    assert_eq!(
        (&build["inboundExecution"], &build["inboundExecutions"]),
        (&inbound, &json!([inbound]))
    );
    assert_ne!(build["latestExecution"]["pipelineExecutionId"], id);

    bench.ok("EnableStageTransition", transition("Build", "Inbound")).await;
    let build = bench.stages("demo").await[1].take();
    assert_eq!(build["inboundTransitionState"]["enabled"], true);
    assert_eq!(build["inboundTransitionState"].get("disabledReason"), None);
    assert_eq!(build["latestExecution"]["pipelineExecutionId"], id);
    assert_eq!(bench.statuses("demo").await, ["Succeeded", "Succeeded"]);
}

#[tokio::test]
async fn a_held_execution_is_superseded_by_a_newer_one() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    bench.ok("DisableStageTransition", disable("Build", "Inbound")).await;
    bench.run("demo").await;
    bench.run("demo").await;
    assert_eq!(bench.statuses("demo").await, ["InProgress", "Superseded", "Succeeded"]);
}

#[tokio::test]
async fn the_way_out_of_a_stage_is_the_way_into_the_next() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    bench.ok("DisableStageTransition", disable("Source", "Outbound")).await;
    assert_eq!(
        bench.stages("demo").await[1]["inboundTransitionState"]["enabled"],
        false
    );
    bench
        .refuse(
            "DisableStageTransition",
            disable("Build", "Outbound"),
            "ValidationException",
        )
        .await;
}

#[tokio::test]
async fn a_transition_survives_updates_as_long_as_its_stage_does() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(gated("demo", &connection)).await;
    bench.ok("DisableStageTransition", disable("Approve", "Inbound")).await;
    bench.update(gated("demo", &connection)).await;
    assert_eq!(
        bench.stages("demo").await[1]["inboundTransitionState"]["enabled"],
        false
    );
    bench.update(declaration("demo", &connection)).await;
    bench.update(gated("demo", &connection)).await;
    assert_eq!(
        bench.stages("demo").await[1]["inboundTransitionState"],
        json!({ "enabled": true })
    );
}

#[tokio::test]
async fn a_transition_needs_its_stage() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench
        .refuse(
            "EnableStageTransition",
            transition("Build", "Inbound"),
            "PipelineNotFoundException",
        )
        .await;
    bench.create(declaration("demo", &connection)).await;
    bench
        .refuse(
            "EnableStageTransition",
            transition("None", "Inbound"),
            "StageNotFoundException",
        )
        .await;
    bench
        .refuse(
            "DisableStageTransition",
            disable("None", "Inbound"),
            "StageNotFoundException",
        )
        .await;
}
