//! What a GitLab source records, and how it fails.

use serde_json::{Value, json};

use super::bench::{Bench, NO_CONNECTION, REPOSITORY, declaration};

/// The error of the source action's latest run.
async fn source_error(bench: &Bench) -> Value {
    bench.stages("demo").await[0]["actionStates"][0]["latestExecution"]["errorDetails"].take()
}

#[tokio::test]
async fn a_source_without_its_connection_fails() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    let message = format!("No Connection found with ARN: {NO_CONNECTION}");
    assert_eq!(
        source_error(&bench).await,
        json!({ "code": "JobFailed", "message": message })
    );
    assert_eq!(bench.statuses("demo").await, ["Failed"]);
    assert_eq!(bench.stages("demo").await[0]["latestExecution"]["status"], "Failed");
}

#[tokio::test]
async fn a_source_fails_until_its_connection_is_available() {
    let bench = Bench::start().await;
    let connection = bench.pending_connection().await;
    bench.create(declaration("demo", &connection)).await;
    let message = format!("Unable to use Connection: {connection}. The connection is not available.");
    assert_eq!(source_error(&bench).await["message"], message);
    bench.emulator.set_connection_status(&connection, "ERROR").await;
    bench.run("demo").await;
    assert_eq!(source_error(&bench).await["message"], message);
    bench.emulator.set_connection_status(&connection, "AVAILABLE").await;
    bench.run("demo").await;
    assert_eq!(bench.statuses("demo").await, ["Succeeded", "Failed", "Failed"]);
}

#[tokio::test]
async fn a_source_serves_a_pipeline_of_another_region() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let elsewhere = bench.emulator.aws().region("us-east-1");
    elsewhere
        .ok(
            "codepipeline",
            "CreatePipeline",
            json!({ "pipeline": declaration("demo", &connection) }),
        )
        .await;
    let state = elsewhere
        .ok("codepipeline", "GetPipelineState", json!({ "name": "demo" }))
        .await;
    let source = &state["stageStates"][0]["actionStates"][0];
    assert_eq!(source["latestExecution"]["status"], "Succeeded");
    assert!(
        source["entityUrl"]
            .as_str()
            .unwrap()
            .starts_with("https://us-east-1.console.aws.amazon.com/")
    );
}

#[tokio::test]
async fn a_source_records_its_commit() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let execution = bench.executions("demo").await.remove(0);
    let revision = &execution["sourceRevisions"][0];
    let commit = revision["revisionId"].as_str().unwrap();
    assert!(
        commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{commit}"
    );
    let summary = revision["revisionSummary"].as_str().unwrap();
    assert!(
        summary.starts_with("{\"ProviderType\":\"GitLab\",\"CommitMessage\":\""),
        "{summary}"
    );
    let page = format!(
        "https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/redirect?connectionArn={connection}"
    );
    let url = format!("{page}&referenceType=COMMIT&FullRepositoryId={REPOSITORY}&Commit={commit}");
    assert_eq!(revision["revisionUrl"], url);

    let source = bench.stages("demo").await[0]["actionStates"][0].take();
    assert_eq!(source["currentRevision"], json!({ "revisionId": commit }));
    assert_eq!(source["latestExecution"]["externalExecutionId"], commit);
    assert_eq!(source["latestExecution"]["summary"], summary);
    assert_eq!(source["revisionUrl"], url);
    assert_eq!(
        source["entityUrl"],
        format!("{page}&referenceType=BRANCH&FullRepositoryId={REPOSITORY}&Branch=main")
    );
}

#[tokio::test]
async fn a_source_sets_the_variables_that_its_trigger_brings() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    let filters = json!({
        "sourceActionName": "GitLab",
        "push": [{ "tags": { "includes": ["v*"] } }, { "branches": { "includes": ["**"] } }],
        "pullRequest": [{ "branches": { "includes": ["main"] } }],
    });
    sent["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": filters }]);
    bench.create(sent).await;
    let events = [
        (
            json!({ "type": "push", "branch": "topic" }),
            json!({ "BranchName": "topic" }),
        ),
        (
            json!({ "type": "tag", "tag": "v1" }),
            json!({ "BranchName": "main", "TagName": "v1" }),
        ),
        (
            json!({ "type": "merge_request", "action": "open", "source_branch": "topic", "target_branch": "main" }),
            json!({ "SourceBranchName": "topic", "DestinationBranchName": "main" }),
        ),
    ];
    let branches = ["BranchName", "TagName", "SourceBranchName", "DestinationBranchName"];
    for (mut event, expected) in events {
        event["repository"] = json!(REPOSITORY);
        let started = bench.event(event).await;
        let input = json!({ "pipelineName": "demo", "filter": { "pipelineExecutionId": started[0]["id"] } });
        let details = bench.ok("ListActionExecutions", input).await["actionExecutionDetails"].take();
        let variables = &details[1]["output"]["outputVariables"];
        for branch in branches {
            assert_eq!(variables.get(branch), expected.get(branch), "{branch}");
        }
        for key in [
            "AuthorDate",
            "AuthorDisplayName",
            "AuthorEmail",
            "AuthorId",
            "CommitId",
            "CommitMessage",
        ] {
            assert!(variables[key].is_string(), "{key}");
        }
        assert_eq!(variables["FullRepositoryName"], REPOSITORY);
        assert_eq!(
            (&variables["ConnectionArn"], &variables["ProviderType"]),
            (&json!(connection), &json!("GitLab"))
        );
    }
}
