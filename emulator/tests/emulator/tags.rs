//! Tags of connections and hosts.

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::{Value, json};

use super::connections::create;

const SERVICE: &str = "codeconnections";

fn tags(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(key, value)| json!({"Key": key, "Value": value}))
        .collect()
}

#[tokio::test]
async fn create_answers_the_tags_that_it_was_given_and_no_member_without() {
    let emulator = Emulator::start().await;
    let mut input = json!({"ConnectionName": "app", "ProviderType": "GitLab", "Tags": tags(&[("b", "2"), ("a", "")])});
    let answer = emulator.aws().ok(SERVICE, "CreateConnection", input.clone()).await;
    assert_eq!(answer["Tags"], tags(&[("a", ""), ("b", "2")]));
    input["Tags"] = json!([]);
    assert_eq!(
        emulator.aws().ok(SERVICE, "CreateConnection", input).await.get("Tags"),
        None
    );
}

#[tokio::test]
async fn tags_are_added_overwritten_and_removed() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, SERVICE, "app").await;
    aws.ok(
        SERVICE,
        "TagResource",
        json!({"ResourceArn": arn, "Tags": tags(&[("a", "1"), ("b", "2")])}),
    )
    .await;
    aws.ok(
        SERVICE,
        "TagResource",
        json!({"ResourceArn": arn, "Tags": tags(&[("b", "3"), ("c", "4")])}),
    )
    .await;
    aws.ok(
        SERVICE,
        "UntagResource",
        json!({"ResourceArn": arn, "TagKeys": ["a", "unknown"]}),
    )
    .await;
    let listed = aws
        .ok(SERVICE, "ListTagsForResource", json!({"ResourceArn": arn}))
        .await;
    assert_eq!(listed, json!({"Tags": tags(&[("b", "3"), ("c", "4")])}));
}

#[tokio::test]
async fn hosts_have_tags_too() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let input = json!({
        "Name": "h", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://h.example.com",
        "Tags": tags(&[("a", "1")]),
    });
    let arn = aws.ok("codestar-connections", "CreateHost", input).await["HostArn"].clone();
    let listed = aws
        .ok(SERVICE, "ListTagsForResource", json!({"ResourceArn": arn}))
        .await;
    assert_eq!(listed["Tags"], tags(&[("a", "1")]));
}

#[tokio::test]
async fn aws_s_own_tags_odd_characters_and_doubles_are_refused() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, SERVICE, "app").await;
    for bad in [
        tags(&[("aws:x", "1")]),
        tags(&[("AWS:x", "1")]),
        tags(&[("x", "aws:1")]),
        tags(&[("x", "semi;colon")]),
        tags(&[("x", "1"), ("x", "2")]),
    ] {
        let error = aws
            .fail(SERVICE, "TagResource", json!({"ResourceArn": arn, "Tags": bad}))
            .await;
        assert_eq!(error.class, "InvalidInputException");
    }
}

#[tokio::test]
async fn a_resource_takes_200_tags_and_no_more() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let arn = create(&aws, SERVICE, "app").await;
    let many: Value = (0..200)
        .map(|number| json!({"Key": format!("k{number}"), "Value": ""}))
        .collect();
    aws.ok(SERVICE, "TagResource", json!({"ResourceArn": arn, "Tags": many}))
        .await;
    aws.ok(
        SERVICE,
        "TagResource",
        json!({"ResourceArn": arn, "Tags": tags(&[("k7", "again")])}),
    )
    .await;
    let error = aws
        .fail(
            SERVICE,
            "TagResource",
            json!({"ResourceArn": arn, "Tags": tags(&[("more", "")])}),
        )
        .await;
    assert_eq!(error.class, "LimitExceededException");
}

#[tokio::test]
async fn tags_of_nothing_are_not_found() {
    let emulator = Emulator::start().await;
    let arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/none";
    let error = emulator
        .aws()
        .fail(SERVICE, "ListTagsForResource", json!({"ResourceArn": arn}))
        .await;
    assert_eq!(error.class, "ResourceNotFoundException");
}
