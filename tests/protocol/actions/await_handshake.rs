//! `codepipeline_await_handshake`.

use serde_json::json;

use crate::protocol::{
    messages::said,
    ours::{Ours, assert_no_error},
};

const ACTION: &str = "codepipeline_await_handshake";
const HOST: &str = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605";

async fn pending(ours: &Ours) -> String {
    let connection = ours.other_connection().await;
    ours.emulator().set_connection_status(&connection, "PENDING").await;
    connection
}

async fn pending_host(ours: &Ours) -> String {
    let input = json!({
        "Name": "gitlab", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://gitlab.example.com",
    });
    let made = ours.emulator().aws().call("codeconnections", "CreateHost", input).await;
    made.unwrap()["HostArn"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_link_comes_at_once_and_the_status_every_fifteen_seconds() {
    let mut ours = Ours::start().await;
    let connection = pending(&ours).await;
    let mut waiting = ours
        .invoke(ACTION, json!({ "connection_arn": connection, "timeout": "20m" }))
        .await;
    let page = "https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections";
    let link = waiting.line("Authorize the connection \"other\"").await;
    assert!(link.contains(page), "{link}");
    let still = waiting.line("Still PENDING after ").await;
    let parts = ["15 s, waiting until ", " UTC (19 min left): ", page];
    assert!(parts.iter().all(|part| still.contains(part)), "{still}");
    ours.emulator().set_connection_status(&connection, "AVAILABLE").await;
    let lines = waiting.end().await.succeeds();
    assert_eq!(lines.last().unwrap(), "The connection \"other\" is AVAILABLE");
    assert_eq!(lines.len(), 3, "{lines:#?}");
}

#[tokio::test]
async fn a_completed_handshake_ends_at_once_with_one_line() {
    let mut ours = Ours::start().await;
    let config = json!({ "connection_arn": ours.connection() });
    let lines = ours.run(ACTION, config).await.succeeds();
    assert_eq!(lines, ["The connection \"there\" is AVAILABLE"]);
}

#[tokio::test]
async fn a_host_is_awaited_like_a_connection() {
    let mut ours = Ours::start().await;
    let host = pending_host(&ours).await;
    let mut waiting = ours.invoke(ACTION, json!({ "host_arn": host })).await;
    let link = waiting.line("Set up the host \"gitlab\"").await;
    assert!(link.contains("/codesuite/settings/hosts?region=eu-west-1"), "{link}");
    ours.emulator().set_host_status(&host, "AVAILABLE").await;
    waiting.end().await.succeeds();
}

#[tokio::test]
async fn a_timeout_is_an_error_with_the_link_and_a_longer_timeout() {
    let mut ours = Ours::start().await;
    let connection = pending(&ours).await;
    let ended = ours
        .run(ACTION, json!({ "connection_arn": connection, "timeout": "1s" }))
        .await;
    ended.fails(&[
        "was not completed in time",
        "timeout = \"2h\"",
        "codeconnections/connections/",
    ]);
}

#[tokio::test]
async fn an_error_is_reported_while_aws_may_still_recover() {
    let mut ours = Ours::start().await;
    let connection = pending(&ours).await;
    let mut waiting = ours.invoke(ACTION, json!({ "connection_arn": connection })).await;
    waiting.line("Authorize the connection").await;
    ours.emulator().set_connection_status(&connection, "ERROR").await;
    waiting.line("is ERROR. AWS retries on its own").await;
    ours.emulator().set_connection_status(&connection, "AVAILABLE").await;
    waiting.end().await.succeeds();
}

#[tokio::test]
async fn a_stop_ends_the_wait_with_an_error() {
    let mut ours = Ours::start().await;
    let connection = pending(&ours).await;
    let mut waiting = ours.invoke(ACTION, json!({ "connection_arn": connection })).await;
    waiting.line("Authorize the connection").await;
    ours.stop().await;
    waiting
        .end()
        .await
        .fails(&["The wait for the handshake of \"other\" was interrupted"]);
}

#[tokio::test]
async fn a_client_that_no_longer_listens_ends_the_wait() {
    let mut ours = Ours::start().await;
    let connection = pending(&ours).await;
    let mut waiting = ours.invoke(ACTION, json!({ "connection_arn": connection })).await;
    waiting.line("Authorize the connection").await;
    drop(waiting);
    let calls = async || {
        ours.emulator()
            .get_json("/_emulator/calls")
            .await
            .as_array()
            .unwrap()
            .len()
    };
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let before = calls().await;
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    assert_eq!(calls().await, before);
}

#[tokio::test]
async fn throttled_and_lost_reads_do_not_end_the_wait() {
    let mut ours = Ours::start().await;
    let connection = pending(&ours).await;
    for kind in ["throttle", "internal", "drop-before", "drop-after"] {
        let fault = json!({ "operation": "GetConnection", "kind": kind });
        ours.emulator().fault(fault).await;
    }
    let mut waiting = ours.invoke(ACTION, json!({ "connection_arn": connection })).await;
    waiting.line("Authorize the connection").await;
    ours.emulator().set_connection_status(&connection, "AVAILABLE").await;
    waiting.end().await.succeeds();
}

#[tokio::test]
async fn a_plan_warns_of_the_wait_and_refuses_what_does_not_exist() {
    let mut ours = Ours::start().await;
    let connection = pending(&ours).await;
    let planned = ours.plan_action(ACTION, json!({ "connection_arn": connection })).await;
    assert_no_error(ACTION, &planned);
    assert!(said(&planned).contains("The apply waits until you complete the handshake of \"other\""));
    let config = json!({ "connection_arn": ours.connection() });
    assert_eq!(said(&ours.plan_action(ACTION, config).await), "");
    let missing = ours.plan_action(ACTION, json!({ "host_arn": HOST })).await;
    assert!(said(&missing).contains("Host not found"), "{}", said(&missing));
    assert_eq!(missing[0].attribute.as_ref().map(|path| path.steps.len()), Some(1));
    let ended = ours.run(ACTION, json!({ "host_arn": HOST, "timeout": "30s" })).await;
    ended.fails(&["Nothing to wait for", HOST]);
}

#[tokio::test]
async fn the_arn_of_another_kind_both_arns_and_neither_are_refused_before_anything_runs() {
    let mut ours = Ours::start().await;
    let connection = ours.connection().to_owned();
    for (config, says) in [
        (json!({ "connection_arn": HOST }), "Not the ARN of a connection"),
        (json!({ "host_arn": connection }), "Not the ARN of a host"),
        (
            json!({ "connection_arn": connection, "host_arn": HOST }),
            "connection_arn",
        ),
        (json!({}), "connection_arn"),
        (json!({ "connection_arn": connection, "timeout": "soon" }), "\"soon\""),
    ] {
        for found in [
            ours.validate_action(ACTION, config.clone()).await,
            ours.plan_action(ACTION, config.clone()).await,
        ] {
            assert!(said(&found).contains(says), "{config}: {}", said(&found));
        }
        ours.run(ACTION, config).await.fails(&[says]);
    }
}
