//! `codepipeline_resave_pipeline`.

use codepipeline_emulator_testing::pipelines::{gitlab_declaration, gitlab_source};
use serde_json::json;

use crate::protocol::{
    messages::said,
    ours::{Ours, assert_no_error},
};

const ACTION: &str = "codepipeline_resave_pipeline";

/// The pipeline `web`, saved while its connection is pending; returns the ARN of the connection.
async fn saved_too_early() -> (Ours, String) {
    let ours = Ours::start().await;
    let connection = ours.other_connection().await;
    ours.emulator().set_connection_status(&connection, "PENDING").await;
    ours.create_pipeline(gitlab_declaration("web", &connection)).await;
    (ours, connection)
}

async fn has_webhook(ours: &Ours) -> bool {
    let webhooks = ours.emulator().get_json("/_emulator/webhooks").await;
    webhooks
        .as_array()
        .unwrap()
        .iter()
        .any(|webhook| webhook["pipeline"] == "web")
}

#[tokio::test]
async fn a_pipeline_that_was_saved_too_early_gets_its_webhook() {
    let (mut ours, connection) = saved_too_early().await;
    ours.emulator().set_connection_status(&connection, "AVAILABLE").await;
    assert!(!has_webhook(&ours).await);
    let before = ours.ask("GetPipeline", json!({ "name": "web" })).await["pipeline"].take();
    let config = json!({ "pipeline_name": "web" });
    let planned = ours.plan_action(ACTION, config.clone()).await;
    assert_no_error(ACTION, &planned);
    assert!(
        said(&planned).contains("cancels running executions"),
        "{}",
        said(&planned)
    );
    let lines = ours.run(ACTION, config).await.succeeds();
    assert!(lines[0].contains("which cancels running executions"), "{lines:#?}");
    assert!(
        lines[1].contains("as version 2") && lines[1].contains(&connection),
        "{lines:#?}"
    );
    assert!(has_webhook(&ours).await);
    let mut after = ours.ask("GetPipeline", json!({ "name": "web" })).await["pipeline"].take();
    after["version"] = json!(1);
    assert_eq!(after, before);
}

#[tokio::test]
async fn nothing_is_saved_while_no_connection_is_available() {
    let (mut ours, connection) = saved_too_early().await;
    for status in ["PENDING", "ERROR"] {
        ours.emulator().set_connection_status(&connection, status).await;
        let config = json!({ "pipeline_name": "web" });
        let planned = ours.plan_action(ACTION, config.clone()).await;
        assert_no_error(ACTION, &planned);
        assert!(said(&planned).contains("registers no webhook"), "{}", said(&planned));
        ours.run(ACTION, config)
            .await
            .fails(&["\"GitLab\"", "registers no webhook", "run the action again"]);
    }
    assert_eq!(ours.count("UpdatePipeline").await, 0);
}

#[tokio::test]
async fn one_available_connection_of_two_is_registered_and_the_other_reported() {
    let mut ours = Ours::start().await;
    let pending = ours.other_connection().await;
    ours.emulator().set_connection_status(&pending, "PENDING").await;
    let mut declaration = gitlab_declaration("web", ours.connection());
    let second = gitlab_source("Charts", &pending, "charts");
    declaration["stages"][0]["actions"].as_array_mut().unwrap().push(second);
    ours.create_pipeline(declaration).await;
    let lines = ours.run(ACTION, json!({ "pipeline_name": "web" })).await.succeeds();
    assert!(lines[0].contains("Its webhook may not be registered"), "{lines:#?}");
    assert!(lines.last().unwrap().contains(ours.connection()), "{lines:#?}");
}

#[tokio::test]
async fn a_pipeline_without_a_connection_or_that_is_not_there_is_an_error() {
    let mut ours = Ours::start().await;
    ours.run(ACTION, json!({ "pipeline_name": "release" }))
        .await
        .fails(&["has no source that uses a connection"]);
    ours.run(ACTION, json!({ "pipeline_name": "nowhere" }))
        .await
        .fails(&["Pipeline \"nowhere\" not found"]);
    let planned = ours.plan_action(ACTION, json!({ "pipeline_name": "release" })).await;
    assert_no_error(ACTION, &planned);
    assert!(
        said(&planned).contains("has no source that uses a connection"),
        "{}",
        said(&planned)
    );
    assert_eq!(ours.count("UpdatePipeline").await, 0);
}

#[tokio::test]
async fn a_lost_or_throttled_save_is_found_or_repeated() {
    for kind in ["drop-after", "drop-before", "throttle", "internal"] {
        let (mut ours, connection) = saved_too_early().await;
        ours.emulator().set_connection_status(&connection, "AVAILABLE").await;
        ours.fault("UpdatePipeline", kind, 1).await;
        ours.run(ACTION, json!({ "pipeline_name": "web" })).await.succeeds();
        assert!(has_webhook(&ours).await, "{kind}");
    }
}

#[tokio::test]
async fn an_interrupted_command_saves_nothing() {
    let (mut ours, connection) = saved_too_early().await;
    ours.emulator().set_connection_status(&connection, "AVAILABLE").await;
    ours.stop().await;
    ours.run(ACTION, json!({ "pipeline_name": "web" }))
        .await
        .fails(&["interrupted"]);
    assert_eq!(ours.count("UpdatePipeline").await, 0);
}
