//! Changing a part of a pipeline while others change it too.

use std::{cell::Cell, sync::Arc};

use codepipeline_emulator_testing::pipelines::ROLE;
use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::{
    Error,
    error::Kind,
    pipelines::{Edited, Expected, Pipelines, Replacement, Save, version},
    wait::Patience,
};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{
    scripted::{Scripted, ok, refused},
    sessions::{REGION, session, settings},
};

fn patience() -> Patience {
    Patience::until_cancelled(&CancellationToken::new())
}

/// A pipeline whose stage holds only names: enough to see whose changes survive.
fn declaration(variables: &[&str]) -> Value {
    let variables: Vec<Value> = variables
        .iter()
        .map(|name| json!({"name": name, "future": 1}))
        .collect();
    json!({"name": "demo", "roleArn": ROLE, "stages": [], "version": 1, "variables": variables})
}

fn add(declaration: &mut Value, name: &str) {
    let variables = declaration["variables"].as_array_mut().unwrap();
    if variables.iter().all(|variable| variable["name"] != name) {
        variables.push(json!({"name": name}));
    }
}

fn names(declaration: &Value) -> Vec<&str> {
    let mut names: Vec<_> = declaration["variables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variable| variable["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    names
}

/// CodePipeline with one pipeline, all versions kept, and another writer who writes just before our first
/// `intrusions` updates arrive, each time adding a variable to what is then in force.
async fn contended(intrusions: usize) -> Scripted {
    let versions = std::sync::Mutex::new(vec![declaration(&["theirs"])]);
    Scripted::start(move |(operation, input), before| {
        let mut versions = versions.lock().unwrap();
        let store = |versions: &mut Vec<Value>, mut declaration: Value| {
            declaration["version"] = json!(versions.len() + 1);
            versions.push(declaration.clone());
            ok(json!({"pipeline": declaration}))
        };
        match operation.as_str() {
            "GetPipeline" => {
                let wanted = input["version"]
                    .as_u64()
                    .map_or(versions.len(), |version| version as usize);
                match versions.get(wanted - 1) {
                    Some(declaration) => ok(json!({"pipeline": declaration, "metadata": {}})),
                    None => refused("PipelineNotFoundException", "no such version"),
                }
            }
            "UpdatePipeline" => {
                let updates = before.iter().filter(|(name, _)| name == "UpdatePipeline").count();
                if updates < intrusions {
                    let mut intruded = versions.last().unwrap().clone();
                    add(&mut intruded, &format!("intruder-{updates}"));
                    store(&mut versions, intruded);
                }
                store(&mut versions, input["pipeline"].clone())
            }
            other => panic!("{other}"),
        }
    })
    .await
}

fn pipelines(server: &Scripted) -> Pipelines {
    Pipelines::new(session(settings(&server.url)))
}

async fn add_ours(pipelines: &Pipelines) -> Result<Edited, Error> {
    pipelines
        .merge(REGION, "demo", &patience(), |declaration| {
            add(declaration, "ours");
            Ok(Save::IfChanged)
        })
        .await
}

#[tokio::test]
async fn an_undisturbed_change_is_one_read_and_one_write_and_one_more_read_of_version_1() {
    let server = contended(0).await;
    let pipelines = pipelines(&server);
    let edited = add_ours(&pipelines).await.unwrap();
    assert_eq!(names(&edited.declaration), ["ours", "theirs"]);
    assert_eq!(
        (edited.written, edited.foreign.len(), version(&edited.declaration)),
        (true, 0, Some(2))
    );
    assert_eq!(
        edited.declaration["variables"][0],
        json!({"name": "theirs", "future": 1})
    );
    assert_eq!(server.operations(), ["GetPipeline", "UpdatePipeline", "GetPipeline"]);
    let again = |_: &mut Value| Ok::<_, Error>(Save::Always);
    pipelines.merge(REGION, "demo", &patience(), again).await.unwrap();
    assert_eq!(server.operations()[3..], ["GetPipeline", "UpdatePipeline"]);
}

#[tokio::test]
async fn nothing_is_written_when_nothing_changes_unless_asked() {
    let server = contended(0).await;
    let pipelines = pipelines(&server);
    let edit = async |save| {
        pipelines
            .merge::<Error>(REGION, "demo", &patience(), |_| Ok(save))
            .await
            .unwrap()
    };
    let unchanged = edit(Save::IfChanged).await;
    assert_eq!((unchanged.written, version(&unchanged.declaration)), (false, Some(1)));
    let saved = edit(Save::Always).await;
    assert_eq!((saved.written, version(&saved.declaration)), (true, Some(2)));
}

#[tokio::test]
async fn an_out_of_band_write_between_read_and_write_is_merged() {
    let server = contended(1).await;
    let edited = add_ours(&pipelines(&server)).await.unwrap();
    assert_eq!(names(&edited.declaration), ["intruder-0", "ours", "theirs"]);
    assert_eq!((edited.foreign, version(&edited.declaration)), (vec![2], Some(4)));
}

#[tokio::test]
async fn several_foreign_writes_in_a_row_all_survive() {
    let server = contended(4).await;
    let edited = add_ours(&pipelines(&server)).await.unwrap();
    let all = ["intruder-0", "intruder-1", "intruder-2", "intruder-3", "ours", "theirs"];
    assert_eq!(names(&edited.declaration), all);
    assert_eq!(server.inputs("UpdatePipeline").len(), 5);
}

#[tokio::test]
async fn a_pipeline_that_others_keep_changing_is_given_up_after_five_writes() {
    let server = contended(usize::MAX).await;
    let error = add_ours(&pipelines(&server)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Conflict);
    assert!(error.to_string().contains("versions 2, 4, 6, 8, 10"), "{error}");
    let writes = server.inputs("UpdatePipeline");
    let with_ours = writes
        .iter()
        .filter(|input| names(&input["pipeline"]).contains(&"ours"));
    assert_eq!(with_ours.count(), 5);
}

#[tokio::test]
async fn what_others_wrote_is_put_back_before_giving_up() {
    let server = contended(5).await;
    let pipelines = pipelines(&server);
    let error = add_ours(&pipelines).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Conflict);
    let now = pipelines.get(REGION, "demo").await.unwrap().unwrap().declaration;
    let all = [
        "intruder-0",
        "intruder-1",
        "intruder-2",
        "intruder-3",
        "intruder-4",
        "theirs",
    ];
    assert_eq!(names(&now), all);
}

#[tokio::test]
async fn theirs_is_put_back_when_our_change_no_longer_fits() {
    let server = contended(1).await;
    let pipelines = pipelines(&server);
    let calls = Cell::new(0);
    let error = pipelines
        .merge(REGION, "demo", &patience(), |declaration| {
            calls.set(calls.get() + 1);
            if calls.get() > 1 {
                return Err(Error::new(Kind::Validation, "it no longer fits"));
            }
            add(declaration, "ours");
            Ok(Save::IfChanged)
        })
        .await
        .unwrap_err();
    assert_eq!(error.message(), "it no longer fits");
    let now = pipelines.get(REGION, "demo").await.unwrap().unwrap().declaration;
    assert_eq!(names(&now), ["intruder-0", "theirs"]);
}

#[tokio::test]
async fn our_own_write_sent_twice_is_not_mistaken_for_a_foreign_write() {
    let versions = std::sync::Mutex::new(vec![declaration(&["theirs"])]);
    let server = Scripted::start(move |(operation, input), _| {
        let mut versions = versions.lock().unwrap();
        if operation == "GetPipeline" {
            let wanted = input["version"]
                .as_u64()
                .map_or(versions.len(), |version| version as usize);
            return ok(json!({"pipeline": versions[wanted - 1]}));
        }
        let mut written = input["pipeline"].clone();
        written["version"] = json!(versions.len() + 1);
        versions.push(written.clone());
        // The first answer is lost behind a gateway, and the SDK sends the write again.
        if versions.len() == 2 {
            (502, String::new())
        } else {
            ok(json!({"pipeline": written}))
        }
    })
    .await;
    let edited = add_ours(&pipelines(&server)).await.unwrap();
    assert_eq!((version(&edited.declaration), edited.foreign), (Some(3), Vec::new()));
    assert_eq!(server.inputs("UpdatePipeline").len(), 2);
}

#[tokio::test]
async fn edits_of_one_process_take_turns() {
    let server = contended(0).await;
    let pipelines = Arc::new(pipelines(&server));
    let mut tasks = JoinSet::new();
    for number in 0..20 {
        let pipelines = Arc::clone(&pipelines);
        tasks.spawn(async move {
            let change = |declaration: &mut Value| {
                add(declaration, &format!("edit-{number}"));
                Ok::<_, Error>(Save::IfChanged)
            };
            pipelines
                .merge(REGION, "demo", &patience(), change)
                .await
                .unwrap()
                .foreign
        });
    }
    assert!(tasks.join_all().await.iter().all(Vec::is_empty));
    let now = pipelines.get(REGION, "demo").await.unwrap().unwrap().declaration;
    assert_eq!((names(&now).len(), version(&now)), (21, Some(21)));
}

#[tokio::test]
async fn configurations_that_share_writers_never_overtake_each_other() {
    let server = contended(0).await;
    let writers = Arc::default();
    let [one, other] = [(); 2].map(|()| pipelines(&server).sharing(Arc::clone(&writers)));
    let (patience, change) = (patience(), |declaration: &mut Value| {
        add(declaration, "other");
        Ok::<_, Error>(Save::IfChanged)
    });
    let (one, other) = tokio::join!(add_ours(&one), other.merge(REGION, "demo", &patience, change));
    assert!(one.unwrap().foreign.is_empty() && other.unwrap().foreign.is_empty());
    assert_eq!(server.inputs("UpdatePipeline").len(), 2);
}

#[tokio::test]
async fn a_change_that_was_planned_before_our_own_writes_keeps_them() {
    let server = contended(0).await;
    let pipelines = pipelines(&server);
    add_ours(&pipelines).await.unwrap();
    let seen = Cell::new(None);
    let planned = |declaration: &mut Value| {
        seen.set(version(declaration));
        declaration["executionMode"] = json!("QUEUED");
        Ok::<_, Error>(Save::IfChanged)
    };
    let replaced = pipelines
        .replace_if_version(REGION, "demo", &expected(Some(1)), &patience(), planned)
        .await
        .unwrap();
    assert_eq!(seen.get(), Some(1));
    let Replacement::InForce(edited) = replaced else {
        panic!("{replaced:?}")
    };
    assert_eq!(names(&edited.declaration), ["ours", "theirs"]);
    assert_eq!(edited.declaration["executionMode"], "QUEUED");
}

#[tokio::test]
async fn a_pipeline_that_another_process_changed_since_is_not_replaced() {
    let server = contended(0).await;
    add_ours(&pipelines(&server)).await.unwrap();
    let replaced = replace(&pipelines(&server), Some(1)).await;
    assert_eq!(replaced, Replacement::ChangedSince { found: Some(2) });
    assert_eq!(server.inputs("UpdatePipeline").len(), 1, "only ours");
}

/// Sets a member of a pipeline that must have this version.
async fn replace(pipelines: &Pipelines, expected: Option<i64>) -> Replacement {
    let change = |declaration: &mut Value| {
        declaration["executionMode"] = json!("QUEUED");
        Ok::<_, Error>(Save::IfChanged)
    };
    let patience = patience();
    let expected = self::expected(expected);
    let replaced = pipelines.replace_if_version(REGION, "demo", &expected, &patience, change);
    replaced.await.unwrap()
}

/// Returns the pipeline of this version, whenever it was created.
fn expected(version: Option<i64>) -> Expected {
    Expected {
        version,
        ..Expected::default()
    }
}

#[tokio::test]
async fn a_replacement_that_overtakes_another_writer_writes_once_and_names_the_versions() {
    let server = contended(1).await;
    let replaced = replace(&pipelines(&server), Some(1)).await;
    let Replacement::Overtook { edited, read } = replaced else {
        panic!("{replaced:?}")
    };
    assert_eq!((read, edited.foreign), (Some(1), vec![2]));
    assert_eq!(version(&edited.declaration), Some(3));
    assert_eq!(edited.declaration["executionMode"], "QUEUED");
    assert_eq!(server.inputs("UpdatePipeline").len(), 1);
}

#[tokio::test]
async fn after_an_interruption_nothing_is_written_for_the_first_time() {
    let server = contended(0).await;
    let cancel = CancellationToken::new();
    cancel.cancel();
    let patience = Patience::until_cancelled(&cancel);
    let change = |declaration: &mut Value| {
        add(declaration, "ours");
        Ok::<_, Error>(Save::IfChanged)
    };
    let merged = pipelines(&server).merge(REGION, "demo", &patience, change).await;
    assert_eq!(merged.unwrap_err().kind(), Kind::Cancelled);
    assert!(server.inputs("UpdatePipeline").is_empty());
}

#[tokio::test]
async fn a_version_in_between_that_cannot_be_read_is_a_doubt_and_no_loss_of_ours() {
    let server = Scripted::start(|(operation, input), _| match operation.as_str() {
        "GetPipeline" if input["version"] == 2 => refused("PipelineNotFoundException", "no such version"),
        "GetPipeline" => ok(json!({"pipeline": declaration(&["theirs"])})),
        _ => {
            let mut written = input["pipeline"].clone();
            written["version"] = json!(3);
            ok(json!({"pipeline": written}))
        }
    })
    .await;
    let edited = add_ours(&pipelines(&server)).await.unwrap();
    assert_eq!(names(&edited.declaration), ["ours", "theirs"]);
    assert!(edited.doubt.unwrap().message().contains("version 2"));
}

#[tokio::test]
async fn a_pipeline_that_is_not_there_cannot_be_changed() {
    let server = Scripted::start(|_, _| refused("PipelineNotFoundException", "none")).await;
    assert_eq!(add_ours(&pipelines(&server)).await.unwrap_err().kind(), Kind::NotFound);
}
