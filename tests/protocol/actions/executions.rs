//! `codepipeline_start_pipeline_execution`.

use std::time::Duration;

use serde_json::json;

use crate::protocol::{
    messages::said,
    ours::{Ours, assert_no_error},
};

const ACTION: &str = "codepipeline_start_pipeline_execution";
const PAGE: &str = "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/web/";

#[tokio::test]
async fn a_start_without_a_wait_returns_the_page_of_the_execution_at_once() {
    let mut ours = Ours::start().await;
    let config = json!({
        "pipeline_name": "release",
        "variables": [{ "name": "channel", "value": "beta" }],
        "source_revisions": [{ "action_name": "Templates", "revision_type": "S3_OBJECT_VERSION_ID", "revision_value": "v7" }],
    });
    assert_eq!(said(&ours.plan_action(ACTION, config.clone()).await), "");
    let lines = ours.run(ACTION, config).await.succeeds();
    let listed = ours
        .ask("ListPipelineExecutions", json!({ "pipelineName": "release" }))
        .await;
    let newest = &listed["pipelineExecutionSummaries"][0];
    let id = newest["pipelineExecutionId"].as_str().unwrap();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with(&format!("Started the execution {id} of \"release\": https://")),
        "{lines:#?}"
    );
    assert_eq!(newest["sourceRevisions"][0]["revisionId"], "v7");
    let input = json!({ "pipelineName": "release", "pipelineExecutionId": id });
    let execution = ours.ask("GetPipelineExecution", input).await;
    let variables = &execution["pipelineExecution"]["variables"];
    assert_eq!(*variables, json!([{ "name": "channel", "resolvedValue": "beta" }]));
}

#[tokio::test]
async fn a_wait_reports_each_action_until_the_execution_succeeds() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    ours.fault_build(json!({ "delay_ms": 18_000 })).await;
    let mut waiting = ours
        .invoke(
            ACTION,
            json!({ "pipeline_name": "web", "wait": true, "timeout": "10m" }),
        )
        .await;
    waiting.line("Started the execution ").await;
    let source = waiting.line("Source/GitLab succeeded (").await;
    assert!(source.contains("Commit "), "{source}");
    waiting.line("Build/Build is running").await;
    let still = waiting
        .line("Still InProgress (Build/Build is running) after 15 s, waiting until ")
        .await;
    assert!(still.contains(" UTC (9 min left): ") && still.contains(PAGE), "{still}");
    waiting.line("Build/Build succeeded").await;
    let lines = waiting.end().await.succeeds();
    assert!(lines.last().unwrap().contains(" succeeded after "), "{lines:#?}");
}

#[tokio::test]
async fn a_failed_action_is_the_error_with_its_message_and_the_retry() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    ours.fault_build(json!({ "message": "Exit status 1", "delay_ms": 500 }))
        .await;
    let ended = ours.run(ACTION, json!({ "pipeline_name": "web", "wait": true })).await;
    let id = ours.newest().await;
    let retry = format!("codepipeline_retry_stage (stage_name = \"Build\", execution_id = \"{id}\")");
    let lines = ended.fails(&[
        "The execution of \"web\" failed",
        "Build/Build failed: JobFailed: Exit status 1",
        &retry,
        PAGE,
    ]);
    assert!(
        lines
            .iter()
            .any(|line| line == "Build/Build failed: JobFailed: Exit status 1"),
        "{lines:#?}"
    );
}

#[tokio::test]
async fn an_execution_that_is_stopped_superseded_or_canceled_is_an_error_that_says_so() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    ours.fault_build(json!({ "delay_ms": 60_000, "times": 0 })).await;
    let config = json!({ "pipeline_name": "web", "wait": true });
    let mut stopped = ours.invoke(ACTION, config.clone()).await;
    stopped.line("Build/Build is running").await;
    let id = ours.newest().await;
    let stop = json!({ "pipelineName": "web", "pipelineExecutionId": id, "abandon": true, "reason": "Freeze" });
    ours.ask("StopPipelineExecution", stop).await;
    stopped
        .end()
        .await
        .fails(&["The execution of \"web\" was stopped", "The reason: \"Freeze\"", PAGE]);

    // The first one holds the build, so that the second one waits before it, until the third one takes its place.
    let first = ours.start_web().await;
    let mut second = ours.invoke(ACTION, config.clone()).await;
    second.line("Source/GitLab succeeded").await;
    ours.start_web().await;
    second
        .end()
        .await
        .fails(&["The execution of \"web\" was superseded", "A newer execution", PAGE]);
    assert_eq!(ours.status(&first).await, "InProgress");

    let pipeline = ours.ask("GetPipeline", json!({ "name": "web" })).await["pipeline"].take();
    ours.ask("UpdatePipeline", json!({ "pipeline": pipeline })).await;
    let mut canceled = ours.invoke(ACTION, config).await;
    canceled.line("Build/Build is running").await;
    let pipeline = ours.ask("GetPipeline", json!({ "name": "web" })).await["pipeline"].take();
    ours.ask("UpdatePipeline", json!({ "pipeline": pipeline })).await;
    canceled
        .end()
        .await
        .fails(&["The execution of \"web\" was canceled", "Start a new execution"]);
}

#[tokio::test]
async fn an_approval_is_reported_with_its_page_and_the_wait_goes_on() {
    let mut ours = Ours::start().await;
    ours.create_gated("SUPERSEDED").await;
    ours.approve().await;
    let mut waiting = ours
        .invoke(ACTION, json!({ "pipeline_name": "web", "wait": true }))
        .await;
    let line = waiting.line("Approve/Gate waits for approval: ").await;
    assert!(line.contains("/pipelines/web/view?region=eu-west-1"), "{line}");
    ours.approve().await;
    waiting.line("Approve/Gate was approved (Reviewed)").await;
    waiting.end().await.succeeds();
    let config = json!({ "pipeline_name": "web", "wait": true, "timeout": "2s" });
    let texts = [
        "did not end in time",
        "InProgress (Approve/Gate waits for approval)",
        "codepipeline_put_approval_result. To wait longer: timeout = \"2h\".",
    ];
    ours.run(ACTION, config).await.fails(&texts);
    assert_eq!(ours.status(&ours.newest().await).await, "InProgress");
}

#[tokio::test]
async fn a_lost_or_throttled_start_starts_one_execution() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    for kind in ["drop-after", "drop-before", "throttle", "internal"] {
        let before = ours.executions().await.len();
        ours.fault("StartPipelineExecution", kind, 2).await;
        let lines = ours.run(ACTION, json!({ "pipeline_name": "web" })).await.succeeds();
        assert_eq!(ours.executions().await.len(), before + 1, "{kind}");
        assert!(lines[0].contains(&ours.newest().await), "{kind}: {lines:#?}");
    }
}

#[tokio::test]
async fn lost_throttled_and_denied_reads_do_not_end_the_wait() {
    let mut ours = Ours::start().await;
    ours.create_plain().await;
    for kind in ["drop-after", "throttle", "internal"] {
        ours.fault("GetPipelineExecution", kind, 1).await;
        ours.fault("ListActionExecutions", kind, 1).await;
    }
    let config = json!({ "pipeline_name": "web", "wait": true });
    ours.run(ACTION, config.clone()).await.succeeds();
    ours.fault("ListActionExecutions", "deny", 0).await;
    let lines = ours.run(ACTION, config).await.succeeds();
    let denied = "The actions of the execution are not reported: codepipeline:ListActionExecutions is not allowed";
    assert_eq!(lines.iter().filter(|line| *line == denied).count(), 1, "{lines:#?}");
}

#[tokio::test]
async fn a_stop_ends_the_wait_and_the_execution_continues() {
    let mut ours = Ours::start().await;
    ours.create_gated("SUPERSEDED").await;
    ours.approve().await;
    let mut waiting = ours
        .invoke(ACTION, json!({ "pipeline_name": "web", "wait": true }))
        .await;
    waiting.line("Approve/Gate waits for approval").await;
    ours.stop().await;
    let texts = ["was interrupted", "continues: ", "codepipeline_stop_pipeline_execution"];
    waiting.end().await.fails(&texts);
    assert_eq!(ours.status(&ours.newest().await).await, "InProgress");
    // The provider was stopped before this start.
    let before = ours.executions().await.len();
    let ended = ours.run(ACTION, json!({ "pipeline_name": "web" })).await;
    ended.fails(&["The action was interrupted", "Nothing was changed"]);
    assert_eq!(ours.executions().await.len(), before);
}

#[tokio::test]
async fn a_client_that_no_longer_listens_ends_the_wait() {
    let mut ours = Ours::start().await;
    ours.create_gated("SUPERSEDED").await;
    ours.approve().await;
    let mut waiting = ours
        .invoke(ACTION, json!({ "pipeline_name": "web", "wait": true }))
        .await;
    waiting.line("Approve/Gate waits for approval").await;
    drop(waiting);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = ours.count("GetPipelineExecution").await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(ours.count("GetPipelineExecution").await, before);
}

#[tokio::test]
async fn a_pipeline_that_is_not_there_warns_at_plan_and_fails_the_action() {
    let mut ours = Ours::start().await;
    let config = json!({ "pipeline_name": "nowhere" });
    let planned = ours.plan_action(ACTION, config.clone()).await;
    assert_no_error(ACTION, &planned);
    assert!(
        said(&planned).contains("Pipeline \"nowhere\" not found in eu-west-1"),
        "{}",
        said(&planned)
    );
    ours.run(ACTION, config)
        .await
        .fails(&["Pipeline \"nowhere\" not found in eu-west-1", "case-sensitive"]);
}

#[tokio::test]
async fn variables_and_source_actions_that_the_pipeline_lacks_warn_at_plan_and_fail_the_action() {
    let mut ours = Ours::start().await;
    for (config, says) in [
        (
            json!({ "variables": [{ "name": "stage", "value": "x" }] }),
            "The pipeline \"release\" has no variable \"stage\": Its variables are \"channel\"",
        ),
        (
            json!({
                "source_revisions": [{ "action_name": "Build", "revision_type": "COMMIT_ID", "revision_value": "1" }],
            }),
            "The pipeline \"release\" has no source action \"Build\": Its source actions are \"Templates\"",
        ),
    ] {
        let mut config = config;
        config["pipeline_name"] = json!("release");
        let planned = ours.plan_action(ACTION, config.clone()).await;
        assert_no_error(ACTION, &planned);
        assert!(said(&planned).contains(says), "{}", said(&planned));
        ours.run(ACTION, config)
            .await
            .fails(&["Cannot start an execution of the pipeline \"release\""]);
    }
}

#[tokio::test]
async fn invalid_values_are_refused_before_anything_starts() {
    let mut ours = Ours::start().await;
    let value = json!({ "name": "channel", "value": "x" });
    let revision = json!({ "action_name": "A", "revision_type": "COMMIT_ID", "revision_value": "1" });
    for (config, says) in [
        (json!({ "pipeline_name": "my pipeline" }), "my pipeline"),
        (json!({ "pipeline_name": "web", "region": "eu-west-99" }), "eu-west-99"),
        (
            json!({ "pipeline_name": "web", "variables": [value, value] }),
            "Duplicate value for the variable \"channel\"",
        ),
        (
            json!({ "pipeline_name": "web", "source_revisions": [revision, revision] }),
            "Duplicate value for the source action \"A\"",
        ),
        (
            json!({ "pipeline_name": "web", "variables": [{ "name": "a b", "value": "x" }] }),
            "a b",
        ),
        (
            json!({ "pipeline_name": "web", "variables": [{ "name": "a", "value": "" }] }),
            "variables",
        ),
        (json!({ "pipeline_name": "web", "timeout": "1 day" }), "1 day"),
    ] {
        let found = ours.validate_action(ACTION, config.clone()).await;
        assert!(said(&found).contains(says), "{config}: {}", said(&found));
        ours.run(ACTION, config).await.fails(&[says]);
    }
    assert_eq!(ours.count("StartPipelineExecution").await, 0);
}
