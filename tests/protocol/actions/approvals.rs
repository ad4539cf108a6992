//! `codepipeline_put_approval_result`.

use serde_json::{Value as Json, json};

use super::pipelines::NO_EXECUTION;
use crate::protocol::{
    messages::said,
    ours::{Ours, assert_no_error},
};

const ACTION: &str = "codepipeline_put_approval_result";

async fn gated(mode: &str) -> Ours {
    let ours = Ours::start().await;
    ours.create_gated(mode).await;
    ours
}

fn result(status: &str) -> Json {
    json!({
        "pipeline_name": "web", "stage_name": "Approve", "action_name": "Gate", "status": status, "summary": "Reviewed",
    })
}

#[tokio::test]
async fn an_approval_lets_the_execution_continue_and_a_rejection_fails_it() {
    let mut ours = gated("SUPERSEDED").await;
    assert_eq!(said(&ours.plan_action(ACTION, result("Approved")).await), "");
    let lines = ours.run(ACTION, result("Approved")).await.succeeds();
    let id = ours.newest().await;
    assert!(
        lines[0].starts_with("Approve/Gate was approved: https://") && lines[0].contains(&id),
        "{lines:#?}"
    );
    assert_eq!(ours.status(&id).await, "Succeeded");
    let id = ours.start_web().await;
    ours.run(ACTION, result("Rejected")).await.succeeds();
    assert_eq!(ours.status(&id).await, "Failed");
    let state = ours.ask("GetPipelineState", json!({ "name": "web" })).await;
    assert_eq!(
        state["stageStates"][1]["actionStates"][0]["latestExecution"]["summary"],
        "Reviewed"
    );
}

#[tokio::test]
async fn parallel_executions_are_told_apart_by_their_ids() {
    let mut ours = gated("PARALLEL").await;
    let first = ours.newest().await;
    ours.run(ACTION, result("Approved")).await.succeeds();
    assert_eq!(ours.status(&first).await, "Succeeded");
    let [second, third] = [ours.start_web().await, ours.start_web().await];
    let ended = ours.run(ACTION, result("Approved")).await;
    ended.fails(&[
        "Several executions of \"web\" are waiting for approval",
        &second,
        &third,
        "execution_id",
    ]);
    let mut config = result("Approved");
    config["execution_id"] = json!(second);
    ours.run(ACTION, config).await.succeeds();
    assert_eq!(ours.status(&second).await, "Succeeded");
    assert_eq!(ours.status(&third).await, "InProgress");
}

#[tokio::test]
async fn a_lost_or_throttled_result_succeeds() {
    for kind in ["drop-after", "throttle"] {
        let mut ours = gated("SUPERSEDED").await;
        ours.fault("PutApprovalResult", kind, 1).await;
        ours.run(ACTION, result("Approved")).await.succeeds();
    }
    // The result of another team is not ours.
    let mut ours = gated("SUPERSEDED").await;
    let completed = json!({
        "service": "codepipeline", "operation": "PutApprovalResult", "kind": "error",
        "class": "ApprovalAlreadyCompletedException", "message": "completed",
    });
    ours.emulator().fault(completed).await;
    let ended = ours.run(ACTION, result("Approved")).await;
    ended.fails(&["Approve/Gate of \"web\" already has a result", "out of band"]);
}

#[tokio::test]
async fn an_approval_that_does_not_wait_is_an_error_with_what_was_looked_for() {
    let mut ours = gated("SUPERSEDED").await;
    ours.approve().await;
    let id = ours.newest().await;
    for (member, value, texts) in [
        (
            "summary",
            "x",
            ["is not waiting for approval", "Approve/Gate", "latest run is Succeeded"],
        ),
        (
            "execution_id",
            id.as_str(),
            ["is not waiting for approval", &id, "Succeeded"],
        ),
        ("execution_id", NO_EXECUTION, ["not found", NO_EXECUTION, "eu-west-1"]),
        (
            "stage_name",
            "Gate",
            ["has no stage \"Gate\"", "\"Approve\"", "case-sensitive"],
        ),
        (
            "action_name",
            "Door",
            ["has no action \"Door\"", "\"Gate\"", "case-sensitive"],
        ),
        (
            "pipeline_name",
            "nowhere",
            ["Pipeline \"nowhere\" not found", "eu-west-1", "case-sensitive"],
        ),
    ] {
        let mut config = result("Approved");
        config[member] = json!(value);
        ours.run(ACTION, config).await.fails(&texts);
    }
    assert_eq!(ours.count("PutApprovalResult").await, 1);
}

#[tokio::test]
async fn a_plan_warns_of_names_that_the_pipeline_lacks_and_refuses_another_status() {
    let mut ours = gated("SUPERSEDED").await;
    for (changes, says) in [
        (json!({ "stage_name": "Gate" }), "has no stage \"Gate\""),
        (json!({ "action_name": "Door" }), "has no action \"Door\""),
        (
            json!({ "stage_name": "Build", "action_name": "Build" }),
            "is not an approval",
        ),
        (json!({ "pipeline_name": "nowhere" }), "Pipeline \"nowhere\" not found"),
    ] {
        let mut config = result("Approved");
        config
            .as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        let planned = ours.plan_action(ACTION, config).await;
        assert_no_error(ACTION, &planned);
        assert!(said(&planned).contains(says), "{}", said(&planned));
    }
    let found = ours.validate_action(ACTION, result("approve")).await;
    assert!(said(&found).contains("Approved"), "{}", said(&found));
}
