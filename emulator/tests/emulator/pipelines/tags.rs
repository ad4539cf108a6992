//! Tags of pipelines.

use serde_json::{Value, json};

use super::bench::{Bench, NO_CONNECTION, declaration};
use crate::emulator::sts::assumed;

const ARN: &str = "arn:aws:codepipeline:eu-west-1:111122223333:demo";
const SYSTEM: &str = "Not allowed to modify system tags. System tags start with 'aws:'. msg=[Caller is an end user and \
                      not allowed to mutate system tags]";

async fn tags(bench: &Bench) -> Value {
    bench.ok("ListTagsForResource", json!({ "resourceArn": ARN })).await["tags"].take()
}

fn tag(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": value })
}

#[tokio::test]
async fn tags_are_set_at_creation_and_changed_apart_from_the_declaration() {
    let bench = Bench::start().await;
    let input = json!({ "pipeline": declaration("demo", NO_CONNECTION), "tags": [tag("b", "1"), tag("a", "")] });
    assert_eq!(
        bench.ok("CreatePipeline", input).await["tags"],
        json!([tag("a", ""), tag("b", "1")])
    );
    assert_eq!(
        bench
            .ok(
                "TagResource",
                json!({ "resourceArn": ARN, "tags": [tag("b", "2"), tag("c", "3")] })
            )
            .await,
        json!({})
    );
    assert_eq!(
        bench
            .ok("UntagResource", json!({ "resourceArn": ARN, "tagKeys": ["a", "none"] }))
            .await,
        json!({})
    );
    bench.update(declaration("demo", NO_CONNECTION)).await;
    assert_eq!(
        tags(&bench).await,
        json!([tag("b", "2"), tag("c", "3")]),
        "an update leaves them alone"
    );
    bench.ok("DeletePipeline", json!({ "name": "demo" })).await;
    let text = bench
        .refuse(
            "ListTagsForResource",
            json!({ "resourceArn": ARN }),
            "ResourceNotFoundException",
        )
        .await;
    assert_eq!(
        text,
        "The account with id '111122223333' does not include a pipeline with the name 'demo'"
    );
}

#[tokio::test]
async fn system_tags_are_refused_everywhere() {
    let bench = Bench::start().await;
    let input = json!({ "pipeline": declaration("demo", NO_CONNECTION), "tags": [tag("aws:x", "1")] });
    assert_eq!(
        bench.refuse("CreatePipeline", input, "InvalidTagsException").await,
        SYSTEM
    );
    bench.create(declaration("demo", NO_CONNECTION)).await;
    let input = json!({ "resourceArn": ARN, "tags": [tag("AWS:x", "1")] });
    assert_eq!(bench.refuse("TagResource", input, "InvalidTagsException").await, SYSTEM);
    let input = json!({ "resourceArn": ARN, "tagKeys": ["aws:x"] });
    assert_eq!(
        bench.refuse("UntagResource", input, "InvalidTagsException").await,
        SYSTEM
    );
    for key in ["a ", " ", "   "] {
        let input = json!({ "resourceArn": ARN, "tags": [tag(key, "1")] });
        bench.refuse("TagResource", input, "InvalidTagsException").await;
    }
    let input = json!({ "resourceArn": ARN, "tags": [tag("a", "1"), tag("a", "2")] });
    bench.refuse("TagResource", input, "InvalidTagsException").await;
    assert_eq!(tags(&bench).await, json!([]));
}

#[tokio::test]
async fn a_pipeline_has_at_most_fifty_tags() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    let fifty: Vec<Value> = (0..50).map(|index| tag(&format!("k{index}"), "v")).collect();
    bench
        .ok("TagResource", json!({ "resourceArn": ARN, "tags": fifty }))
        .await;
    bench
        .ok(
            "TagResource",
            json!({ "resourceArn": ARN, "tags": [tag("k1", "other")] }),
        )
        .await;
    let input = json!({ "resourceArn": ARN, "tags": [tag("one-more", "v")] });
    let text = bench.refuse("TagResource", input, "TooManyTagsException").await;
    assert_eq!(text, format!("Tag limit exceeded for resource [{ARN}]."));
    assert_eq!(tags(&bench).await.as_array().unwrap().len(), 50);
}

#[tokio::test]
async fn tags_are_listed_page_by_page() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    let input = json!({ "resourceArn": ARN, "tags": [tag("b", "2"), tag("a", "1")] });
    bench.ok("TagResource", input).await;
    let first = bench
        .ok("ListTagsForResource", json!({ "resourceArn": ARN, "maxResults": 1 }))
        .await;
    assert_eq!(first["tags"], json!([tag("a", "1")]));
    let next = json!({ "resourceArn": ARN, "nextToken": first["nextToken"] });
    let last = bench.ok("ListTagsForResource", next).await;
    assert_eq!(last, json!({ "tags": [tag("b", "2")] }));
    let made_up = json!({ "resourceArn": ARN, "nextToken": "none" });
    bench
        .refuse("ListTagsForResource", made_up, "InvalidNextTokenException")
        .await;
}

#[tokio::test]
async fn an_arn_of_another_region_is_refused() {
    let bench = Bench::start().await;
    let input = json!({ "resourceArn": "arn:aws:codepipeline:us-east-1:111122223333:demo" });
    bench.refuse("ListTagsForResource", input, "InvalidArnException").await;
    let input = json!({ "resourceArn": "arn:aws:s3:::demo" });
    bench.refuse("ListTagsForResource", input, "ValidationException").await;
}

#[tokio::test]
async fn tags_of_another_account_s_pipeline_are_out_of_reach() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    let role = [
        ("RoleArn", "arn:aws:iam::222233334444:role/Deploy"),
        ("RoleSessionName", "me"),
    ];
    let stranger = assumed(&bench.emulator, &role).await;
    for (operation, input) in [
        ("ListTagsForResource", json!({ "resourceArn": ARN })),
        ("TagResource", json!({ "resourceArn": ARN, "tags": [tag("a", "1")] })),
        ("UntagResource", json!({ "resourceArn": ARN, "tagKeys": ["a"] })),
    ] {
        let error = stranger.fail("codepipeline", operation, input).await;
        assert_eq!(error.class, "ResourceNotFoundException", "{operation}");
    }
    assert_eq!(tags(&bench).await, json!([]));
}
