//! Pipelines that hashicorp/aws has managed so far.

use codepipeline_emulator_testing::pipelines::{ROLE, gitlab_declaration};
use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::{
    pipeline::codec,
    resources::pipeline::{Arguments, Computed, Pipeline},
};
use terraform_provider_sdk::{
    author::{Configurable as _, MoveSource},
    engine::move_state::move_state,
    typed::Attributes,
};

use super::in_state;

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const REGION: &str = "eu-west-1";

/// An action as the state of hashicorp/aws 5.100.0 has it: nothing is absent, everything that was not set is empty.
fn action(category: &str, provider: &str, name: &str, configuration: Value, inputs: Value, outputs: Value) -> Value {
    json!({
        "category": category, "owner": "AWS", "provider": provider, "name": name, "version": "1",
        "configuration": configuration, "input_artifacts": inputs, "output_artifacts": outputs,
        "namespace": "", "region": "", "role_arn": "", "run_order": 1, "timeout_in_minutes": 0,
    })
}

/// The pipeline of [`gitlab_declaration`] as the state of hashicorp/aws has it.
fn aws_state() -> Value {
    let source =
        json!({ "BranchName": "main", "ConnectionArn": CONNECTION, "FullRepositoryId": "acme/platform/payments-api" });
    let stage = |name: &str, action: Value| json!({ "name": name, "action": [action], "before_entry": [], "on_success": [], "on_failure": [] });
    json!({
        "arn": "arn:aws:codepipeline:eu-west-1:111122223333:web", "id": "web", "name": "web", "role_arn": ROLE,
        "artifact_store": [{ "encryption_key": [], "location": "acme-artifacts", "region": "", "type": "S3" }],
        "execution_mode": "SUPERSEDED", "pipeline_type": "V2", "tags": {}, "tags_all": { "team": "core" },
        "trigger": [], "trigger_all": [], "variable": [],
        "stage": [
            stage("Source", action("Source", "CodeStarSourceConnection", "GitLab", source, json!([]), json!(["source"]))),
            stage("Build", action("Build", "CodeBuild", "Build", json!({ "ProjectName": "payments-build" }), json!(["source"]), json!([]))),
        ],
    })
}

fn moved(provider: &str, state: &Value) -> Option<(Arguments, Computed)> {
    let source = MoveSource {
        provider,
        type_name: "aws_codepipeline",
        version: 0,
        state,
    };
    let object = move_state(&Pipeline, &Pipeline.schema(), &source).ok()?;
    let values = object.state.as_map()?;
    Some((
        Arguments::from_object(values).ok()?,
        Computed::from_object(values).ok()?,
    ))
}

#[test]
fn a_moved_pipeline_causes_no_diff() {
    let (mut arguments, computed) =
        moved("registry.terraform.io/hashicorp/aws", &aws_state()).expect("it is taken over");
    let tags_all = arguments.tags_all.replace([].into());
    assert_eq!(tags_all.unwrap()["team"].as_deref(), Some("core"));
    let declaration = gitlab_declaration("web", CONNECTION);
    let read = codec::read(&declaration, Some(in_state(&arguments)), REGION);
    let written = codec::read(&declaration, None, REGION);
    assert_eq!(arguments, written, "an argument that was not set is absent");
    assert_eq!(read, written);
    assert_eq!(computed.arn, "arn:aws:codepipeline:eu-west-1:111122223333:web");
    assert!(computed.unregistered_connections.is_empty());
}

#[test]
fn a_pipeline_moves_from_any_registry_and_from_no_other_provider() {
    assert!(moved("registry.opentofu.org/hashicorp/aws", &aws_state()).is_some());
    assert!(moved("registry.terraform.io/example/aws", &aws_state()).is_none());
}

#[test]
fn the_region_of_a_newer_state_is_kept() {
    let mut state = aws_state();
    state["region"] = json!("us-east-1");
    let (arguments, _) = moved("registry.terraform.io/hashicorp/aws", &state).unwrap();
    assert_eq!(arguments.region.as_deref(), Some("us-east-1"));
}
