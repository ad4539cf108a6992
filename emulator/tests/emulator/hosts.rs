//! The life of a host, and of connections on it.

use std::time::Duration;

use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::{Value, json};

const SERVICE: &str = "codeconnections";

fn host(name: &str) -> Value {
    let endpoint = format!("https://{name}.example.com");
    json!({"Name": name, "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": endpoint})
}

fn vpc(id: &str) -> Value {
    json!({"VpcId": id, "SubnetIds": ["subnet-01234567"], "SecurityGroupIds": ["sg-01234567"]})
}

fn host_in_vpc(name: &str, vpc_id: &str) -> Value {
    let mut input = host(name);
    input["VpcConfiguration"] = vpc(vpc_id);
    input
}

async fn create(aws: &AwsClient, input: Value) -> String {
    aws.ok(SERVICE, "CreateHost", input).await["HostArn"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn status(aws: &AwsClient, arn: &str) -> Value {
    aws.ok(SERVICE, "GetHost", json!({"HostArn": arn})).await["Status"].clone()
}

#[tokio::test]
async fn a_new_host_is_pending_and_its_arn_holds_its_name() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, host("gitlab")).await;
    let id = arn
        .strip_prefix("arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-")
        .unwrap();
    assert!(
        id.len() == 8 && id.bytes().all(|digit| digit.is_ascii_hexdigit()),
        "{arn}"
    );
    let expected = json!({
        "Name": "gitlab", "Status": "PENDING", "ProviderType": "GitLabSelfManaged",
        "ProviderEndpoint": "https://gitlab.example.com",
    });
    assert_eq!(aws.ok(SERVICE, "GetHost", json!({"HostArn": arn})).await, expected);
}

#[tokio::test]
async fn the_list_shows_arn_and_status_message_which_get_does_not() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), host("gitlab")).await;
    emulator.set_host_status(&arn, "ERROR").await;
    let listed = emulator.aws().ok(SERVICE, "ListHosts", json!({})).await["Hosts"][0].clone();
    assert_eq!(listed["HostArn"], json!(arn));
    assert_eq!(
        listed["StatusMessage"],
        "The host could not be set up with its provider."
    );
}

#[tokio::test]
async fn a_host_in_a_vpc_is_initialized_first() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, host_in_vpc("gitlab", "vpc-01234567")).await;
    assert_eq!(status(&aws, &arn).await, "VPC_CONFIG_INITIALIZING");
    emulator.pass(1.0);
    assert_eq!(status(&aws, &arn).await, "PENDING");
    let shown = aws.ok(SERVICE, "GetHost", json!({"HostArn": arn})).await;
    assert_eq!(shown["VpcConfiguration"], vpc("vpc-01234567"));
}

#[tokio::test]
async fn a_host_in_a_vpc_is_deleted_slowly() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, host_in_vpc("gitlab", "vpc-01234567")).await;
    let error = aws.fail(SERVICE, "DeleteHost", json!({"HostArn": arn})).await;
    assert_eq!(error.class, "ResourceUnavailableException");
    emulator.pass(1.0);
    aws.ok(SERVICE, "DeleteHost", json!({"HostArn": arn})).await;
    assert_eq!(status(&aws, &arn).await, "VPC_CONFIG_DELETING");
    emulator.pass(1.0);
    assert_eq!(
        aws.fail(SERVICE, "GetHost", json!({"HostArn": arn})).await.class,
        "ResourceNotFoundException"
    );
}

#[tokio::test]
async fn a_new_vpc_leads_an_available_host_back_to_available() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, host("gitlab")).await;
    emulator.set_host_status(&arn, "AVAILABLE").await;
    aws.ok(
        SERVICE,
        "UpdateHost",
        json!({"HostArn": arn, "VpcConfiguration": vpc("vpc-01234567")}),
    )
    .await;
    assert_eq!(status(&aws, &arn).await, "VPC_CONFIG_INITIALIZING");
    let again = json!({"HostArn": arn, "ProviderEndpoint": "https://other.example.com"});
    assert_eq!(
        aws.fail(SERVICE, "UpdateHost", again.clone()).await.class,
        "ConflictException"
    );
    emulator.pass(1.0);
    assert_eq!(status(&aws, &arn).await, "AVAILABLE");
    aws.ok(SERVICE, "UpdateHost", again).await;
    let shown = aws.ok(SERVICE, "GetHost", json!({"HostArn": arn})).await;
    assert_eq!(shown["ProviderEndpoint"], "https://other.example.com");
}

#[tokio::test]
async fn a_connection_needs_a_host_that_is_available_or_pending() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let host = create(&aws, host("gitlab")).await;
    let input = json!({"ConnectionName": "app", "HostArn": host});
    for status in ["ERROR", "VPC_CONFIG_INITIALIZING"] {
        emulator.set_host_status(&host, status).await;
        let error = aws.fail(SERVICE, "CreateConnection", input.clone()).await;
        assert_eq!(error.class, "ResourceUnavailableException", "{status}");
    }
    emulator.set_host_status(&host, "PENDING").await;
    let arn = aws.ok(SERVICE, "CreateConnection", input).await["ConnectionArn"].clone();
    let connection = aws.ok(SERVICE, "GetConnection", json!({"ConnectionArn": arn})).await["Connection"].clone();
    assert_eq!(connection["HostArn"], json!(host));
    assert_eq!(connection["ProviderType"], "GitLabSelfManaged");
    assert_eq!(connection["ConnectionStatus"], "PENDING");
}

#[tokio::test]
async fn a_host_with_connections_is_not_deleted() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let host = create(&aws, host("gitlab")).await;
    emulator.set_host_status(&host, "AVAILABLE").await;
    let input = json!({"ConnectionName": "app", "HostArn": host});
    let connection = aws.ok(SERVICE, "CreateConnection", input).await["ConnectionArn"].clone();
    let error = aws.fail(SERVICE, "DeleteHost", json!({"HostArn": host})).await;
    assert_eq!(error.class, "ResourceUnavailableException");
    aws.ok(SERVICE, "DeleteConnection", json!({"ConnectionArn": connection}))
        .await;
    aws.ok(SERVICE, "DeleteHost", json!({"HostArn": host})).await;
}

#[tokio::test]
async fn hosts_belong_to_their_region() {
    let emulator = Emulator::start().await;
    let host = create(&emulator.aws(), host("gitlab")).await;
    emulator.set_host_status(&host, "AVAILABLE").await;
    let elsewhere = emulator.aws().region("us-east-1");
    assert_eq!(elsewhere.ok(SERVICE, "ListHosts", json!({})).await["Hosts"], json!([]));
    let error = elsewhere.fail(SERVICE, "GetHost", json!({"HostArn": host})).await;
    assert_eq!(error.class, "ResourceNotFoundException");
    let input = json!({"ConnectionName": "app", "HostArn": host});
    assert_eq!(
        elsewhere.fail(SERVICE, "CreateConnection", input).await.class,
        "ResourceNotFoundException"
    );
}

#[tokio::test]
async fn an_installation_and_a_vpc_have_one_host_each() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let first = create(&aws, host_in_vpc("gitlab", "vpc-01234567")).await;
    let mut twin = host("gitlab");
    assert_eq!(
        aws.fail(SERVICE, "CreateHost", twin.clone()).await.class,
        "ResourceAlreadyExistsException"
    );
    twin["ProviderEndpoint"] = json!("https://twin.example.com");
    let second = create(&aws, twin).await;
    let input = json!({"HostArn": second, "VpcConfiguration": vpc("vpc-01234567")});
    let error = aws.fail(SERVICE, "UpdateHost", input).await;
    assert_eq!(
        error.to_string(),
        format!("400 ResourceAlreadyExistsException: The VPC vpc-01234567 already belongs to host {first}.")
    );
}

#[tokio::test]
async fn only_self_managed_providers_have_hosts() {
    let emulator = Emulator::start().await;
    let mut input = host("gitlab");
    input["ProviderType"] = json!("GitLab");
    assert_eq!(
        emulator.aws().fail(SERVICE, "CreateHost", input).await.class,
        "UnsupportedProviderTypeException"
    );
}

#[tokio::test]
async fn authorize_after_sets_hosts_up() {
    let emulator = Emulator::with(|options| options.authorize_after = Some(Duration::from_secs(5))).await;
    let aws = emulator.aws();
    let arn = create(&aws, host_in_vpc("gitlab", "vpc-01234567")).await;
    emulator.pass(5.9);
    assert_eq!(status(&aws, &arn).await, "PENDING");
    emulator.pass(0.2);
    assert_eq!(status(&aws, &arn).await, "AVAILABLE");
}

#[tokio::test]
async fn an_account_takes_50_hosts_and_no_more() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    for number in 0..50 {
        create(&aws, host(&format!("gitlab{number}"))).await;
    }
    for aws in [aws, emulator.aws().region("us-east-1")] {
        assert_eq!(
            aws.fail(SERVICE, "CreateHost", host("more")).await.class,
            "LimitExceededException"
        );
    }
}

#[tokio::test]
async fn members_that_the_model_lacks_are_ignored_and_not_kept() {
    let emulator = Emulator::start().await;
    let mut input = host_in_vpc("gitlab", "vpc-01234567");
    input["VpcConfiguration"]["Extra"] = json!(1);
    let arn = create(&emulator.aws(), input).await;
    let shown = emulator.aws().ok(SERVICE, "GetHost", json!({"HostArn": arn})).await;
    assert_eq!(shown["VpcConfiguration"], vpc("vpc-01234567"));
}
