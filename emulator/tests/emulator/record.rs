//! The record of calls in a file.

use codepipeline_emulator_testing::{emulator::Emulator, pipelines};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::emulator_process::program;

const SERVICE: &str = "codeconnections";

#[tokio::test]
async fn calls_of_several_emulators_are_appended_with_their_responses() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("calls");
    let [one, other] = [
        Emulator::with(|options| options.record = Some(path.clone())).await,
        Emulator::with(|options| options.record = Some(path.clone())).await,
    ];
    one.aws().ok(SERVICE, "ListHosts", json!({ "MaxResults": 1 })).await;
    other.aws().fail(SERVICE, "GetConnection", json!({})).await;
    other
        .fault(json!({ "operation": "ListHosts", "kind": "drop-after" }))
        .await;
    other
        .aws()
        .try_call(SERVICE, "ListHosts", &json!({}))
        .await
        .unwrap_err();
    let declaration = pipelines::foreign_declaration("demo");
    one.aws()
        .ok("codepipeline", "CreatePipeline", json!({ "pipeline": declaration }))
        .await;
    one.seed_members(
        "arn:aws:codepipeline:eu-west-1:111122223333:demo",
        json!({ "/stages/0/new": 1 }),
    )
    .await;
    one.aws().sts(&[("Action", "GetCallerIdentity")]).await;
    let text = std::fs::read_to_string(&path).unwrap();
    let calls: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected = json!({
        "service": SERVICE,
        "operation": "ListHosts",
        "request": r#"{"MaxResults":1}"#,
        "status": 200,
        "response": r#"{"Hosts":[]}"#,
    });
    assert_eq!(calls[0], expected);
    assert_eq!((&calls[1]["status"], &calls[2]["status"]), (&json!(400), &Value::Null));
    assert_eq!(calls[4], json!({ "seeded": ["new"] }));
    assert_eq!(calls[5]["request"], "Action=GetCallerIdentity&Version=2011-06-15");
    assert_eq!(calls.len(), 6);
}

#[test]
fn a_record_that_cannot_be_written_is_refused_at_start() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("none/calls");
    let arguments = ["--listen", ":0", "--record", path.to_str().unwrap()];
    let output = program().args(arguments).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && error.contains("calls cannot be written"),
        "{error}"
    );
}
