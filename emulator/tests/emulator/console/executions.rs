//! Executions that are approved, started, stopped and retried in the console.

use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::{Value, json};

use super::{
    page,
    pipelines::{PIPELINE, create_pipeline, declaration, execution_page, executions, field},
    press,
};

fn form(name: &str) -> String {
    format!("/codesuite/codepipeline/pipelines/shop/{name}?region=eu-west-1")
}

/// Creates a pipeline whose approval has this configuration.
async fn create_with_approval(emulator: &Emulator, aws: &AwsClient, configuration: Value) -> String {
    let mut pipeline = declaration("SUPERSEDED", emulator, aws).await;
    pipeline["variables"] = json!([{"name": "target", "defaultValue": "staging"}]);
    pipeline["stages"][1]["actions"][0]["configuration"] = configuration;
    aws.ok("codepipeline", "CreatePipeline", json!({"pipeline": pipeline}))
        .await;
    page(emulator, PIPELINE).await
}

#[tokio::test]
async fn an_approval_shows_its_request_and_takes_a_comment() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let configuration =
        json!({"CustomData": "Release to #{variables.target}?", "ExternalEntityLink": "https://review.example.com/7"});
    let drawn = create_with_approval(&emulator, &aws, configuration).await;
    assert!(drawn.contains("Release to staging?"), "{drawn}");
    assert!(drawn.contains("href=\"https://review.example.com/7\""), "{drawn}");
    let fields = ["stage", "action", "token"].map(|name| (name, field(&drawn, name)));
    let answer = [("decision", "deny"), ("comment", " not <today> ")];
    let back = press(&emulator, &form("approval"), &[&fields[..], &answer].concat()).await;
    assert!(page(&emulator, &back).await.contains("You rejected the execution."));
    let shown = page(&emulator, &execution_page(&executions(&aws).await[0])).await;
    assert!(shown.contains("not &lt;today&gt;"), "{shown}");
}

#[tokio::test]
async fn only_web_addresses_become_links() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let configuration = json!({"ExternalEntityLink": "javascript:alert(1)"});
    let drawn = create_with_approval(&emulator, &aws, configuration).await;
    assert!(drawn.contains("Review: javascript:alert(1)"), "{drawn}");
    assert!(!drawn.contains("href=\"javascript"), "{drawn}");
}

#[tokio::test]
async fn an_execution_can_be_started_with_variables() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_with_approval(&emulator, &aws, json!({})).await;
    let back = press(&emulator, &form("start"), &[("variable.target", "production")]).await;
    assert!(page(&emulator, &back).await.contains("A new execution started."));
    let latest = executions(&aws).await[0].clone();
    let shown = page(&emulator, &execution_page(&latest)).await;
    assert!(
        shown.contains("Variable target") && shown.contains("production"),
        "{shown}"
    );
    press(&emulator, &form("start"), &[("variable.target", "")]).await;
    let latest = executions(&aws).await[0].clone();
    assert!(page(&emulator, &execution_page(&latest)).await.contains("staging"));
}

#[tokio::test]
async fn an_execution_can_be_stopped_with_a_reason() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let execution = executions(&aws).await[0].clone();
    let path = execution_page(&execution);
    assert!(page(&emulator, &path).await.contains("Stop the execution"));
    let id = execution["pipelineExecutionId"].as_str().unwrap();
    let fields = [("execution", id), ("reason", "too late"), ("abandon", "on")];
    let stopped = page(&emulator, &press(&emulator, &form("stop"), &fields).await).await;
    assert!(
        stopped.contains("You asked the execution to stop.") && stopped.contains("too late"),
        "{stopped}"
    );
    assert!(!stopped.contains("Stop the execution"), "{stopped}");
    assert_eq!(executions(&aws).await[0]["status"], "Stopped");
}

#[tokio::test]
async fn a_rejected_stage_can_be_retried_from_both_pages() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let execution = executions(&aws).await[0].clone();
    let id = execution["pipelineExecutionId"].as_str().unwrap();
    for back in [None, Some(("back", "execution"))] {
        let drawn = page(&emulator, PIPELINE).await;
        let fields = ["stage", "action", "token"].map(|name| (name, field(&drawn, name)));
        press(
            &emulator,
            &form("approval"),
            &[&fields[..], &[("decision", "deny")]].concat(),
        )
        .await;
        for path in [PIPELINE, &execution_page(&execution)] {
            assert!(page(&emulator, path).await.contains("Retry failed actions"), "{path}");
        }
        let fields = [("stage", "Approve"), ("execution", id), ("mode", "FAILED_ACTIONS")];
        let fields: Vec<_> = fields.into_iter().chain(back).collect();
        let target = press(&emulator, &form("retry"), &fields).await;
        assert_eq!(target.contains("/executions/"), back.is_some(), "{target}");
        assert!(page(&emulator, &target).await.contains("The stage runs again."));
        assert_eq!(executions(&aws).await[0]["status"], "InProgress");
    }
}
