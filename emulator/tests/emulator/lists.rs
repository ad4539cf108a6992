//! Lists, page by page.

use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::{Value, json};

use super::connections::create;

const SERVICE: &str = "codeconnections";

fn names(answer: &Value) -> Vec<&str> {
    let connections = answer["Connections"].as_array().unwrap();
    connections
        .iter()
        .map(|connection| connection["ConnectionName"].as_str().unwrap())
        .collect()
}

async fn list(aws: &AwsClient, input: Value) -> Value {
    aws.ok(SERVICE, "ListConnections", input).await
}

#[tokio::test]
async fn pages_hold_max_results_and_the_last_has_no_token() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    for name in ["c", "a", "b"] {
        create(&aws, SERVICE, name).await;
    }
    let first = list(&aws, json!({"MaxResults": 2})).await;
    assert_eq!(names(&first), ["a", "b"]);
    let second = list(&aws, json!({"MaxResults": 2, "NextToken": first["NextToken"]})).await;
    assert_eq!(names(&second), ["c"]);
    assert_eq!(second.get("NextToken"), None);
    assert_eq!(list(&aws, json!({"MaxResults": 3})).await.get("NextToken"), None);
}

#[tokio::test]
async fn what_is_deleted_between_two_pages_shifts_nothing() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let first = create(&aws, SERVICE, "a").await;
    create(&aws, SERVICE, "b").await;
    let page = list(&aws, json!({"MaxResults": 1})).await;
    aws.ok(SERVICE, "DeleteConnection", json!({"ConnectionArn": first}))
        .await;
    create(&aws, SERVICE, "0").await;
    assert_eq!(names(&list(&aws, json!({"NextToken": page["NextToken"]})).await), ["b"]);
}

#[tokio::test]
async fn without_max_results_or_with_zero_a_page_holds_100() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    for number in 0..101 {
        create(&aws, SERVICE, &format!("c{number:03}")).await;
    }
    for input in [json!({}), json!({"MaxResults": 0})] {
        let page = list(&aws, input).await;
        assert_eq!(names(&page).len(), 100);
        assert_eq!(
            names(&list(&aws, json!({"NextToken": page["NextToken"]})).await),
            ["c100"]
        );
    }
}

#[tokio::test]
async fn filters_choose_by_provider_and_by_host() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create(&aws, SERVICE, "gitlab").await;
    let host = json!({"Name": "h", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://h.example.com"});
    let host = aws.ok(SERVICE, "CreateHost", host).await["HostArn"]
        .as_str()
        .unwrap()
        .to_owned();
    emulator.set_host_status(&host, "AVAILABLE").await;
    aws.ok(
        SERVICE,
        "CreateConnection",
        json!({"ConnectionName": "own", "HostArn": host}),
    )
    .await;
    assert_eq!(
        names(&list(&aws, json!({"ProviderTypeFilter": "GitLab"})).await),
        ["gitlab"]
    );
    assert_eq!(names(&list(&aws, json!({"HostArnFilter": host})).await), ["own"]);
    let both = json!({"ProviderTypeFilter": "GitLab", "HostArnFilter": host});
    assert_eq!(names(&list(&aws, both).await), [""; 0]);
    let unknown = "arn:aws:codeconnections:eu-west-1:111122223333:host/h-01234567";
    let error = aws
        .fail(SERVICE, "ListConnections", json!({"HostArnFilter": unknown}))
        .await;
    assert_eq!(error.class, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_token_of_another_list_is_refused() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create(&aws, SERVICE, "a").await;
    create(&aws, SERVICE, "b").await;
    let page = list(&aws, json!({"MaxResults": 1})).await;
    let bad = [
        json!({"NextToken": "made up"}),
        json!({"NextToken": page["NextToken"], "ProviderTypeFilter": "GitLab"}),
    ];
    for input in bad {
        assert_eq!(
            aws.fail(SERVICE, "ListConnections", input).await.class,
            "InvalidInputException"
        );
    }
}
