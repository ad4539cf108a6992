//! Connections through both APIs.

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::json;
use terraform_provider_codepipeline::aws::{
    Arn,
    connections::{Connections, Filter, NewConnection, Status},
    error::Kind,
    service::Service,
    settings::Settings,
    tags::{TagChange, Tags},
};

use super::{
    scripted::{Scripted, ok, refused},
    sessions::{REGION, session, settings},
};

fn gitlab(name: &str) -> NewConnection {
    let tags = [("team".to_owned(), "payments".to_owned())].into();
    NewConnection {
        name: name.into(),
        provider_type: "GitLab".into(),
        host_arn: None,
        tags,
    }
}

#[tokio::test]
async fn a_connection_lives_in_the_api_that_made_it() {
    let emulator = Emulator::start().await;
    let connections = Connections::new(session(settings(emulator.url())));
    for service in [Service::CodeConnections, Service::CodeStarConnections] {
        let created = connections
            .create(service, REGION, &gitlab(service.as_str()))
            .await
            .unwrap();
        let arn = &created.arn;
        assert_eq!((arn.service(), arn.region()), (service.as_str(), REGION));
        assert_eq!((created.adopted, created.unchecked), (false, None));

        let (shown, tags) = tokio::join!(connections.get(arn), connections.tags(arn));
        let shown = shown.unwrap().unwrap();
        assert_eq!(
            (shown.name.as_str(), &shown.status),
            (service.as_str(), &Status::Pending)
        );
        assert_eq!(shown.provider_type.as_deref(), Some("GitLab"));
        assert_eq!(shown.owner_account_id.as_deref(), Some("111122223333"));
        assert_eq!(shown.host_arn, None);

        let wanted: Tags = [
            ("team".to_owned(), "checkout".to_owned()),
            ("env".to_owned(), "test".to_owned()),
        ]
        .into();
        connections
            .change_tags(arn, &TagChange::between(&tags.unwrap(), &wanted))
            .await
            .unwrap();
        assert_eq!(connections.tags(arn).await, Ok(wanted));
        let removal = TagChange {
            remove: vec!["env".into(), "team".into()],
            ..TagChange::default()
        };
        connections.change_tags(arn, &removal).await.unwrap();
        assert_eq!(connections.tags(arn).await, Ok(Tags::new()));

        assert_eq!(connections.delete(arn).await, Ok(true));
        assert_eq!(connections.delete(arn).await, Ok(false));
        assert_eq!(connections.get(arn).await, Ok(None));
    }
}

#[tokio::test]
async fn the_arns_region_is_called_whatever_the_default() {
    let emulator = Emulator::start().await;
    let connections = Connections::new(session(settings(emulator.url())));
    let created = connections
        .create(Service::CodeConnections, "us-east-1", &gitlab("app"))
        .await
        .unwrap();
    assert_eq!(created.arn.region(), "us-east-1");
    assert_eq!(connections.delete(&created.arn).await, Ok(true));
}

#[tokio::test]
async fn all_pages_are_listed_and_filters_are_sent() {
    let id = |n: usize| {
        format!("arn:aws:codeconnections:eu-west-1:111122223333:connection/{n:08}-0000-0000-0000-000000000000")
    };
    let server = Scripted::start(move |(_, input), _| {
        let start: usize = input["NextToken"].as_str().unwrap_or("0").parse().unwrap();
        let page: Vec<_> = (start..start + 100).map(|n| json!({"ConnectionArn": id(n)})).collect();
        let next = (start < 200).then(|| (start + 100).to_string());
        ok(json!({"Connections": page, "NextToken": next}))
    })
    .await;
    let connections = Connections::new(session(settings(&server.url)));
    let filter = Filter {
        provider_type: Some("GitLab".into()),
        host_arn: None,
    };
    let listed = connections
        .list(Service::CodeConnections, REGION, &filter)
        .await
        .unwrap();
    assert_eq!(listed.len(), 300);
    let inputs = server.inputs("ListConnections");
    assert_eq!(inputs.len(), 3);
    assert!(
        inputs
            .iter()
            .all(|input| input["ProviderTypeFilter"] == "GitLab" && input["MaxResults"] == 100)
    );
}

#[tokio::test]
async fn a_connection_of_the_same_name_type_and_host_is_not_made_again() {
    let emulator = Emulator::start().await;
    let arn = emulator
        .aws()
        .ok(
            "codeconnections",
            "CreateConnection",
            json!({"ConnectionName": "app", "ProviderType": "GitLab"}),
        )
        .await;
    let connections = Connections::new(session(settings(emulator.url())));
    let error = connections
        .create(Service::CodeConnections, REGION, &gitlab("app"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::AlreadyExists);
    assert_eq!(error.arns(), [arn["ConnectionArn"].as_str().unwrap()]);
    let github = NewConnection {
        provider_type: "GitHub".into(),
        ..gitlab("app")
    };
    connections
        .create(Service::CodeConnections, REGION, &github)
        .await
        .unwrap();
}

#[tokio::test]
async fn one_list_serves_the_process_and_follows_its_own_changes() {
    let emulator = Emulator::start().await;
    let connections = Connections::new(session(settings(emulator.url())));
    let service = Service::CodeConnections;
    let one = connections.create(service, REGION, &gitlab("one")).await.unwrap();
    connections.create(service, REGION, &gitlab("two")).await.unwrap();
    let again = connections.create(service, REGION, &gitlab("one")).await.unwrap_err();
    assert_eq!(again.kind(), Kind::AlreadyExists);
    connections.delete(&one.arn).await.unwrap();
    let known = connections.known(service, REGION).await.unwrap();
    assert_eq!(
        known
            .iter()
            .map(|connection| connection.name.as_str())
            .collect::<Vec<_>>(),
        ["two"]
    );
    assert_eq!(connections.listed(&known[0].arn).await, Ok(Some(known[0].clone())));
    assert_eq!(connections.listed(&one.arn).await, Ok(None));
    connections.create(service, REGION, &gitlab("one")).await.unwrap();
    let calls = emulator.get_json("/_emulator/calls").await;
    let lists = calls
        .as_array()
        .unwrap()
        .iter()
        .filter(|call| call["operation"] == "ListConnections")
        .count();
    assert_eq!(lists, 1);
}

#[tokio::test]
async fn what_was_deleted_through_one_api_or_region_is_gone_for_all() {
    let emulator = Emulator::start().await;
    let connections = Connections::new(session(settings(emulator.url())));
    let (new, old) = (Service::CodeConnections, Service::CodeStarConnections);
    let one = connections.create(old, REGION, &gitlab("one")).await.unwrap();
    let elsewhere = connections.create(new, "us-east-1", &gitlab("one")).await.unwrap();
    assert_eq!(connections.known(new, REGION).await.unwrap().len(), 2);
    connections.delete(&one.arn).await.unwrap();
    connections.delete(&elsewhere.arn).await.unwrap();
    assert_eq!(connections.known(new, REGION).await, Ok(vec![]));
    connections.create(new, REGION, &gitlab("one")).await.unwrap();
}

#[tokio::test]
async fn the_same_name_in_another_region_is_another_connection() {
    let emulator = Emulator::start().await;
    let connections = Connections::new(session(settings(emulator.url())));
    for region in ["us-east-1", REGION] {
        let made = connections
            .create(Service::CodeConnections, region, &gitlab("one"))
            .await;
        assert_eq!(made.unwrap().arn.region(), region);
    }
}

#[tokio::test]
async fn two_of_the_same_name_at_once_become_one() {
    let emulator = Emulator::start().await;
    let connections = Connections::new(session(settings(emulator.url())));
    let app = gitlab("app");
    let both = tokio::join!(
        connections.create(Service::CodeConnections, REGION, &app),
        connections.create(Service::CodeConnections, REGION, &app)
    );
    assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|ok| **ok).count(), 1);
}

#[tokio::test]
async fn without_the_permission_to_list_it_is_made_unchecked() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "ListConnections", "kind": "deny", "times": 0}))
        .await;
    let connections = Connections::new(session(settings(emulator.url())));
    let created = connections
        .create(Service::CodeConnections, REGION, &gitlab("app"))
        .await
        .unwrap();
    assert_eq!(
        created.unchecked.unwrap().action().as_deref(),
        Some("codeconnections:ListConnections")
    );
}

#[tokio::test]
async fn without_the_permission_to_list_a_lost_answer_is_not_confirmed() {
    for kind in ["drop-after", "internal"] {
        let emulator = Emulator::start().await;
        emulator
            .fault(json!({"operation": "ListConnections", "kind": "deny", "times": 0}))
            .await;
        emulator
            .fault(json!({"operation": "CreateConnection", "kind": kind}))
            .await;
        let connections = Connections::new(session(settings(emulator.url())));
        let created = connections
            .create(Service::CodeConnections, REGION, &gitlab("app"))
            .await;
        let error = created.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (Kind::Unconfirmed, Some("CreateConnection"))
        );
    }
}

/// Lists these connections, and returns the account 111122223333.
async fn listing(lists: Vec<Vec<&'static str>>) -> Scripted {
    Scripted::start(move |(operation, _), before| match operation.as_str() {
        "ListConnections" => {
            let earlier = before.iter().filter(|(operation, _)| operation == "ListConnections");
            let shown = lists[earlier.count().min(lists.len() - 1)].iter().map(|account| {
                let arn =
                    format!("arn:aws:codeconnections:eu-west-1:{account}:connection/00000000-0000-0000-0000-{account}");
                json!({"ConnectionArn": arn, "ConnectionName": "app", "ProviderType": "GitLab"})
            });
            ok(json!({"Connections": shown.collect::<Vec<_>>()}))
        }
        "CreateConnection" => (500, json!({"__type": "InternalServerException"}).to_string()),
        _ => {
            let account = "<Account>111122223333</Account>";
            let result = format!("<GetCallerIdentityResult>{account}</GetCallerIdentityResult>");
            (
                200,
                format!("<GetCallerIdentityResponse>{result}</GetCallerIdentityResponse>"),
            )
        }
    })
    .await
}

#[tokio::test]
async fn a_connection_that_another_account_shares_is_neither_a_twin_nor_adopted() {
    let (ours, shared) = ("111122223333", "444455556666");
    let server = listing(vec![vec![shared], vec![shared, "777788889999", ours]]).await;
    let connections = Connections::new(session(settings(&server.url)));
    let created = connections
        .create(Service::CodeConnections, REGION, &gitlab("app"))
        .await;
    let created = created.unwrap();
    assert_eq!((created.arn.account(), created.adopted), (ours, true));
    let server = listing(vec![vec![ours]]).await;
    let connections = Connections::new(session(settings(&server.url)));
    let twin = connections
        .create(Service::CodeConnections, REGION, &gitlab("app"))
        .await;
    assert_eq!(twin.unwrap_err().kind(), Kind::AlreadyExists);
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_is_a_success_once_the_connection_is_gone() {
    let emulator = Emulator::start().await;
    let connections = Connections::new(session(Settings {
        max_retries: Some(1),
        ..settings(emulator.url())
    }));
    let created = connections
        .create(Service::CodeConnections, REGION, &gitlab("app"))
        .await;
    let arn = created.unwrap().arn;
    for (kind, is_deleted) in [("drop-before", false), ("drop-after", true)] {
        emulator
            .fault(json!({"operation": "DeleteConnection", "kind": kind}))
            .await;
        assert_eq!(connections.delete(&arn).await.is_ok(), is_deleted, "{kind}");
    }
}

#[tokio::test]
async fn several_that_appear_after_a_lost_answer_are_listed() {
    let shown = |n: usize| {
        json!({
            "ConnectionArn": format!("arn:aws:codeconnections:eu-west-1:111122223333:connection/{n:08}-0000-0000-0000-000000000000"),
            "ConnectionName": "app",
            "ProviderType": "GitLab",
        })
    };
    let server = Scripted::start(move |(operation, _), before| match operation.as_str() {
        "ListConnections" if before.is_empty() => ok(json!({"Connections": []})),
        "ListConnections" => ok(json!({"Connections": [shown(1), shown(2)]})),
        _ => (500, json!({"__type": "InternalServerException"}).to_string()),
    })
    .await;
    let connections = Connections::new(session(settings(&server.url)));
    let error = connections
        .create(Service::CodeConnections, REGION, &gitlab("app"))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.arns().len()), (Kind::Ambiguous, 2));
    assert_eq!(server.inputs("CreateConnection").len(), 1);
}

#[tokio::test]
async fn a_refusal_carries_awss_words_code_request_id_and_action() {
    let server = Scripted::start(|_, _| {
        let text =
            "User: arn:aws:sts::1:x is not authorized to perform: codestar-connections:GetConnection on resource: y";
        refused("com.amazonaws.codeconnections#AccessDeniedException", text)
    })
    .await;
    let arn: Arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/00000000-0000-0000-0000-000000000000"
        .parse()
        .unwrap();
    let error = Connections::new(session(settings(&server.url)))
        .get(&arn)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::AccessDenied);
    assert_eq!(error.action().as_deref(), Some("codestar-connections:GetConnection"));
    assert_eq!(
        (error.service(), error.operation()),
        (Some("codeconnections"), Some("GetConnection"))
    );
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("AccessDeniedException"), Some("scripted-1"))
    );
}

#[tokio::test]
async fn an_arn_of_another_kind_is_refused_without_a_call() {
    let connections = Connections::new(session(settings("http://127.0.0.1:9")));
    let host: Arn = "arn:aws:codeconnections:eu-west-1:111122223333:host/gl-12345678"
        .parse()
        .unwrap();
    assert_eq!(connections.get(&host).await.unwrap_err().kind(), Kind::Validation);
}
