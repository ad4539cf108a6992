//! What survives the emulator.

use std::fs;

use codepipeline_emulator::{Options, Server};
use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::connections::{create, get};
use crate::support::emulator_process::{EmulatorProcess, program};

const SERVICE: &str = "codeconnections";

#[tokio::test]
async fn what_was_answered_survives_kill_9() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("state.json");
    let arguments = ["--state", path.to_str().unwrap()];
    let mut emulator = EmulatorProcess::start(&arguments);
    let arn = create(&emulator.aws(), SERVICE, "app").await;
    let tags = json!([{"Key": "a", "Value": "b"}]);
    emulator
        .aws()
        .ok(SERVICE, "TagResource", json!({"ResourceArn": arn, "Tags": tags}))
        .await;
    let before = get(&emulator.aws(), SERVICE, &arn).await;
    emulator.kill();

    let again = EmulatorProcess::start(&arguments);
    assert_eq!(get(&again.aws(), SERVICE, &arn).await, before);
    let listed = again
        .aws()
        .ok(SERVICE, "ListTagsForResource", json!({"ResourceArn": arn}))
        .await;
    assert_eq!(listed["Tags"], tags);
}

#[tokio::test]
async fn what_completed_by_itself_survives_kill_9_once_it_was_seen() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("state.json");
    let state = ["--state", path.to_str().unwrap()];
    for look in ["call", "console"] {
        let mut emulator = EmulatorProcess::start(&[&state[..], &["--authorize-after", "1ms"]].concat());
        let arn = create(&emulator.aws(), SERVICE, look).await;
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        match look {
            "call" => assert_eq!(
                get(&emulator.aws(), SERVICE, &arn).await["ConnectionStatus"],
                "AVAILABLE"
            ),
            _ => {
                let page = emulator.http.get(format!("{}/console/", emulator.url));
                assert!(!page.send().await.unwrap().text().await.unwrap().contains("PENDING"));
            }
        }
        emulator.kill();
        let again = EmulatorProcess::start(&state);
        assert_eq!(
            get(&again.aws(), SERVICE, &arn).await["ConnectionStatus"],
            "AVAILABLE",
            "{look}"
        );
    }
}

#[test]
fn a_state_file_that_cannot_be_used_is_refused_at_start() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("state.json");
    let _first = EmulatorProcess::start(&["--state", path.to_str().unwrap()]);
    let missing = directory.path().join("none/state.json");
    for (path, text) in [
        (&path, "is in use by another emulator"),
        (&missing, "cannot be written"),
    ] {
        let mut second = program();
        let output = second
            .args(["--listen", ":0", "--state", path.to_str().unwrap()])
            .output()
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains(text), "{error}");
    }
}

#[tokio::test]
async fn a_state_file_that_cannot_be_written_fails_the_call_and_changes_nothing() {
    let directory = TempDir::new().unwrap();
    let inner = directory.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let emulator = Emulator::with(|options| options.state = Some(inner.join("state.json"))).await;
    create(&emulator.aws(), SERVICE, "kept").await;
    fs::rename(&inner, directory.path().join("moved")).unwrap();
    let input = json!({"ConnectionName": "lost", "ProviderType": "GitLab"});
    let error = emulator.aws().fail(SERVICE, "CreateConnection", input).await;
    assert_eq!((error.status, error.class.as_str()), (500, "InternalFailure"));
    let listed = emulator.aws().ok(SERVICE, "ListConnections", json!({})).await;
    assert_eq!(listed["Connections"].as_array().unwrap().len(), 1);
    assert_eq!(listed["Connections"][0]["ConnectionName"], "kept");
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_at_start() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("state.json");
    fs::write(&path, "no state").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = Server::start(
        listener,
        Options {
            state: Some(path),
            ..Options::default()
        },
    )
    .err()
    .unwrap();
    assert!(
        error.to_string().contains("is not a state file of the emulator"),
        "{error}"
    );
}
