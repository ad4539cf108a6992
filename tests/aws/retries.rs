//! What is tried again, and what is not.

use std::time::{Duration, Instant};

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::json;
use terraform_provider_codepipeline::aws::{
    Session,
    connections::{Connections, Filter, NewConnection},
    error::Kind,
    pipelines::Pipelines,
    service::Service,
    settings::{Pace, Settings},
};
use tokio_util::sync::CancellationToken;

use super::{
    scripted::{Scripted, refused},
    sessions::{REGION, pace, session, settings},
};

const SERVICE: Service = Service::CodeConnections;

async fn count(emulator: &Emulator, operation: &str) -> usize {
    let calls = emulator.get_json("/_emulator/calls").await;
    calls
        .as_array()
        .unwrap()
        .iter()
        .filter(|call| call["operation"] == operation)
        .count()
}

fn gitlab(name: &str) -> NewConnection {
    NewConnection {
        name: name.into(),
        provider_type: "GitLab".into(),
        ..NewConnection::default()
    }
}

#[tokio::test]
async fn throttling_and_server_errors_are_tried_again() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "ListConnections", "kind": "throttle", "times": 3}))
        .await;
    emulator
        .fault(json!({"operation": "ListConnections", "kind": "internal", "times": 2}))
        .await;
    emulator
        .fault(json!({"operation": "ListConnections", "kind": "drop-before", "times": 1}))
        .await;
    let connections = Connections::new(session(settings(emulator.url())));
    assert_eq!(
        connections.list(SERVICE, REGION, &Filter::default()).await,
        Ok(Vec::new())
    );
    assert_eq!(count(&emulator, "ListConnections").await, 7);
}

#[tokio::test]
async fn attempts_end_at_twenty_five_or_as_configured() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "ListConnections", "kind": "throttle", "times": 0}))
        .await;
    for (max_retries, attempts) in [(None, 25), (Some(4), 4)] {
        let before = count(&emulator, "ListConnections").await;
        let settings = Settings {
            max_retries,
            ..settings(emulator.url())
        };
        let error = Connections::new(session(settings))
            .list(SERVICE, REGION, &Filter::default())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), Kind::Throttled);
        assert_eq!(count(&emulator, "ListConnections").await - before, attempts);
    }
}

#[tokio::test]
async fn a_quota_is_never_tried_again() {
    let server = Scripted::start(|_, _| {
        refused(
            "com.amazonaws.codeconnections#LimitExceededException",
            "250 connections are the limit",
        )
    })
    .await;
    let connections = Connections::new(session(settings(&server.url)));
    let error = connections.list(SERVICE, REGION, &Filter::default()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (Kind::Quota, Some("LimitExceededException"))
    );
    assert_eq!(error.message(), "250 connections are the limit");
    assert_eq!(server.operations(), ["ListConnections"]);
}

#[tokio::test]
async fn a_throttled_creation_is_tried_again() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "CreateConnection", "kind": "throttle", "times": 2}))
        .await;
    let connections = Connections::new(session(settings(emulator.url())));
    let created = connections.create(SERVICE, REGION, &gitlab("app")).await.unwrap();
    assert!(!created.adopted);
    assert_eq!(count(&emulator, "CreateConnection").await, 3);
}

#[tokio::test]
async fn a_lost_creation_is_not_sent_again_and_its_connection_adopted() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "CreateConnection", "kind": "drop-after"}))
        .await;
    let connections = Connections::new(session(settings(emulator.url())));
    let created = connections.create(SERVICE, REGION, &gitlab("app")).await.unwrap();
    assert!(created.adopted);
    let there = connections.list(SERVICE, REGION, &Filter::default()).await.unwrap();
    assert_eq!(
        there.iter().map(|connection| &connection.arn).collect::<Vec<_>>(),
        [&created.arn]
    );
    assert_eq!(count(&emulator, "CreateConnection").await, 1);
}

#[tokio::test]
async fn a_creation_that_never_happened_is_reported_as_lost() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "CreateConnection", "kind": "drop-before"}))
        .await;
    let connections = Connections::new(session(settings(emulator.url())));
    let error = connections.create(SERVICE, REGION, &gitlab("app")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::LostAnswer);
    assert!(error.may_have_happened());
    assert_eq!(count(&emulator, "CreateConnection").await, 1);
}

#[tokio::test]
async fn a_stop_ends_the_attempts_at_once() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "GetPipeline", "kind": "throttle", "times": 0}))
        .await;
    let hour = Duration::from_secs(3600);
    let settings = Settings {
        pace: Pace {
            initial_backoff: hour,
            max_backoff: hour,
            ..pace()
        },
        ..settings(emulator.url())
    };
    let cancel = CancellationToken::new();
    let pipelines = Pipelines::new(Session::new(settings, cancel.clone()));
    let calling = tokio::spawn(async move { pipelines.get(REGION, "demo").await });
    while count(&emulator, "GetPipeline").await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let stopped = Instant::now();
    cancel.cancel();
    assert_eq!(calling.await.unwrap().unwrap_err().kind(), Kind::Cancelled);
    assert!(stopped.elapsed() < Duration::from_secs(5));
    assert_eq!(count(&emulator, "GetPipeline").await, 1);
}
