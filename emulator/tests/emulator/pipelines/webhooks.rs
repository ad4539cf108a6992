//! Webhooks on GitLab projects.

use serde_json::{Value, json};

use super::bench::{Bench, REPOSITORY, declaration, source};

const NOTHING: [Value; 0] = [];

#[tokio::test]
async fn a_pipeline_saved_with_an_available_connection_gets_a_webhook() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let webhook =
        json!({ "pipeline": "demo", "region": "eu-west-1", "repository": REPOSITORY, "connection_arn": connection });
    assert_eq!(bench.webhooks().await, [webhook]);
    assert_eq!(bench.push("main").await.len(), 1);
}

#[tokio::test]
async fn a_pipeline_saved_with_a_pending_connection_is_silent_until_it_is_saved_again() {
    let bench = Bench::start().await;
    let connection = bench.pending_connection().await;
    let created = bench.create(declaration("demo", &connection)).await;
    bench.emulator.set_connection_status(&connection, "AVAILABLE").await;
    assert_eq!(bench.webhooks().await, NOTHING);
    assert_eq!(bench.push("main").await, NOTHING);
    bench.update(created).await;
    assert_eq!(bench.webhooks().await.len(), 1);
    assert_eq!(bench.push("main").await.len(), 1);
}

#[tokio::test]
async fn a_webhook_stays_when_the_pipeline_is_saved_while_the_connection_is_broken() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let created = bench.create(declaration("demo", &connection)).await;
    bench.emulator.set_connection_status(&connection, "ERROR").await;
    bench.update(created).await;
    assert_eq!(bench.webhooks().await.len(), 1);
}

#[tokio::test]
async fn a_webhook_goes_with_its_source_and_with_its_pipeline() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    let mut other = source("Other", &connection, "other");
    other["configuration"]["FullRepositoryId"] = json!("group/other");
    sent["stages"][0]["actions"].as_array_mut().unwrap().push(other);
    bench.create(sent.clone()).await;
    assert_eq!(bench.webhooks().await.len(), 2);
    sent["stages"][0]["actions"].as_array_mut().unwrap().pop();
    bench.update(sent).await;
    assert_eq!(bench.webhooks().await.len(), 1);
    bench.ok("DeletePipeline", json!({ "name": "demo" })).await;
    assert_eq!(bench.webhooks().await, NOTHING);
}

#[tokio::test]
async fn two_sources_of_one_repository_share_a_webhook() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let mut sent = declaration("demo", &connection);
    let mut other = source("Other", &connection, "other");
    other["configuration"]["BranchName"] = json!("next");
    sent["stages"][0]["actions"].as_array_mut().unwrap().push(other);
    bench.create(sent).await;
    assert_eq!(bench.webhooks().await.len(), 1);
    assert_eq!(bench.push("next").await.len(), 1);
}

#[tokio::test]
async fn a_webhook_goes_with_its_connection() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    let created = bench.create(declaration("demo", &connection)).await;
    let input = json!({ "ConnectionArn": connection });
    bench.aws.ok("codeconnections", "DeleteConnection", input).await;
    assert_eq!(bench.webhooks().await, NOTHING);
    assert_eq!(bench.push("main").await, NOTHING);
    bench.update(created).await;
    assert_eq!(bench.webhooks().await, NOTHING, "saving brings nothing back");
}
