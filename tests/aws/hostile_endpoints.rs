//! Endpoints that do not answer as AWS does: half answers, pages and bodies without an end.

use std::time::{Duration, Instant};

use serde_json::json;
use terraform_provider_codepipeline::aws::{
    Arn, Error, Session,
    connections::{Connections, Filter, NewConnection},
    error::Kind,
    hosts::Hosts,
    pipelines::Pipelines,
    service::Service,
    settings::{Pace, Settings},
};
use tokio_util::sync::CancellationToken;

use super::{
    scripted::{Scripted, ok},
    sessions::{REGION, pace, session, settings},
};
use crate::support::hostile_server::{HostileServer, Rest};

const API: Service = Service::CodeConnections;

fn arn(resource: &str) -> Arn {
    let arn = format!("arn:aws:codeconnections:{REGION}:111122223333:{resource}");
    arn.parse().unwrap()
}

fn connection() -> Arn {
    arn("connection/6f2c0f1e-2d3c-4b5a-8978-665544332211")
}

#[tokio::test]
async fn an_answer_without_its_required_members_is_not_an_answer_of_aws() {
    for body in [
        json!({}),
        json!({"Connection": null}),
        json!({"Connection": {}}),
        json!({"Connection": {"ConnectionName": "app"}}),
        json!({"Connection": {"ConnectionName": "app", "ConnectionStatus": "AVAILABLE"}}),
        json!({"Name": "gitlab", "Status": "AVAILABLE"}),
        json!({"pipeline": null}),
        json!({"pipeline": {}}),
        json!({"pipeline": {"name": "demo", "roleArn": "arn:aws:iam::111122223333:role/demo", "stages": null}}),
    ] {
        let answer = body.clone();
        let server = Scripted::start(move |_, _| ok(answer.clone())).await;
        let session = session(settings(&server.url));
        let shown = Connections::new(session.clone()).get(&connection()).await;
        assert_eq!(shown.unwrap_err().kind(), Kind::NotAws, "{body}");
        let shown = Hosts::new(session.clone()).get(&arn("host/gitlab-28aef605")).await;
        assert_eq!(shown.unwrap_err().kind(), Kind::NotAws, "{body}");
        let shown = Pipelines::new(session).get(REGION, "demo").await;
        assert_eq!(shown.unwrap_err().kind(), Kind::NotAws, "{body}");
    }
}

#[tokio::test]
async fn a_tag_without_a_key_is_not_an_answer_of_aws() {
    let server = Scripted::start(|_, _| ok(json!({ "Tags": [{ "Value": "a" }], "tags": [{ "value": "a" }] }))).await;
    let session = session(settings(&server.url));
    let pipeline = format!("arn:aws:codepipeline:{REGION}:111122223333:demo")
        .parse()
        .unwrap();
    for tags in [
        Connections::new(session.clone()).tags(&connection()).await,
        Pipelines::new(session).tags(&pipeline).await,
    ] {
        assert_eq!(tags.unwrap_err().kind(), Kind::NotAws);
    }
}

#[tokio::test]
async fn a_listed_connection_without_its_members_does_not_replace_a_read() {
    let whole = json!({
        "ConnectionArn": connection().as_str(), "ConnectionName": "app", "ProviderType": "GitLab",
        "ConnectionStatus": "AVAILABLE",
    });
    for missing in [
        None,
        Some("ConnectionName"),
        Some("ProviderType"),
        Some("ConnectionStatus"),
    ] {
        let mut shown = whole.clone();
        missing.map(|member| shown.as_object_mut().unwrap().remove(member));
        let server = Scripted::start(move |_, _| ok(json!({ "Connections": [shown] }))).await;
        let listed = Connections::new(session(settings(&server.url)))
            .listed(&connection())
            .await;
        assert_eq!(listed.unwrap().is_some(), missing.is_none(), "{missing:?}");
    }
}

#[tokio::test]
async fn a_creation_that_is_answered_with_half_an_answer_is_searched() {
    for (status, body) in [(200, "{}"), (200, ""), (200, "<html></html>")] {
        let server = Scripted::start(move |(operation, _), before| match operation.as_str() {
            "ListConnections" if before.is_empty() => ok(json!({"Connections": []})),
            "ListConnections" => ok(json!({"Connections": [{
                "ConnectionArn": connection().as_str(), "ConnectionName": "app", "ProviderType": "GitLab" }]})),
            _ => (status, body.to_owned()),
        })
        .await;
        let new = NewConnection {
            name: "app".into(),
            provider_type: "GitLab".into(),
            ..NewConnection::default()
        };
        let connections = Connections::new(session(settings(&server.url)));
        let created = connections.create(API, REGION, &new).await.unwrap();
        assert_eq!((created.arn, created.adopted), (connection(), true), "{body}");
        assert_eq!(server.inputs("CreateConnection").len(), 1);
    }
}

#[tokio::test]
async fn a_deletion_that_is_answered_with_a_web_page_is_an_error() {
    let server = Scripted::start(|_, _| (200, "<html></html>".to_owned())).await;
    let connections = Connections::new(session(settings(&server.url)));
    let deleted = connections.delete(&connection()).await;
    assert_eq!(deleted.unwrap_err().kind(), Kind::NotAws);
}

#[tokio::test]
async fn pages_without_an_end_are_an_error() {
    let repeated = Scripted::start(|_, _| ok(json!({"NextToken": "again", "nextToken": "again"}))).await;
    let endless = Scripted::start(|_, before| {
        let token = before.len().to_string();
        ok(json!({"NextToken": token, "nextToken": token}))
    })
    .await;
    for (server, calls) in [(&repeated, 2), (&endless, 200)] {
        let session = session(settings(&server.url));
        let listed = Connections::new(session.clone())
            .list(API, REGION, &Filter::default())
            .await;
        assert_eq!(listed.unwrap_err().kind(), Kind::NotAws);
        assert_eq!(server.operations().len(), calls);
        let listed = Hosts::new(session.clone()).list(API, REGION).await;
        assert_eq!(listed.unwrap_err().kind(), Kind::NotAws);
        let listed = Pipelines::new(session).list(REGION).await;
        assert_eq!(listed.unwrap_err().kind(), Kind::NotAws);
    }
}

/// A server that answers each request with the beginning of a body.
async fn unfinished(rest: Rest) -> HostileServer {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\n\r\n{\"x\":\"";
    HostileServer::start(|_| head.into(), rest).await
}

async fn get(url: &str, cancel: CancellationToken, read_timeout: Duration) -> (Error, Duration) {
    let pace = Pace { read_timeout, ..pace() };
    let session = Session::new(Settings { pace, ..settings(url) }, cancel);
    let start = Instant::now();
    let error = Pipelines::new(session).get(REGION, "demo").await.unwrap_err();
    (error, start.elapsed())
}

#[tokio::test]
async fn a_response_that_stalls_or_drips_ends_with_the_timeout() {
    let early_hints = "HTTP/1.1 103 Early Hints\r\n\r\n".into();
    for server in [
        unfinished(Rest::Silence).await,
        unfinished(Rest::Drip(b'x')).await,
        HostileServer::start(|_| "HTTP/1.1 200 OK\r\nx-more: ".into(), Rest::Drip(b'x')).await,
        HostileServer::start(|_| Vec::new(), Rest::Silence).await,
        HostileServer::start(|_| Vec::new(), Rest::Flood(early_hints)).await,
    ] {
        let (error, time) = get(&server.url, CancellationToken::new(), Duration::from_millis(200)).await;
        assert_eq!(error.kind(), Kind::Timeout, "{error}");
        assert!(time < Duration::from_secs(5), "{time:?}");
    }
}

#[tokio::test]
async fn a_body_without_an_end_is_not_read_to_its_end() {
    let server = unfinished(Rest::Flood(vec![b'x'; 1 << 20])).await;
    let (error, _) = get(&server.url, CancellationToken::new(), Duration::from_secs(60)).await;
    assert_eq!(error.kind(), Kind::NotAws, "{error}");
}

#[tokio::test]
async fn an_interruption_ends_a_read_that_stalls() {
    let server = unfinished(Rest::Silence).await;
    let cancel = CancellationToken::new();
    let interrupt = cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        interrupt.cancel();
    });
    let (error, time) = get(&server.url, cancel, Duration::from_secs(60)).await;
    assert_eq!(error.kind(), Kind::Cancelled, "{error}");
    assert!(time < Duration::from_secs(5), "{time:?}");
}

#[tokio::test]
async fn an_endpoint_that_repeats_our_secrets_does_not_get_them_into_an_error() {
    const KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const TOKEN: &str = "IQoJb3JpZ2luX2VjEXAMPLE/TOKEN+with==";
    let body = format!("you sent {TOKEN} signed with {KEY}");
    let escaped = json!({"__type": "AccessDeniedException", "message": body})
        .to_string()
        .replace('/', "\\/");
    let server = Scripted::start(move |_, _| (400, escaped.clone())).await;
    let session = session(Settings {
        secret_key: Some(KEY.to_owned()),
        token: Some(TOKEN.to_owned()),
        ..settings(&server.url)
    });
    for error in [
        Pipelines::new(session.clone()).get(REGION, "demo").await.unwrap_err(),
        Connections::new(session).get(&connection()).await.unwrap_err(),
    ] {
        assert_eq!(error.message(), "you sent *** signed with ***");
    }
}
