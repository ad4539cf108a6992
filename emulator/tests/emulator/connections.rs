//! The life of a connection.

use std::time::Duration;

use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::{Value, json};

const NEW: &str = "codeconnections";
const FORMER: &str = "codestar-connections";

/// Creates a GitLab connection through one of the two APIs.
pub(super) async fn create(aws: &AwsClient, service: &str, name: &str) -> String {
    let input = json!({"ConnectionName": name, "ProviderType": "GitLab"});
    aws.ok(service, "CreateConnection", input).await["ConnectionArn"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// GetConnection's answer.
pub(super) async fn get(aws: &AwsClient, service: &str, arn: &str) -> Value {
    aws.ok(service, "GetConnection", json!({"ConnectionArn": arn})).await["Connection"].clone()
}

#[tokio::test]
async fn a_new_connection_is_pending_and_never_shows_its_tags() {
    let aws = Emulator::start().await;
    let aws = aws.aws();
    let arn = create(&aws, NEW, "app").await;
    let expected = json!({
        "ConnectionArn": arn, "ConnectionName": "app", "ConnectionStatus": "PENDING",
        "OwnerAccountId": "111122223333", "ProviderType": "GitLab",
    });
    assert_eq!(get(&aws, NEW, &arn).await, expected);
}

#[tokio::test]
async fn the_arn_carries_the_prefix_of_the_api_that_created_it() {
    let emulator = Emulator::start().await;
    for service in [NEW, FORMER] {
        let arn = create(&emulator.aws(), service, "app").await;
        assert!(
            arn.starts_with(&format!("arn:aws:{service}:eu-west-1:111122223333:connection/")),
            "{arn}"
        );
    }
}

#[tokio::test]
async fn both_apis_read_tag_and_delete_the_connections_of_both() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    for (creator, other) in [(NEW, FORMER), (FORMER, NEW)] {
        let arn = create(&aws, creator, "app").await;
        assert_eq!(get(&aws, other, &arn).await["ConnectionArn"], json!(arn));
        let tags = json!([{"Key": "a", "Value": "b"}]);
        aws.ok(other, "TagResource", json!({"ResourceArn": arn, "Tags": tags}))
            .await;
        assert_eq!(
            aws.ok(creator, "ListTagsForResource", json!({"ResourceArn": arn}))
                .await["Tags"],
            tags
        );
        assert_eq!(
            aws.ok(other, "ListConnections", json!({})).await["Connections"][0]["ConnectionArn"],
            json!(arn)
        );
        aws.ok(other, "DeleteConnection", json!({"ConnectionArn": arn})).await;
        let error = aws.fail(creator, "GetConnection", json!({"ConnectionArn": arn})).await;
        assert_eq!(error.class, "ResourceNotFoundException");
    }
}

#[tokio::test]
async fn a_connection_has_the_prefix_that_it_was_given_and_no_other() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), NEW, "app").await.replace(NEW, FORMER);
    let error = emulator
        .aws()
        .fail(FORMER, "GetConnection", json!({"ConnectionArn": arn}))
        .await;
    assert_eq!((error.status, error.class.as_str()), (400, "ResourceNotFoundException"));
}

#[tokio::test]
async fn connections_are_seen_from_every_region_of_their_partition() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), NEW, "app").await;
    get(&emulator.aws().region("us-east-1"), NEW, &arn).await;
    let input = json!({"ConnectionArn": arn});
    let error = emulator
        .aws()
        .region("us-gov-west-1")
        .fail(NEW, "GetConnection", input)
        .await;
    assert_eq!(error.class, "ResourceNotFoundException");
}

#[tokio::test]
async fn only_its_own_region_changes_a_connection() {
    let emulator = Emulator::start().await;
    let (aws, elsewhere) = (emulator.aws(), emulator.aws().region("us-east-1"));
    let arn = create(&aws, NEW, "app").await;
    let named = json!({"ResourceArn": arn});
    let changes = [
        (
            "TagResource",
            json!({"ResourceArn": arn, "Tags": [{"Key": "a", "Value": "b"}]}),
        ),
        ("UntagResource", json!({"ResourceArn": arn, "TagKeys": ["a"]})),
        ("DeleteConnection", json!({"ConnectionArn": arn})),
    ];
    for (operation, input) in changes {
        let error = elsewhere.fail(NEW, operation, input.clone()).await;
        assert_eq!(error.class, "ResourceNotFoundException", "{operation}");
        elsewhere.ok(NEW, "ListTagsForResource", named.clone()).await;
        aws.ok(NEW, operation, input).await;
    }
}

#[tokio::test]
async fn the_arn_has_the_partition_of_its_region() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws().region("us-gov-east-1"), NEW, "app").await;
    assert!(
        arn.starts_with("arn:aws-us-gov:codeconnections:us-gov-east-1:"),
        "{arn}"
    );
}

#[tokio::test]
async fn names_may_be_used_twice() {
    let emulator = Emulator::start().await;
    let first = create(&emulator.aws(), NEW, "app").await;
    assert_ne!(create(&emulator.aws(), NEW, "app").await, first);
}

#[tokio::test]
async fn exactly_one_of_provider_type_and_host_is_wanted() {
    let emulator = Emulator::start().await;
    let host = "arn:aws:codeconnections:eu-west-1:111122223333:host/h-01234567";
    for input in [
        json!({"ConnectionName": "app"}),
        json!({"ConnectionName": "app", "ProviderType": "GitLabSelfManaged", "HostArn": host}),
        json!({"ConnectionName": "app", "ProviderType": "GitLabSelfManaged"}),
    ] {
        assert_eq!(
            emulator.aws().fail(NEW, "CreateConnection", input).await.class,
            "InvalidInputException"
        );
    }
}

#[tokio::test]
async fn only_the_new_api_knows_azure_devops() {
    let emulator = Emulator::start().await;
    let input = json!({"ConnectionName": "app", "ProviderType": "AzureDevOps"});
    emulator.aws().ok(NEW, "CreateConnection", input.clone()).await;
    let error = emulator.aws().fail(FORMER, "CreateConnection", input).await;
    assert!(
        error
            .message
            .ends_with("enum value set: [Bitbucket, GitHub, GitHubEnterpriseServer, GitLab, GitLabSelfManaged]"),
        "{error}"
    );
}

#[tokio::test]
async fn the_side_door_completes_and_breaks_a_handshake() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, NEW, "app").await;
    for status in ["AVAILABLE", "ERROR", "PENDING"] {
        emulator.set_connection_status(&arn, status).await;
        assert_eq!(get(&aws, NEW, &arn).await["ConnectionStatus"], json!(status));
    }
    let put = reqwest::Method::PUT;
    let bad = emulator
        .send(
            put.clone(),
            "/_emulator/connections/none/status",
            json!({"status": "AVAILABLE"}),
        )
        .await;
    assert_eq!(bad.status(), 404);
    let bad = emulator
        .send(
            put,
            "/_emulator/connections/none/status",
            json!({"status": "available"}),
        )
        .await;
    assert_eq!(bad.status(), 400);
}

#[tokio::test]
async fn authorize_after_completes_what_is_pending() {
    let emulator = Emulator::with(|options| options.authorize_after = Some(Duration::from_secs(5))).await;
    let aws = emulator.aws();
    let arn = create(&aws, NEW, "app").await;
    emulator.pass(4.9);
    assert_eq!(get(&aws, NEW, &arn).await["ConnectionStatus"], "PENDING");
    emulator.pass(0.1);
    assert_eq!(get(&aws, NEW, &arn).await["ConnectionStatus"], "AVAILABLE");
}

#[tokio::test]
async fn authorize_after_does_not_fix_an_error() {
    let emulator = Emulator::with(|options| options.authorize_after = Some(Duration::from_secs(5))).await;
    let arn = create(&emulator.aws(), NEW, "app").await;
    emulator.set_connection_status(&arn, "ERROR").await;
    emulator.pass(60.0);
    assert_eq!(get(&emulator.aws(), NEW, &arn).await["ConnectionStatus"], "ERROR");
}

#[tokio::test]
async fn a_region_takes_250_connections_and_no_more() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    for _ in 0..250 {
        create(&aws, NEW, "app").await;
    }
    let input = json!({"ConnectionName": "app", "ProviderType": "GitLab"});
    assert_eq!(
        aws.fail(NEW, "CreateConnection", input).await.class,
        "LimitExceededException"
    );
    create(&emulator.aws().region("us-east-1"), NEW, "app").await;
}
