//! Every computed attribute after every change of one argument: known, unless what it depends on changes.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use terraform_plugin_protocol::tfplugin6::attribute_path::step::Selector;
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::author::Provider;

use super::ours::{Ours, assert_no_error, decoded};

/// A change of one argument of an object, with the attributes that are unknown in its plan. `Replaces` stands for a
/// replacement, of which everything may be unknown.
struct Row(&'static str, &'static str, fn() -> Json, Plan);

enum Plan {
    Replaces,
    Unknown(&'static [&'static str]),
}

use Plan::{Replaces, Unknown};

const KNOWN: Plan = Unknown(&[]);
const ROLE: &str = "arn:aws:iam::111122223333:role/other";

/// The table: resource, argument (a JSON pointer), its new value, and what is unknown then.
const TABLE: [Row; 56] = [
    Row("connection", "/name", || json!("other"), Replaces),
    Row("connection", "/region", || json!("us-east-1"), Replaces),
    Row("connection", "/provider_type", || json!("GitHub"), Replaces),
    Row("connection", "/tags", || json!({ "a": "b" }), KNOWN),
    Row("connection", "/tags_all", || json!({ "a": "b" }), KNOWN),
    Row("connection", "/timeouts", || json!({ "create": "1m" }), KNOWN),
    Row("host", "/name", || json!("other"), Replaces),
    Row("host", "/region", || json!("us-east-1"), Replaces),
    Row("host", "/provider_type", || json!("GitHubEnterpriseServer"), Replaces),
    Row(
        "host",
        "/provider_endpoint",
        || json!("https://other.example.com"),
        Unknown(&["status", "status_message"]),
    ),
    Row(
        "host",
        "/vpc_configuration",
        vpc,
        Unknown(&["status", "status_message"]),
    ),
    Row("host", "/tags", || json!({ "a": "b" }), KNOWN),
    Row("host", "/tags_all", || json!({ "a": "b" }), KNOWN),
    Row("host", "/timeouts", || json!({ "create": "1m" }), KNOWN),
    Row("handshake", "/timeouts", || json!({ "create": "1m" }), KNOWN),
    Row("pipeline", "/name", || json!("other"), Replaces),
    Row("pipeline", "/region", || json!("us-east-1"), Replaces),
    Row("pipeline", "/tags", || json!({ "a": "b" }), KNOWN),
    Row("pipeline", "/tags_all", || json!({ "a": "b" }), KNOWN),
    Row("pipeline", "/allow_pending_connection", || json!(true), KNOWN),
    Row("pipeline", "/execution_mode", || json!("QUEUED"), Unknown(&["version"])),
    Row("pipeline", "/role_arn", || json!(ROLE), Unknown(&["version"])),
    Row(
        "pipeline",
        "/artifact_store/0/location",
        || json!("other"),
        Unknown(&["version"]),
    ),
    Row(
        "pipeline",
        "/variable",
        || json!([{ "name": "v", "default_value": "x" }]),
        Unknown(&["version"]),
    ),
    Row(
        "pipeline",
        "/pipeline_type",
        || json!("V1"),
        Unknown(&["version", "trigger_all"]),
    ),
    Row(
        "pipeline",
        "/resave",
        || json!("1"),
        Unknown(&["version", "trigger_all", "unregistered_connections"]),
    ),
    Row("pipeline", "/restart_execution_on_update", || json!(true), KNOWN),
    Row("pipeline", "/trigger", trigger, Unknown(&["version", "trigger_all"])),
    Row("pipeline", "/stage/0/name", || json!("Fetch"), Unknown(&["version"])),
    Row("pipeline", "/stage/1/name", || json!("Compile"), Unknown(&["version"])),
    Row(
        "pipeline",
        "/stage/1/action/0/name",
        || json!("Compile"),
        Unknown(&["version"]),
    ),
    Row(
        "pipeline",
        "/stage/1/action/0/configuration/ProjectName",
        || json!("other"),
        Unknown(&["version"]),
    ),
    Row(
        "pipeline",
        "/stage/0/action/0/name",
        || json!("Code"),
        Unknown(&["version", "trigger_all"]),
    ),
    Row(
        "pipeline",
        "/stage/0/action/0/namespace",
        || json!("Code"),
        Unknown(&["version", "trigger_all"]),
    ),
    Row(
        "pipeline",
        "/stage/0/action/0/configuration/BranchName",
        || json!("next"),
        Unknown(&["version", "trigger_all", "unregistered_connections"]),
    ),
    Row("source_action", "/pipeline_name", || json!("other"), Replaces),
    Row("source_action", "/region", || json!("us-east-1"), Replaces),
    Row("source_action", "/allow_pending_connection", || json!(true), KNOWN),
    Row("source_action", "/overwrite_existing", || json!(true), KNOWN),
    Row(
        "source_action",
        "/branch_name",
        || json!("next"),
        Unknown(&["pipeline_version", "unregistered_connections"]),
    ),
    Row(
        "source_action",
        "/full_repository_id",
        || json!("acme/other"),
        Unknown(&["pipeline_version", "unregistered_connections"]),
    ),
    Row(
        "source_action",
        "/detect_changes",
        || json!(false),
        Unknown(&["pipeline_version", "unregistered_connections"]),
    ),
    Row(
        "source_action",
        "/connection_arn",
        || json!("replaced by the ARN of a connection that exists"),
        Unknown(&["pipeline_version", "unregistered_connections", "connection_status"]),
    ),
    Row(
        "source_action",
        "/name",
        || json!("other"),
        Unknown(&["pipeline_version", "id"]),
    ),
    Row(
        "source_action",
        "/namespace",
        || json!("Code"),
        Unknown(&["pipeline_version"]),
    ),
    Row(
        "source_action",
        "/output_artifact",
        || json!("other"),
        Unknown(&["pipeline_version"]),
    ),
    Row(
        "source_action",
        "/output_artifact_format",
        || json!("CODEBUILD_CLONE_REF"),
        Unknown(&["pipeline_version"]),
    ),
    Row(
        "source_action",
        "/run_order",
        || json!(2),
        Unknown(&["pipeline_version"]),
    ),
    Row(
        "source_action",
        "/role_arn",
        || json!(ROLE),
        Unknown(&["pipeline_version"]),
    ),
    Row(
        "source_action",
        "/resave",
        || json!("1"),
        Unknown(&["pipeline_version", "unregistered_connections", "connection_status"]),
    ),
    Row("source_action", "/stage_name", || json!("Source"), KNOWN),
    Row(
        "source_action",
        "/trigger",
        || json!({ "push": [{ "tags": { "includes": ["v*"] } }] }),
        Unknown(&["pipeline_version", "unregistered_connections"]),
    ),
    Row("stage_transition", "/pipeline_name", || json!("other"), Replaces),
    Row("stage_transition", "/region", || json!("us-east-1"), Replaces),
    Row("stage_transition", "/stage_name", || json!("Build"), Replaces),
    Row(
        "stage_transition",
        "/reason",
        || json!("Incident"),
        Unknown(&["last_changed_by"]),
    ),
];

/// Arguments without a row: another value replaces the object, and needs an object that does not exist here.
const ELSEWHERE: [(&str, &str); 3] = [
    ("connection", "host_arn"),
    ("handshake", "connection_arn"),
    ("handshake", "host_arn"),
];

fn vpc() -> Json {
    json!([{ "vpc_id": "vpc-0123456789abcdef0", "subnet_ids": ["subnet-0123456789abcdef0"],
        "security_group_ids": ["sg-0123456789abcdef0"], "tls_certificate": null }])
}

fn trigger() -> Json {
    json!([{ "provider_type": "CodeStarSourceConnection", "git_configuration": [{ "source_action_name": "GitLab",
        "push": [{ "tags": [{ "includes": ["v*"] }] }] }] }])
}

/// Sets the value at the pointer.
fn set(config: &mut Json, pointer: &str, value: Json) {
    let (outer, name) = pointer.rsplit_once('/').expect("a pointer");
    let outer = config.pointer_mut(outer).expect("an object");
    outer[name] = value;
}

#[test]
fn every_argument_has_a_row() {
    let mut missing = Vec::new();
    for resource in Codepipeline::RESOURCES {
        let name = resource.name().trim_start_matches("codepipeline_");
        let block = resource.schema().block;
        let arguments = block
            .attributes
            .iter()
            .filter(|it| it.configurability.is_argument())
            .map(|it| it.name);
        for argument in arguments.chain(block.blocks.iter().map(|it| it.name)) {
            let start = format!("/{argument}");
            let has_row = TABLE.iter().any(|Row(of, pointer, ..)| {
                *of == name && (*pointer == start || pointer.starts_with(&format!("{start}/")))
            });
            if !has_row && !ELSEWHERE.contains(&(name, argument)) {
                missing.push(format!("{name}{start}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[tokio::test]
async fn a_computed_attribute_is_known_in_a_plan_unless_what_it_depends_on_changes() {
    let mut wrong = Vec::new();
    for resource in Codepipeline::RESOURCES {
        let (name, schema) = (resource.name(), resource.schema());
        let mut ours = Ours::start().await;
        let kept = ours.create(name, &schema).await;
        for Row(of, pointer, value, expected) in &TABLE {
            if format!("codepipeline_{of}") != name {
                continue;
            }
            let mut config = ours.config(name);
            let value = match *pointer {
                "/connection_arn" => ours.other_connection().await.into(),
                _ => value(),
            };
            set(&mut config, pointer, value);
            let plan = ours.replan(name, &schema, &kept, config).await;
            let replaces = plan.requires_replace.iter().flat_map(|path| &path.steps);
            let replaces = replaces
                .filter(|step| matches!(step.selector, Some(Selector::AttributeName(_))))
                .count()
                > 0;
            let planned = decoded(plan.planned_state.as_ref(), &schema);
            let attributes = schema.block.attributes.iter().map(|it| it.name);
            let unknown: BTreeSet<&str> = attributes.filter(|name| !planned.get(name).is_wholly_known()).collect();
            match expected {
                Replaces if replaces => {}
                Unknown(expected) if !replaces && unknown == expected.iter().copied().collect() => {
                    assert_no_error(&format!("{name} {pointer}"), &plan.diagnostics);
                }
                _ => wrong.push(format!("{name} {pointer}: replaces {replaces}, unknown {unknown:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
