//! Events in GitLab, and what they start.

use serde_json::{Value, json};

use super::bench::{Bench, REPOSITORY, declaration};

const NOTHING: [Value; 0] = [];

/// A pipeline with these filters, its webhook registered.
async fn listening(filters: Value) -> (Bench, String) {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    let mut filters = filters;
    filters["sourceActionName"] = json!("GitLab");
    sent["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": filters }]);
    bench.create(sent).await;
    (bench, connection)
}

fn merge(action: &str, target: &str) -> Value {
    json!({
        "repository": REPOSITORY,
        "type": "merge_request",
        "action": action,
        "source_branch": "topic",
        "target_branch": target,
        "files": ["src/main.rs"],
    })
}

#[tokio::test]
async fn without_triggers_pushes_to_the_branch_start_the_pipeline() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let started = bench.push("main").await;
    let execution = bench.executions("demo").await.remove(0);
    let expected = json!({ "pipeline": "demo", "id": execution["pipelineExecutionId"], "trigger": "Webhook" });
    assert_eq!(started, [expected]);
    assert_eq!(
        execution["trigger"],
        json!({ "triggerType": "Webhook", "triggerDetail": connection })
    );
    assert_eq!(bench.push("other").await, NOTHING);
    assert_eq!(
        bench
            .event(json!({ "repository": REPOSITORY, "type": "tag", "tag": "main" }))
            .await,
        NOTHING
    );
    assert_eq!(bench.event(merge("open", "main")).await, NOTHING);
    let elsewhere = json!({ "repository": "group/other", "type": "push", "branch": "main" });
    assert_eq!(bench.event(elsewhere).await, NOTHING);
}

#[tokio::test]
async fn a_pipeline_of_type_v1_listens_to_its_branch() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    sent["pipelineType"] = json!("V1");
    bench.create(sent).await;
    assert_eq!(bench.push("main").await[0]["trigger"], "Webhook");
    assert_eq!(bench.push("other").await, NOTHING);
}

#[tokio::test]
async fn a_source_that_does_not_detect_changes_starts_nothing() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    sent["stages"][0]["actions"][0]["configuration"]["DetectChanges"] = json!("false");
    bench.create(sent).await;
    assert_eq!(bench.push("main").await, NOTHING);
}

#[tokio::test]
async fn a_declared_trigger_takes_the_place_of_the_branch() {
    let (bench, connection) = listening(json!({ "push": [{ "branches": { "includes": ["release/*"] } }] })).await;
    assert_eq!(bench.push("main").await, NOTHING);
    let started = bench.push("release/1").await;
    assert_eq!(started[0]["trigger"], "WebhookV2");
    let execution = bench.executions("demo").await.remove(0);
    assert_eq!(
        execution["trigger"],
        json!({ "triggerType": "WebhookV2", "triggerDetail": connection })
    );
}

#[tokio::test]
async fn the_default_trigger_sent_back_is_still_the_default() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let created = bench.create(declaration("demo", &connection)).await;
    assert!(created["triggers"].is_array());
    bench.update(created).await;
    assert_eq!(bench.push("main").await[0]["trigger"], "Webhook");
}

#[tokio::test]
async fn merge_requests_start_what_their_event_and_target_match() {
    let filters = json!({ "pullRequest": [{ "events": ["OPEN", "CLOSED"], "branches": { "includes": ["main"] } }] });
    let (bench, _) = listening(filters).await;
    for (action, starts) in [("open", 1), ("reopen", 1), ("update", 0), ("merge", 1), ("close", 1)] {
        assert_eq!(bench.event(merge(action, "main")).await.len(), starts, "{action}");
    }
    assert_eq!(bench.event(merge("open", "other")).await, NOTHING);
    assert_eq!(bench.push("main").await, NOTHING);
}

#[tokio::test]
async fn file_paths_narrow_a_branch() {
    let filter = json!({ "branches": { "includes": ["main"] }, "filePaths": { "includes": ["src/**"] } });
    let (bench, _) = listening(json!({ "push": [filter] })).await;
    let push = |files: Value| json!({ "repository": REPOSITORY, "type": "push", "branch": "main", "files": files });
    assert_eq!(bench.event(push(json!(["README.md", "src/a/b.rs"]))).await.len(), 1);
    assert_eq!(bench.event(push(json!(["README.md"]))).await, NOTHING);
    assert_eq!(bench.event(push(json!([]))).await, NOTHING);
}

#[tokio::test]
async fn one_push_starts_every_pipeline_that_listens_in_all_regions() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("b", &connection)).await;
    bench.create(declaration("a", &connection)).await;
    let elsewhere = bench.emulator.aws().region("us-east-1");
    elsewhere
        .ok(
            "codepipeline",
            "CreatePipeline",
            json!({ "pipeline": declaration("c", &connection) }),
        )
        .await;
    let started = bench.push("main").await;
    assert_eq!(
        started.iter().map(|it| &it["pipeline"]).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    let commit = |execution: &Value| execution["sourceRevisions"][0]["revisionId"].clone();
    assert_eq!(
        commit(&bench.executions("a").await[0]),
        commit(&bench.executions("b").await[0])
    );
}

/// Asserts that the event is refused with this text.
async fn refuse_event(event: Value, says: &str) {
    let bench = Bench::start().await;
    let answer = bench
        .emulator
        .send(reqwest::Method::POST, "/_emulator/events", event)
        .await;
    assert_eq!(answer.status(), 400);
    let text = answer.text().await.unwrap();
    assert!(text.contains(says), "{text}");
}

#[tokio::test]
async fn a_malformed_event_is_refused_with_what_is_expected() {
    let event = json!({ "repository": REPOSITORY, "type": "push" });
    refuse_event(event, "'branch' must be a string that is not empty").await;
}

#[tokio::test]
async fn a_misspelt_member_of_an_event_is_refused() {
    let event = json!({ "repository": REPOSITORY, "type": "push", "branch": "main", "file": ["a"] });
    refuse_event(event, "'file' is not a member of this event").await;
}
