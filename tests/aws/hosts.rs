//! Hosts through both APIs.

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::json;
use terraform_provider_codepipeline::aws::{
    connections::{Connections, NewConnection},
    error::Kind,
    hosts::{Hosts, NewHost, Vpc},
    service::Service,
};

use super::sessions::{REGION, session, settings};

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
        hosts.update(arn, "https://git.example.com", None).await.unwrap();
        let host = hosts.get(arn).await.unwrap().unwrap();
        assert_eq!(
            (host.provider_endpoint.as_str(), host.name.as_str()),
            ("https://git.example.com", "gitlab")
        );
        assert_eq!(host.provider_type.as_deref(), Some("GitLabSelfManaged"));
        assert_eq!(host.vpc, None);
        let listed = hosts.list(service, REGION).await.unwrap();
        assert!(listed.iter().any(|listed| listed.arn == *arn));
        assert_eq!(hosts.delete(arn).await, Ok(true));
        assert_eq!(hosts.delete(arn).await, Ok(false));
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
async fn a_connection_needs_a_host_that_is_available() {
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
    let error = connections
        .create(Service::CodeConnections, REGION, &new)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
    emulator.set_host_status(host.as_str(), "AVAILABLE").await;
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
        .update(&arn, "https://gitlab.example.com", Some(&other))
        .await
        .unwrap();
    assert_eq!(hosts.get(&arn).await.unwrap().unwrap().vpc, Some(other));
    assert!(hosts.status_message(&arn).await.is_ok());
}
