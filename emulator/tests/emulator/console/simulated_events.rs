//! Events of GitLab that the user simulates in the console.

use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::json;

use super::{
    SERVICE, link, page,
    pipelines::{PIPELINE, create_pipeline, executions},
    press,
};
use crate::emulator::connections::create;

const EVENTS: &str = "/codesuite/codepipeline/pipelines/shop/events?region=eu-west-1";

async fn simulate(emulator: &Emulator, fields: &[(&str, &str)]) -> String {
    let back = press(emulator, EVENTS, fields).await;
    page(emulator, &back).await
}

async fn count(aws: &AwsClient) -> usize {
    executions(aws).await.as_array().unwrap().len()
}

#[tokio::test]
async fn a_simulated_push_says_which_execution_it_started() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let push = [
        ("type", "push"),
        ("repository", "group/sub/app"),
        ("branch", "main"),
        ("files", "a.txt\r\n\r\nb/c.txt"),
    ];
    let shown = simulate(&emulator, &push).await;
    let id = executions(&aws).await[0]["pipelineExecutionId"].as_str().unwrap()[..8].to_owned();
    assert!(shown.contains("GitLab sent: push to main of group/sub/app."), "{shown}");
    assert!(shown.contains(&format!("<code>{id}</code></a> started.")), "{shown}");
    assert_eq!(count(&aws).await, 2);
}

#[tokio::test]
async fn an_event_that_starts_nothing_says_why() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    for (event, reason) in [
        (
            &[
                ("type", "push"),
                ("repository", "group/sub/app"),
                ("branch", "topic"),
                ("files", ""),
            ][..],
            " did not start. None of its triggers matches the event.",
        ),
        (
            &[("type", "tag"), ("repository", "group/other"), ("tag", "v1")],
            "no pipeline has a source action with this repository.",
        ),
        (
            &[
                ("type", "merge_request"),
                ("repository", "group/sub/app"),
                ("action", "open"),
                ("source_branch", "topic"),
                ("target_branch", "main"),
            ],
            "GitLab sent: merge request from topic into main of group/sub/app.",
        ),
    ] {
        let shown = simulate(&emulator, event).await;
        assert!(shown.contains(reason), "{reason}: {shown}");
        assert!(shown.contains("Nothing started"), "{shown}");
    }
    let mut pipeline = aws.ok("codepipeline", "GetPipeline", json!({"name": "shop"})).await["pipeline"].clone();
    pipeline["stages"][0]["actions"][0]["configuration"]["ConnectionArn"] = json!(create(&aws, SERVICE, "late").await);
    aws.ok("codepipeline", "UpdatePipeline", json!({"pipeline": pipeline}))
        .await;
    let push = [("type", "push"), ("repository", "group/sub/app"), ("branch", "main")];
    let shown = simulate(&emulator, &push).await;
    assert!(shown.contains("It has no webhook on the repository."), "{shown}");
    assert_eq!(count(&aws).await, 1);
}

#[tokio::test]
async fn the_control_api_returns_the_same_reasons() {
    let emulator = Emulator::start().await;
    create_pipeline(&emulator, &emulator.aws()).await;
    let event = json!({"type": "push", "repository": "group/sub/app", "branch": "topic"});
    let answer = emulator.send(reqwest::Method::POST, "/_emulator/events", event).await;
    let expected = json!({"executions": [], "ignored": [
        {"pipeline": "shop", "region": "eu-west-1", "reason": "None of its triggers matches the event"},
    ]});
    assert_eq!(answer.json::<serde_json::Value>().await.unwrap(), expected);
}

#[tokio::test]
async fn a_connection_lists_its_pipelines_and_simulates_events() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let unused = create(&aws, SERVICE, "unused").await;
    let home = page(&emulator, "/console/").await;
    let shown = page(&emulator, &link(&home, unused.rsplit('/').next().unwrap())).await;
    assert!(shown.contains("No pipeline uses this connection."), "{shown}");
    let pipeline = aws.ok("codepipeline", "GetPipeline", json!({"name": "shop"})).await["pipeline"].clone();
    let used = &pipeline["stages"][0]["actions"][0]["configuration"]["ConnectionArn"];
    let path = link(&home, used.as_str().unwrap().rsplit('/').next().unwrap());
    let shown = page(&emulator, &path).await;
    assert!(
        shown.contains(&PIPELINE.replace("/view?region=eu-west-1", "/view?region=eu-west-1&amp;account")),
        "{shown}"
    );
    assert!(
        shown.contains(">Registered<") && shown.contains("value=\"group/sub/app\""),
        "{shown}"
    );
    let push = [("type", "push"), ("repository", "group/sub/app"), ("branch", "main")];
    let back = press(&emulator, &format!("{path}/events"), &push).await;
    assert!(page(&emulator, &back).await.contains(" started."));
    assert_eq!(count(&aws).await, 2);
}
