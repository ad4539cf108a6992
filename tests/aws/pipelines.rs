//! Pipelines as raw JSON.

use codepipeline_emulator_testing::{
    emulator::Emulator,
    pipelines::{ROLE, foreign_declaration},
};
use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::{
    error::Kind,
    pipelines::{Pipelines, version},
    tags::{TagChange, Tags},
    wait::Patience,
};
use tokio_util::sync::CancellationToken;

use super::{
    scripted::{Scripted, ok, refused},
    sessions::{REGION, session, settings},
};

const ROLE_ERROR: &str =
    "CodePipeline is not authorized to perform AssumeRole on role arn:aws:iam::111122223333:role/new";

fn patience() -> Patience {
    Patience::until_cancelled(&CancellationToken::new())
}

fn pipelines(url: &str) -> Pipelines {
    Pipelines::new(session(settings(url)))
}

/// The value of a member that is in no SDK, with numbers that no float holds.
fn strange() -> Value {
    serde_json::from_str(r#"{"since": 1.10, "big": 123456789012345678901234567890, "e": 1E2}"#).unwrap()
}

#[tokio::test]
async fn a_pipeline_is_made_read_tagged_listed_and_deleted() {
    let emulator = Emulator::start().await;
    let pipelines = pipelines(emulator.url());
    assert_eq!(pipelines.get(REGION, "demo").await, Ok(None));
    let tags: Tags = [("team".to_owned(), "payments".to_owned())].into();
    let made = pipelines
        .create(REGION, &foreign_declaration("demo"), &tags, &patience())
        .await
        .unwrap();
    assert_eq!(version(&made), Some(1));

    let read = pipelines.get(REGION, "demo").await.unwrap().unwrap();
    assert_eq!(read.declaration, made);
    let arn = read.arn.unwrap();
    assert_eq!(arn.as_str(), "arn:aws:codepipeline:eu-west-1:111122223333:demo");
    assert!(read.created.unwrap().ends_with('Z') && read.updated.is_some());

    assert_eq!(pipelines.tags(&arn).await.as_ref(), Ok(&tags));
    let change = TagChange::between(&tags, &[("env".to_owned(), "test".to_owned())].into());
    pipelines.change_tags(&arn, &change, &patience()).await.unwrap();
    assert_eq!(pipelines.tags(&arn).await, Ok(change.set));

    let [listed] = &pipelines.list(REGION).await.unwrap()[..] else {
        panic!("one pipeline")
    };
    assert_eq!((listed.name.as_str(), listed.version), ("demo", Some(1)));
    assert_eq!(listed.pipeline_type.as_deref(), Some("V2"));
    assert_eq!(listed.execution_mode.as_deref(), Some("QUEUED"));
    assert!(listed.created.as_ref().unwrap().ends_with('Z') && listed.updated.is_some());

    pipelines.delete(REGION, "demo", &patience()).await.unwrap();
    pipelines.delete(REGION, "demo", &patience()).await.unwrap();
    assert_eq!(pipelines.get(REGION, "demo").await, Ok(None));
}

#[tokio::test]
async fn members_that_the_sdk_does_not_know_survive_with_the_text_of_their_numbers() {
    let emulator = Emulator::start().await;
    let pipelines = pipelines(emulator.url());
    pipelines
        .create(REGION, &foreign_declaration("demo"), &Tags::new(), &patience())
        .await
        .unwrap();
    let members = json!({"/futureMember": strange(), "/stages/1/actions/0/futureMember": strange()});
    emulator
        .seed_members("arn:aws:codepipeline:eu-west-1:111122223333:demo", members)
        .await;
    let mut read = pipelines.get(REGION, "demo").await.unwrap().unwrap().declaration;
    for holder in [&read, &read["stages"][1]["actions"][0]] {
        assert_eq!(holder["futureMember"].to_string(), strange().to_string());
    }
    read["executionMode"] = json!("SUPERSEDED");
    let mut written = pipelines.update(REGION, &read, &patience()).await.unwrap();
    assert_eq!(version(&written), Some(2));
    written["version"] = read["version"].clone();
    assert_eq!(written, read);
    assert_eq!(
        pipelines
            .get_version(REGION, "demo", 1)
            .await
            .unwrap()
            .unwrap()
            .declaration["executionMode"],
        "QUEUED"
    );
    assert_eq!(pipelines.get_version(REGION, "demo", 9).await, Ok(None));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_the_sdks_types_is_still_read() {
    let declaration = json!({"name": "demo", "version": 1, "stages": "one day a string", "roleArn": 7});
    let answered = declaration.clone();
    let server =
        Scripted::start(move |_, _| ok(json!({"pipeline": answered, "metadata": {"created": "2026-01-02T03:04:05Z"}})))
            .await;
    let read = pipelines(&server.url).get(REGION, "demo").await.unwrap().unwrap();
    assert_eq!(read.declaration, declaration);
    assert_eq!(
        (read.arn, read.created.as_deref()),
        (None, Some("2026-01-02T03:04:05Z"))
    );
}

#[tokio::test]
async fn a_role_that_cannot_be_assumed_yet_is_given_time_on_create_and_update() {
    let server = Scripted::start(|(operation, input), before| {
        let earlier = before.iter().filter(|(name, _)| name == operation).count();
        if earlier < 3 {
            refused("InvalidStructureException", ROLE_ERROR)
        } else {
            ok(input.clone())
        }
    })
    .await;
    let pipelines = pipelines(&server.url);
    let declaration = foreign_declaration("demo");
    let made = pipelines
        .create(REGION, &declaration, &Tags::new(), &patience())
        .await
        .unwrap();
    assert_eq!(made, declaration);
    assert_eq!(
        pipelines.update(REGION, &declaration, &patience()).await.unwrap(),
        declaration
    );
    assert_eq!(
        (
            server.inputs("CreatePipeline").len(),
            server.inputs("UpdatePipeline").len()
        ),
        (4, 4)
    );
    assert!(
        server
            .inputs("UpdatePipeline")
            .iter()
            .all(|input| *input == json!({"pipeline": declaration}))
    );
}

#[tokio::test]
async fn a_role_that_can_never_be_assumed_is_reported_in_the_end() {
    let server = Scripted::start(|_, _| refused("InvalidStructureException", ROLE_ERROR)).await;
    let declaration = foreign_declaration("demo");
    let error = pipelines(&server.url)
        .update(REGION, &declaration, &patience())
        .await
        .unwrap_err();
    assert!(error.is_role_not_assumable());
    assert_eq!(error.message(), ROLE_ERROR);
    assert!(server.operations().len() > 3);

    let cancel = CancellationToken::new();
    cancel.cancel();
    let stopped = Patience::until_cancelled(&cancel);
    let before = server.operations().len();
    pipelines(&server.url)
        .update(REGION, &declaration, &stopped)
        .await
        .unwrap_err();
    assert_eq!(server.operations().len(), before + 1);
}

#[tokio::test]
async fn other_refusals_are_not_tried_again() {
    let server = Scripted::start(|_, _| refused("InvalidStructureException", "Pipeline has only 1 stage(s).")).await;
    let declaration = foreign_declaration("demo");
    let error = pipelines(&server.url)
        .create(REGION, &declaration, &Tags::new(), &patience())
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.is_role_not_assumable()), (Kind::Validation, false));
    assert_eq!(server.operations(), ["CreatePipeline"]);
}

#[tokio::test]
async fn a_conflict_passes() {
    let server = Scripted::start(|(_, input), before| {
        if before.is_empty() {
            refused("ConcurrentModificationException", "busy")
        } else {
            ok(input.clone())
        }
    })
    .await;
    pipelines(&server.url)
        .update(REGION, &foreign_declaration("demo"), &patience())
        .await
        .unwrap();
    assert_eq!(server.operations().len(), 2);
}

#[tokio::test]
async fn a_lost_creation_is_recognized_as_our_own() {
    for kind in ["drop-after", "drop-before"] {
        let emulator = Emulator::start().await;
        emulator
            .fault(json!({"operation": "CreatePipeline", "kind": kind}))
            .await;
        let made = pipelines(emulator.url())
            .create(REGION, &foreign_declaration("demo"), &Tags::new(), &patience())
            .await
            .unwrap();
        assert_eq!(version(&made), Some(1), "{kind}");
    }
}

#[tokio::test]
async fn a_lost_creation_is_not_mistaken_for_the_pipeline_of_another_team() {
    let server = Scripted::start(|(operation, _), _| match operation.as_str() {
        "GetPipeline" => ok(json!({
            "pipeline": {"name": "demo", "roleArn": ROLE, "version": 1, "stages": []},
            "metadata": {"pipelineArn": "arn:aws:codepipeline:eu-west-1:111122223333:demo"},
        })),
        _ => (503, String::new()),
    })
    .await;
    let declaration = foreign_declaration("demo");
    let error = pipelines(&server.url)
        .create(REGION, &declaration, &Tags::new(), &patience())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::AlreadyExists);
    assert_eq!(error.arns(), ["arn:aws:codepipeline:eu-west-1:111122223333:demo"]);
    assert_eq!(server.operations(), ["CreatePipeline", "GetPipeline"]);
}

#[tokio::test]
async fn a_name_that_is_taken_is_said_so() {
    let emulator = Emulator::start().await;
    let pipelines = pipelines(emulator.url());
    let declaration = foreign_declaration("demo");
    pipelines
        .create(REGION, &declaration, &Tags::new(), &patience())
        .await
        .unwrap();
    let error = pipelines
        .create(REGION, &declaration, &Tags::new(), &patience())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::AlreadyExists);
}

#[tokio::test]
async fn all_pages_of_pipelines_are_listed() {
    let server = Scripted::start(move |(_, input), _| {
        let start: usize = input["nextToken"].as_str().unwrap_or("0").parse().unwrap();
        let page: Vec<_> = (start..start + 500)
            .map(|n| json!({"name": format!("pipeline-{n}"), "version": 1, "created": 1_501_626_591.5}))
            .collect();
        let next = (start < 1000).then(|| (start + 500).to_string());
        ok(json!({"pipelines": page, "nextToken": next}))
    })
    .await;
    let listed = pipelines(&server.url).list(REGION).await.unwrap();
    assert_eq!((listed.len(), server.inputs("ListPipelines").len()), (1500, 3));
    assert_eq!(listed[7].created.as_deref(), Some("2017-08-01T22:29:51.5Z"));
}

#[tokio::test]
async fn a_state_without_stages_is_not_one() {
    let server = Scripted::start(|_, _| ok(json!({"pipelineName": "demo"}))).await;
    let error = pipelines(&server.url).state(REGION, "demo").await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotAws);
    assert!(error.to_string().contains("stageStates"), "{error}");
}
