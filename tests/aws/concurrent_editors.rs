//! Editors of one pipeline in several processes at once, as when several configurations are applied together.

use std::{collections::BTreeSet, time::Duration};

use codepipeline_emulator_testing::{emulator::Emulator, pipelines::foreign_declaration};
use futures_util::future::join_all;
use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::{
    Error,
    error::Kind,
    pipelines::{Edited, Pipelines, Save},
    settings::{Pace, Settings},
    wait::Patience,
};
use tokio_util::sync::CancellationToken;

use super::sessions::{REGION, pace, session, settings};

/// How long each call takes, so that everybody reads before anybody has written.
const LATENCY: Duration = Duration::from_millis(30);

async fn slow_emulator() -> Emulator {
    let emulator = Emulator::with(|options| options.latency = LATENCY).await;
    let declaration = foreign_declaration("demo");
    emulator
        .aws()
        .ok("codepipeline", "CreatePipeline", json!({ "pipeline": declaration }))
        .await;
    emulator
}

/// An editor in another process.
fn editor(emulator: &Emulator) -> Pipelines {
    let pace = Pace {
        initial_backoff: LATENCY * 3,
        max_backoff: LATENCY * 60,
        ..pace()
    };
    Pipelines::new(session(Settings {
        pace,
        ..settings(emulator.url())
    }))
}

fn names(declaration: &Value) -> BTreeSet<String> {
    let name = |variable: &Value| variable["name"].as_str().unwrap().to_owned();
    declaration["variables"].as_array().unwrap().iter().map(name).collect()
}

/// Adds a variable, which must be new.
async fn add(editor: &Pipelines, name: &str) -> Result<Edited, Error> {
    let patience = Patience::until_cancelled(&CancellationToken::new());
    let change = |declaration: &mut Value| {
        if names(declaration).contains(name) {
            return Err(Error::new(Kind::AlreadyExists, "it is there already"));
        }
        let variables = declaration["variables"].as_array_mut().unwrap();
        variables.push(json!({ "name": name, "defaultValue": "1" }));
        Ok(Save::IfChanged)
    };
    editor.merge(REGION, "demo", &patience, change).await
}

/// Takes a variable away.
async fn remove(editor: &Pipelines, name: &str) -> Result<Edited, Error> {
    let patience = Patience::until_cancelled(&CancellationToken::new());
    let change = |declaration: &mut Value| {
        let variables = declaration["variables"].as_array_mut().unwrap();
        variables.retain(|variable| variable["name"] != name);
        Ok::<_, Error>(Save::IfChanged)
    };
    editor.merge(REGION, "demo", &patience, change).await
}

async fn present(emulator: &Emulator) -> BTreeSet<String> {
    let found = editor(emulator).get(REGION, "demo").await.unwrap().unwrap();
    names(&found.declaration)
}

/// The names of two variables for each of three editors.
fn shares() -> [[String; 2]; 3] {
    [0, 1, 2].map(|editor| [0, 1].map(|number| format!("v{editor}-{number}")))
}

#[tokio::test]
async fn what_any_of_many_editors_adds_is_there_if_and_only_if_that_editor_says_so() {
    let emulator = slow_emulator().await;
    let mut expected = present(&emulator).await;
    let edits = shares().map(|share| {
        let editor = editor(&emulator);
        async move {
            let mut added = Vec::new();
            for name in share {
                match add(&editor, &name).await {
                    Ok(edited) if edited.doubt.is_none() => added.push(name),
                    Ok(edited) => panic!("{name}: {:?}", edited.doubt),
                    Err(error) => assert_eq!(error.kind(), Kind::Conflict, "{name}: {error}"),
                }
            }
            added
        }
    });
    expected.extend(join_all(edits).await.concat());
    assert_eq!(present(&emulator).await, expected);
}

#[tokio::test]
async fn what_many_editors_remove_at_once_is_gone() {
    let emulator = slow_emulator().await;
    let before = present(&emulator).await;
    let alone = editor(&emulator);
    for name in shares().concat() {
        add(&alone, &name).await.unwrap();
    }
    let mut expected = before;
    let edits = shares().map(|share| {
        let editor = editor(&emulator);
        async move {
            let mut left = Vec::new();
            for name in share {
                if let Err(error) = remove(&editor, &name).await {
                    assert_eq!(error.kind(), Kind::Conflict, "{name}: {error}");
                    left.push(name);
                }
            }
            left
        }
    });
    expected.extend(join_all(edits).await.concat());
    assert_eq!(present(&emulator).await, expected);
}
