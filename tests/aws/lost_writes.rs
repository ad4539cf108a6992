//! Changes of pipelines whose answer is lost, without a retry.

use std::sync::Mutex;

use codepipeline_emulator_testing::{
    emulator::Emulator,
    pipelines::{foreign_declaration, gitlab_declaration, gitlab_source},
};
use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::{
    Error, Session,
    error::Kind,
    pipelines::{Edited, Pipelines, Save, version},
    settings::Settings,
    tags::Tags,
    wait::Patience,
};
use tokio_util::sync::CancellationToken;

use super::{
    scripted::{Scripted, ok},
    sessions::{REGION, session, settings},
};

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

/// Pipelines whose calls are tried once.
fn impatient(url: &str) -> Pipelines {
    Pipelines::new(session(Settings {
        max_retries: Some(1),
        ..settings(url)
    }))
}

async fn with_pipeline() -> Emulator {
    let emulator = Emulator::start().await;
    let declaration = foreign_declaration("demo");
    let input = json!({ "pipeline": declaration });
    emulator.aws().ok("codepipeline", "CreatePipeline", input).await;
    emulator
}

/// Adds a source action, which must be new, and for which AWS adds a trigger.
async fn add_source(pipelines: &Pipelines) -> Result<Edited, Error> {
    let patience = Patience::until_cancelled(&CancellationToken::new());
    let change = |declaration: &mut Value| {
        let actions = declaration["stages"][0]["actions"].as_array_mut().unwrap();
        if actions.iter().any(|action| action["name"] == "Charts") {
            return Err(Error::new(Kind::AlreadyExists, "it is there already"));
        }
        let mut source = gitlab_source("Charts", CONNECTION, "charts");
        source.as_object_mut().unwrap().remove("inputArtifacts");
        actions.push(source);
        Ok(Save::IfChanged)
    };
    pipelines.merge(REGION, "demo", &patience, change).await
}

#[tokio::test]
async fn a_change_whose_answer_is_lost_is_found_in_the_pipeline() {
    let emulator = with_pipeline().await;
    emulator
        .fault(json!({"operation": "UpdatePipeline", "kind": "drop-after"}))
        .await;
    let edited = add_source(&impatient(emulator.url())).await.unwrap();
    assert_eq!((edited.written, version(&edited.declaration)), (true, Some(2)));
    assert_eq!(edited.declaration["triggers"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_change_that_was_not_done_stays_an_error() {
    let emulator = with_pipeline().await;
    for kind in ["drop-before", "deny"] {
        emulator
            .fault(json!({"operation": "UpdatePipeline", "kind": kind}))
            .await;
        add_source(&impatient(emulator.url())).await.unwrap_err();
    }
    let now = impatient(emulator.url()).get(REGION, "demo").await.unwrap().unwrap();
    assert_eq!(version(&now.declaration), Some(1));
}

#[tokio::test]
async fn a_change_whose_second_attempt_is_stopped_is_found_in_the_pipeline() {
    let (cancel, versions) = (CancellationToken::new(), Mutex::new(vec![foreign_declaration("demo")]));
    let stop = cancel.clone();
    let server = Scripted::start(move |(operation, input), _| {
        let mut versions = versions.lock().unwrap();
        if operation == "GetPipeline" {
            let mut declaration = versions.last().unwrap().clone();
            declaration["version"] = json!(versions.len());
            return ok(json!({ "pipeline": declaration }));
        }
        versions.push(input["pipeline"].clone());
        stop.cancel();
        (502, String::new())
    })
    .await;
    let pipelines = Pipelines::new(Session::new(settings(&server.url), cancel));
    let edited = add_source(&pipelines).await.unwrap();
    assert_eq!(version(&edited.declaration), Some(2));
    assert_eq!(server.inputs("UpdatePipeline").len(), 1);
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_is_a_success_once_the_pipeline_is_gone() {
    let emulator = with_pipeline().await;
    let patience = Patience::until_cancelled(&CancellationToken::new());
    for (kind, is_deleted) in [("drop-before", false), ("drop-after", true)] {
        emulator
            .fault(json!({"operation": "DeletePipeline", "kind": kind}))
            .await;
        let deleted = impatient(emulator.url()).delete(REGION, "demo", &patience).await;
        assert_eq!(deleted.is_ok(), is_deleted, "{kind}");
    }
}

#[tokio::test]
async fn a_lost_creation_is_recognized_although_aws_added_a_trigger_beside_ours() {
    let emulator = Emulator::start().await;
    let mut declaration = gitlab_declaration("demo", CONNECTION);
    let actions = declaration["stages"][0]["actions"].as_array_mut().unwrap();
    actions.push(gitlab_source("Charts", CONNECTION, "charts"));
    declaration["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
        "sourceActionName": "Charts", "push": [{ "tags": { "includes": ["v*"] } }] } }]);
    emulator
        .fault(json!({"operation": "CreatePipeline", "kind": "drop-after"}))
        .await;
    let patience = Patience::until_cancelled(&CancellationToken::new());
    let made = impatient(emulator.url())
        .create(REGION, &declaration, &Tags::new(), &patience)
        .await
        .unwrap();
    assert_eq!(made["triggers"].as_array().map(Vec::len), Some(2));
}
