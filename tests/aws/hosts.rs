//! Hosts through both APIs.

use std::time::Duration;

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::json;
use terraform_provider_codepipeline::aws::{
    connections::{Connections, NewConnection},
    error::Kind,
    hosts::{Hosts, NewHost, Vpc},
    service::Service,
    settings::Settings,
    wait::Patience,
};
use tokio_util::sync::CancellationToken;

use super::{
    scripted::{Scripted, ok},
    sessions::{REGION, session, settings},
};

fn patience() -> Patience {
    Patience::within(Duration::from_secs(30), &CancellationToken::new())
}

fn in_vpc() -> NewHost {
    let vpc = Vpc {
        vpc_id: "vpc-01234567".into(),
        subnet_ids: vec!["subnet-01234567".into()],
        security_group_ids: vec!["sg-01234567".into()],
        tls_certificate: Some("-----BEGIN CERTIFICATE-----".into()),
    };
    NewHost {
        vpc: Some(vpc),
        ..gitlab()
    }
}

fn gitlab() -> NewHost {
    NewHost {
        name: "gitlab".into(),
        provider_type: "GitLabSelfManaged".into(),
        provider_endpoint: "https://gitlab.example.com".into(),
        vpc: None,
        tags: [("team".to_owned(), "payments".to_owned())].into(),
    }
}

#[tokio::test]
async fn a_host_is_made_changed_and_deleted_through_both_apis() {
    let emulator = Emulator::start().await;
    let hosts = Hosts::new(session(settings(emulator.url())));
    for service in [Service::CodeConnections, Service::CodeStarConnections] {
        let created = hosts.create(service, REGION, &gitlab()).await.unwrap();
        let arn = &created.arn;
        assert_eq!(arn.service(), service.as_str());
        assert_eq!(hosts.tags(arn).await, Ok(gitlab().tags));
        emulator.set_host_status(arn.as_str(), "AVAILABLE").await;
        hosts
            .update(arn, "https://git.example.com", None, &patience())
            .await
            .unwrap();
        let host = hosts.get(arn).await.unwrap().unwrap();
        assert_eq!(
            (host.provider_endpoint.as_str(), host.name.as_str()),
            ("https://git.example.com", "gitlab")
        );
        assert_eq!(host.provider_type.as_deref(), Some("GitLabSelfManaged"));
        assert_eq!(host.vpc, None);
        let listed = hosts.list(service, REGION).await.unwrap();
        assert!(listed.iter().any(|listed| listed.arn == *arn));
        assert_eq!(hosts.delete(arn, &patience()).await, Ok(true));
        assert_eq!(hosts.delete(arn, &patience()).await, Ok(false));
        assert_eq!(hosts.get(arn).await, Ok(None));
    }
}

#[tokio::test]
async fn a_lost_creation_is_adopted() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "CreateHost", "kind": "drop-after"}))
        .await;
    let hosts = Hosts::new(session(settings(emulator.url())));
    let created = hosts.create(Service::CodeConnections, REGION, &gitlab()).await.unwrap();
    assert!(created.adopted);
    let twin = hosts
        .create(Service::CodeConnections, REGION, &gitlab())
        .await
        .unwrap_err();
    assert_eq!(
        (twin.kind(), twin.arns()),
        (Kind::AlreadyExists, &[created.arn.to_string()][..])
    );
}

#[tokio::test]
async fn a_connection_needs_a_host_that_is_pending_or_available() {
    let emulator = Emulator::start().await;
    let session = session(settings(emulator.url()));
    let (hosts, connections) = (Hosts::new(session.clone()), Connections::new(session));
    let host = hosts
        .create(Service::CodeConnections, REGION, &gitlab())
        .await
        .unwrap()
        .arn;
    let new = NewConnection {
        name: "app".into(),
        provider_type: "GitLabSelfManaged".into(),
        host_arn: Some(host.to_string()),
        ..NewConnection::default()
    };
    emulator.set_host_status(host.as_str(), "ERROR").await;
    let error = connections
        .create(Service::CodeConnections, REGION, &new)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
    emulator.set_host_status(host.as_str(), "PENDING").await;
    let arn = connections
        .create(Service::CodeConnections, REGION, &new)
        .await
        .unwrap()
        .arn;
    let shown = connections.get(&arn).await.unwrap().unwrap();
    assert_eq!(shown.host_arn.as_deref(), Some(host.as_str()));
    assert_eq!(shown.provider_type.as_deref(), Some("GitLabSelfManaged"));
}

#[tokio::test]
async fn a_network_is_sent_and_shown_and_may_be_changed() {
    let emulator = Emulator::start().await;
    let hosts = Hosts::new(session(settings(emulator.url())));
    let arn = hosts
        .create(Service::CodeConnections, REGION, &in_vpc())
        .await
        .unwrap()
        .arn;
    let host = hosts.get(&arn).await.unwrap().unwrap();
    assert_eq!(
        (host.vpc, host.status.as_str()),
        (in_vpc().vpc, "VPC_CONFIG_INITIALIZING")
    );
    emulator.set_host_status(arn.as_str(), "AVAILABLE").await;
    let other = Vpc {
        vpc_id: "vpc-89abcdef".into(),
        tls_certificate: None,
        ..in_vpc().vpc.unwrap()
    };
    hosts
        .update(&arn, "https://gitlab.example.com", Some(&other), &patience())
        .await
        .unwrap();
    assert_eq!(hosts.get(&arn).await.unwrap().unwrap().vpc, Some(other));
    assert!(hosts.status_message(&arn).await.is_ok());
}

#[tokio::test]
async fn a_change_or_a_deletion_waits_while_aws_creates_network_interfaces() {
    let emulator = Emulator::start().await;
    let hosts = Hosts::new(session(settings(emulator.url())));
    let api = Service::CodeConnections;
    let arn = hosts.create(api, REGION, &in_vpc()).await.unwrap().arn;
    let endpoint = "https://git.example.com";
    let none = patience().at_most(Duration::from_millis(20));
    let refused = hosts.update(&arn, endpoint, None, &none);
    assert_eq!(refused.await.unwrap_err().kind(), Kind::Conflict);
    let none = patience().at_most(Duration::from_millis(20));
    let refused = hosts.delete(&arn, &none);
    assert_eq!(refused.await.unwrap_err().kind(), Kind::Unavailable);
    let (patience, elapse) = (patience(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        emulator.set_host_status(arn.as_str(), "AVAILABLE").await;
    });
    let (updated, ()) = tokio::join!(hosts.update(&arn, endpoint, None, &patience), elapse);
    updated.unwrap();
    assert_eq!(hosts.get(&arn).await.unwrap().unwrap().provider_endpoint, endpoint);
    assert_eq!(hosts.delete(&arn, &patience).await, Ok(true));
}

#[tokio::test]
async fn a_change_or_a_deletion_whose_answer_is_lost_is_a_success() {
    for attempts in [1, 3] {
        let emulator = Emulator::start().await;
        let hosts = Hosts::new(session(Settings {
            max_retries: Some(attempts),
            ..settings(emulator.url())
        }));
        let api = Service::CodeConnections;
        let arn = hosts.create(api, REGION, &in_vpc()).await.unwrap().arn;
        emulator.set_host_status(arn.as_str(), "AVAILABLE").await;
        for operation in ["UpdateHost", "DeleteHost"] {
            emulator
                .fault(json!({"operation": operation, "kind": "drop-after"}))
                .await;
        }
        let vpc = in_vpc().vpc.unwrap();
        hosts
            .update(&arn, "https://git.example.com", Some(&vpc), &patience())
            .await
            .unwrap();
        emulator.set_host_status(arn.as_str(), "AVAILABLE").await;
        assert_eq!(hosts.delete(&arn, &patience()).await, Ok(true));
    }
}

#[tokio::test]
async fn all_pages_of_hosts_are_listed() {
    let server = Scripted::start(move |(_, input), _| {
        let start: usize = input["NextToken"].as_str().unwrap_or("0").parse().unwrap();
        let arn = |n: usize| format!("arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-{n:08}");
        let page: Vec<_> = (start..start + 100).map(|n| json!({"HostArn": arn(n)})).collect();
        let next = (start < 200).then(|| (start + 100).to_string());
        ok(json!({"Hosts": page, "NextToken": next}))
    })
    .await;
    let hosts = Hosts::new(session(settings(&server.url)));
    let listed = hosts.list(Service::CodeConnections, REGION).await.unwrap();
    assert_eq!((listed.len(), server.inputs("ListHosts").len()), (300, 3));
}
