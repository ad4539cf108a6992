//! The rules of a whole declaration, each with its class and text.

mod acceptance;
mod action_types;
mod actions;
mod conditions;
mod pipeline_type;
mod regions;
mod stages;
mod triggers;
mod variables;

use serde_json::{Value, json};

use super::bench::{Bench, NO_CONNECTION, action, declaration};

/// What one rule refuses: a name for messages, the edit that breaks it, the class, the text.
type Row = (&'static str, fn(&mut Value), &'static str, &'static str);

const STRUCTURE: &str = "InvalidStructureException";
const STAGE: &str = "InvalidStageDeclarationException";
const ACTION: &str = "InvalidActionDeclarationException";
const VALIDATION: &str = "ValidationException";

async fn assert_refused(table: &[Row]) {
    let bench = Bench::start().await;
    for (name, edit, class, text) in table {
        let mut declaration = declaration("demo", NO_CONNECTION);
        edit(&mut declaration);
        let error = bench.fail("CreatePipeline", json!({ "pipeline": declaration })).await;
        assert_eq!((error.class.as_str(), error.status), (*class, 400), "{name}: {error}");
        // An expected message that continues with a value ends in a bracket here.
        let matches = if text.ends_with('[') {
            error.message.starts_with(text)
        } else {
            error.message == *text
        };
        assert!(matches, "{name}: {}", error.message);
    }
    let untouched = bench.fail("GetPipeline", json!({ "name": "demo" })).await;
    assert_eq!(
        untouched.class, "PipelineNotFoundException",
        "nothing refused may be stored"
    );
}

fn push_stage(declaration: &mut Value, name: &str, actions: Value) {
    declaration["stages"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "name": name, "actions": actions }));
}

fn compile(declaration: &mut Value) -> &mut Value {
    &mut declaration["stages"][1]["actions"][0]
}

fn gitlab(declaration: &mut Value) -> &mut Value {
    &mut declaration["stages"][0]["actions"][0]
}

fn approval(name: &str) -> Value {
    action(name, "Approval", "Manual", json!({}))
}

fn trigger(source: &str, filters: Value) -> Value {
    let mut trigger = json!({ "providerType": "CodeStarSourceConnection", "gitConfiguration": filters });
    trigger["gitConfiguration"]["sourceActionName"] = json!(source);
    trigger
}

fn on_branch(source: &str) -> Value {
    trigger(source, json!({ "push": [{ "branches": { "includes": ["main"] } }] }))
}
