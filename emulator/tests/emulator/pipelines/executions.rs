//! How executions start, and what they leave behind.

use serde_json::json;

use super::bench::{Bench, OWNER, REPOSITORY, action, declaration, gated};

#[tokio::test]
async fn creating_a_pipeline_starts_an_execution() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let executions = bench.executions("demo").await;
    assert_eq!(executions.len(), 1);
    assert_eq!(executions[0]["status"], "Succeeded");
    assert_eq!(
        executions[0]["trigger"],
        json!({ "triggerType": "CreatePipeline", "triggerDetail": OWNER })
    );
    assert_eq!(executions[0]["executionMode"], "SUPERSEDED");
    assert_eq!(executions[0]["executionType"], "STANDARD");
    let stages = bench.stages("demo").await;
    for stage in stages.as_array().unwrap() {
        assert_eq!(stage["latestExecution"]["status"], "Succeeded");
        assert_eq!(stage["inboundTransitionState"], json!({ "enabled": true }));
        assert_eq!(stage["inboundExecutions"], json!([]));
    }
}

#[tokio::test]
async fn a_started_execution_contains_its_trigger() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let id = bench.run("demo").await;
    let execution = bench.execution("demo", &id).await;
    assert_eq!(
        execution["trigger"],
        json!({ "triggerType": "StartPipelineExecution", "triggerDetail": OWNER })
    );
    assert_eq!(
        (&execution["pipelineName"], &execution["pipelineVersion"]),
        (&json!("demo"), &json!(1))
    );
    assert_eq!(execution["artifactRevisions"][0]["name"], "src");

    let text = bench
        .refuse(
            "StartPipelineExecution",
            json!({ "name": "none" }),
            "PipelineNotFoundException",
        )
        .await;
    assert_eq!(
        text,
        "The account with id '111122223333' does not include a pipeline with the name 'none'"
    );
}

#[tokio::test]
async fn a_request_token_starts_one_execution() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let start = |token: &str| json!({ "name": "demo", "clientRequestToken": token });
    let first = bench.ok("StartPipelineExecution", start("one")).await;
    assert_eq!(bench.ok("StartPipelineExecution", start("one")).await, first);
    assert_ne!(bench.ok("StartPipelineExecution", start("two")).await, first);
    assert_eq!(bench.executions("demo").await.len(), 3);
}

#[tokio::test]
async fn variables_are_resolved_from_values_defaults_and_earlier_actions() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    sent["variables"] =
        json!([{ "name": "channel", "defaultValue": "stable" }, { "name": "count", "defaultValue": "1" }]);
    sent["stages"][0]["actions"][0]["namespace"] = json!("Git");
    sent["stages"][1]["actions"][0]["configuration"]["EnvironmentVariables"] =
        json!("#{variables.channel} #{variables.count} #{Git.BranchName} #{codepipeline.PipelineExecutionId}");
    bench.create(sent).await;
    let input = json!({ "name": "demo", "variables": [{ "name": "channel", "value": "beta" }] });
    let answer = bench.ok("StartPipelineExecution", input).await;
    let id = answer["pipelineExecutionId"].as_str().unwrap();
    assert_eq!(
        bench.execution("demo", id).await["variables"],
        json!([{ "name": "channel", "resolvedValue": "beta" }, { "name": "count", "resolvedValue": "1" }])
    );
    let input = json!({ "pipelineName": "demo", "filter": { "pipelineExecutionId": id } });
    let details = bench.ok("ListActionExecutions", input).await;
    let build = &details["actionExecutionDetails"][0]["input"];
    assert_eq!(
        build["resolvedConfiguration"]["EnvironmentVariables"],
        format!("beta 1 main {id}")
    );
    assert!(
        build["configuration"]["EnvironmentVariables"]
            .as_str()
            .unwrap()
            .starts_with("#{variables.channel}")
    );
}

#[tokio::test]
async fn a_variable_that_an_action_did_not_set_fails_the_action_that_refers_to_it() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    sent["stages"][0]["actions"][0]["namespace"] = json!("Git");
    sent["stages"][1]["actions"][0]["configuration"]["EnvironmentVariables"] = json!("#{Git.TagName}");
    bench.create(sent).await;
    let stages = bench.stages("demo").await;
    let error = &stages[1]["actionStates"][0]["latestExecution"]["errorDetails"]["message"];
    assert!(
        error
            .as_str()
            .unwrap()
            .contains("one or more variables could not be resolved: Action name=Compile"),
        "{error}"
    );
    assert_eq!(bench.statuses("demo").await, ["Failed"]);
}

#[tokio::test]
async fn a_start_is_refused_for_variables_that_do_not_fit() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    sent["variables"] = json!([{ "name": "needed" }]);
    bench.create(sent).await;
    assert_eq!(
        bench.statuses("demo").await,
        ["Failed"],
        "the first execution has no value for the variable"
    );
    let start = |variables| json!({ "name": "demo", "variables": variables });
    let text = bench
        .refuse(
            "StartPipelineExecution",
            json!({ "name": "demo" }),
            "ValidationException",
        )
        .await;
    assert_eq!(text, "The variable 'needed' has no default: give it a value");
    let unknown = json!([{ "name": "needed", "value": "1" }, { "name": "other", "value": "1" }]);
    let text = bench
        .refuse("StartPipelineExecution", start(unknown), "ValidationException")
        .await;
    assert_eq!(text, "The pipeline does not declare the variable 'other'");
    bench
        .ok(
            "StartPipelineExecution",
            start(json!([{ "name": "needed", "value": "1" }])),
        )
        .await;
    assert_eq!(bench.statuses("demo").await, ["Succeeded", "Failed"]);
}

#[tokio::test]
async fn a_start_can_choose_the_revision_of_a_source() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let start = |action: &str, kind: &str, value: &str| {
        let revision = json!({ "actionName": action, "revisionType": kind, "revisionValue": value });
        json!({ "name": "demo", "sourceRevisions": [revision] })
    };
    let answer = bench
        .ok(
            "StartPipelineExecution",
            start("GitLab", "COMMIT_ID", "é-not-hex-€uro-sign"),
        )
        .await;
    let execution = bench
        .execution("demo", answer["pipelineExecutionId"].as_str().unwrap())
        .await;
    assert_eq!(execution["artifactRevisions"][0]["revisionId"], "é-not-hex-€uro-sign");
    for (action, kind) in [
        ("GitLab", "IMAGE_DIGEST"),
        ("Compile", "COMMIT_ID"),
        ("Absent", "COMMIT_ID"),
    ] {
        bench
            .refuse(
                "StartPipelineExecution",
                start(action, kind, "x"),
                "ValidationException",
            )
            .await;
    }
}

#[tokio::test]
async fn actions_run_in_run_order_and_a_failure_ends_the_stage() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = gated("demo", &connection);
    let mut later = action("Later", "Invoke", "Lambda", json!({ "FunctionName": "f" }));
    later["runOrder"] = json!(2);
    let beside = action("Beside", "Invoke", "Lambda", json!({ "FunctionName": "f" }));
    sent["stages"][1]["actions"]
        .as_array_mut()
        .unwrap()
        .extend([later, beside]);
    bench.create(sent).await;
    let actions = &bench.stages("demo").await[1]["actionStates"];
    assert_eq!(actions[0]["latestExecution"]["status"], "InProgress");
    assert_eq!(actions[1].get("latestExecution"), None, "it waits for the approval");
    assert_eq!(
        actions[2]["latestExecution"]["status"], "Succeeded",
        "it runs beside the approval"
    );
    bench.decide("demo", "Rejected").await;
    let stages = bench.stages("demo").await;
    assert_eq!(stages[1]["latestExecution"]["status"], "Failed");
    assert_eq!(stages[1]["actionStates"][1], json!({ "actionName": "Later" }));
    assert_eq!(stages[2].get("latestExecution"), None);
    assert_eq!(bench.statuses("demo").await, ["Failed"]);
}

#[tokio::test]
async fn artifacts_are_stored_under_shortened_names_and_handed_on() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("a-pipeline-with-a-long-name", &connection);
    sent["stages"][0]["actions"][0]["outputArtifacts"] = json!([{ "name": "SourceArtifact" }]);
    sent["stages"][1]["actions"][0]["inputArtifacts"] = json!([{ "name": "SourceArtifact" }]);
    bench.create(sent).await;
    let input = json!({ "pipelineName": "a-pipeline-with-a-long-name" });
    let details = bench.ok("ListActionExecutions", input).await["actionExecutionDetails"].take();
    let made = &details[1]["output"]["outputArtifacts"][0];
    assert_eq!(made["s3location"]["bucket"], "artifacts");
    let key = made["s3location"]["key"].as_str().unwrap();
    assert!(
        key.starts_with("a-pipeline-with-a-lo/SourceArti/") && key.len() == 39,
        "{key}"
    );
    assert_eq!(details[0]["input"]["inputArtifacts"][0], *made);
}

#[tokio::test]
async fn a_reported_revision_starts_an_execution_once() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let revision = |action: &str, id: &str| {
        let revision = json!({ "revisionId": id, "revisionChangeId": "c", "created": 1_767_322_800.5 });
        json!({ "pipelineName": "demo", "stageName": "Source", "actionName": action, "actionRevision": revision })
    };
    let first = bench.ok("PutActionRevision", revision("GitLab", "r1")).await;
    assert_eq!(first["newRevision"], true);
    let again = bench.ok("PutActionRevision", revision("GitLab", "r1")).await;
    assert_eq!(
        (&again["newRevision"], &again["pipelineExecutionId"]),
        (&json!(false), &first["pipelineExecutionId"])
    );
    assert_eq!(
        bench.executions("demo").await[0]["trigger"]["triggerType"],
        "PutActionRevision"
    );
    bench
        .refuse("PutActionRevision", revision("Absent", "r1"), "ActionNotFoundException")
        .await;
}

#[tokio::test]
async fn the_head_of_a_branch_stays_until_a_push() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let head = async || bench.executions("demo").await[0]["sourceRevisions"][0]["revisionId"].clone();
    let before = head().await;
    bench.run("demo").await;
    assert_eq!(head().await, before);
    bench
        .event(json!({ "repository": REPOSITORY, "type": "push", "branch": "other" }))
        .await;
    bench.run("demo").await;
    assert_eq!(head().await, before, "another branch moved");
    bench.push("main").await;
    assert_ne!(head().await, before);
}
