//! The pages of a list: each is fetched when Terraform wants its objects.

use std::time::Duration;

use serde_json::{Value, json};
use terraform_plugin_protocol::tfplugin6::{list_resource, provider_client::ProviderClient};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{author::Provider as _, rpc::Service, value::Value as TerraformValue};

use super::{
    lists::{events, names},
    messages::{assert_error, dynamic},
    ours::{configured, value_of},
};
use crate::aws::scripted::{Answer, Request, Scripted, ok, refused};

/// The objects of one page.
const PAGE: usize = 5;

/// A list of connections without an end.
fn endless((_, input): &Request, before: &[Request]) -> Answer {
    let token = input["NextToken"].as_str().unwrap_or("0");
    ok(page(token.parse().unwrap(), &format!("{}", before.len() + 1)))
}

/// A page of connections.
fn page(number: usize, next: &str) -> Value {
    let connection = |index: usize| {
        let id = format!("00000000-0000-0000-0000-{:012}", number * PAGE + index);
        json!({
            "ConnectionArn": format!("arn:aws:codeconnections:eu-west-1:111122223333:connection/{id}"),
            "ConnectionName": format!("c{}", number * PAGE + index), "ProviderType": "GitLab",
            "ConnectionStatus": "AVAILABLE", "OwnerAccountId": "111122223333",
        })
    };
    json!({ "Connections": (0..PAGE).map(connection).collect::<Vec<_>>(), "NextToken": next })
}

fn request(filters: Value, limit: i64) -> list_resource::Request {
    let name = "codepipeline_connection";
    let list = Codepipeline::LIST_RESOURCES.iter().find(|one| one.name() == name);
    let schema = list.expect("a list resource").schema();
    let config: TerraformValue = value_of(&schema, filters);
    list_resource::Request {
        type_name: name.into(),
        config: Some(dynamic(&config, &schema.value_type)),
        include_resource_object: false,
        limit,
    }
}

async fn client(server: &Scripted) -> ProviderClient<Service<Codepipeline>> {
    configured(&server.url).await
}

#[tokio::test]
async fn a_list_without_an_end_is_read_up_to_the_limit_only() {
    let server = Scripted::start(endless).await;
    let mut client = client(&server).await;
    for (limit, pages) in [(3, 1), (PAGE, 1), (PAGE + 1, 2), (3 * PAGE, 3)] {
        let before = server.operations().len();
        let events = events(&mut client, request(json!({}), i64::try_from(limit).unwrap())).await;
        assert_eq!(names(&events).len(), limit);
        assert_eq!(server.operations().len() - before, pages, "{limit}");
    }
}

#[tokio::test]
async fn a_list_without_an_end_and_without_a_match_is_an_error() {
    let server = Scripted::start(endless).await;
    let events = events(
        &mut client(&server).await,
        request(json!({ "name_regex": "^web$" }), 100),
    )
    .await;
    assert_error(&events[0].diagnostic, "the list does not end after 200 pages");
    assert_eq!((events.len(), server.operations().len()), (1, 200));
}

#[tokio::test]
async fn a_list_that_repeats_a_page_is_an_error_after_the_objects_before_it() {
    let server = Scripted::start(|_, before| ok(page(before.len(), "again"))).await;
    let events = events(&mut client(&server).await, request(json!({}), 100)).await;
    let (last, objects) = events.split_last().expect("an error");
    assert_eq!(names(objects).len(), PAGE);
    assert_error(&last.diagnostic, "repeats a page token");
}

#[tokio::test]
async fn a_throttled_page_is_requested_again() {
    let server = Scripted::start(|_, before| match before.len() {
        0 => ok(page(0, "1")),
        1 => refused("ThrottlingException", "Rate exceeded"),
        _ => ok(page(1, "")),
    })
    .await;
    let events = events(&mut client(&server).await, request(json!({}), 100)).await;
    assert_eq!(names(&events).len(), 2 * PAGE);
    assert_eq!(server.operations().len(), 3);
}

#[tokio::test]
async fn a_page_is_fetched_only_when_the_objects_before_it_are_taken() {
    let server = Scripted::start(endless).await;
    let mut client = client(&server).await;
    let mut stream = client
        .list_resource(request(json!({}), 100))
        .await
        .unwrap()
        .into_inner();
    let first = stream.message().await.unwrap().expect("an object");
    assert_eq!(first.display_name, "c0 (GitLab, AVAILABLE)");
    assert_eq!(server.operations(), ["ListConnections"]);
    drop(stream);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.operations(), ["ListConnections"]);
}
