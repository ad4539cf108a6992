//! Imports of what does not exist or cannot be meant: each error contains what was looked for.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use terraform_plugin_protocol::tfplugin6::{ResourceIdentityData, import_resource_state};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::Provider,
    value::{json as codec, msgpack},
};

use super::{
    messages::{bytes, said},
    ours::Ours,
};

/// By resource: an ID (a string) or an identity (an object), and the words of its error. `CONNECTION` is the ARN of the
/// pending connection, `HOST` that of the pending host.
fn table() -> BTreeMap<&'static str, Vec<(Json, &'static [&'static str])>> {
    const MISSING: &str =
        "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    const ELSEWHERE: &str =
        "arn:aws:codeconnections:us-east-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    const FOREIGN: &str =
        "arn:aws:codeconnections:eu-west-1:444455556666:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    const NOWHERE: &str =
        "arn:aws:codeconnections:eu-wst-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    const NO_HOST: &str = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-0a1b2c3d";
    const RELEASE: &str = "arn:aws:codepipeline:eu-west-1:111122223333:release";
    let arn = |arn: &str| json!({ "arn": arn });
    let name = |region: Json, name: Json| json!({ "account_id": null, "region": region, "name": name });
    let action = |account: Json, region: Json, pipeline: Json, name: Json| json!({ "account_id": account, "region": region, "pipeline_name": pipeline, "name": name });
    let stage = |account: Json, region: Json, pipeline: Json, name: Json| json!({ "account_id": account, "region": region, "pipeline_name": pipeline, "stage_name": name });
    BTreeMap::from([
        (
            "codepipeline_connection",
            vec![
                (json!(""), &["The ID is empty"] as &[_]),
                (
                    json!("arn:aws:codeconections:eu-west-1:111122223333:connection/x"),
                    &["ARN of a connection", "codeconections"],
                ),
                (json!("HOST"), &["ARN of a connection", "is the ARN of a host"]),
                (json!(RELEASE), &["ARN of a connection", "is the ARN of a pipeline"]),
                (json!(MISSING), &["Connection not found", MISSING]),
                (json!(ELSEWHERE), &["Connection not found", ELSEWHERE]),
                (json!(FOREIGN), &["444455556666"]),
                (json!(NOWHERE), &["Unknown region \"eu-wst-1\"", "eu-west-1"]),
                (
                    json!(format!("{MISSING}@us-east-1")),
                    &["Region differs from the ARN", "@us-east-1"],
                ),
                (arn(MISSING), &["Connection not found", MISSING]),
                (arn("HOST"), &["is the ARN of a host"]),
                (arn(""), &["not an ARN"]),
                (json!({ "arn": null }), &["arn"]),
            ],
        ),
        (
            "codepipeline_handshake",
            vec![
                (json!("gitlab"), &["\"gitlab\" is not an ARN"] as &[_]),
                (json!(MISSING), &["Connection not found", MISSING]),
                (json!(NO_HOST), &["Host not found", NO_HOST]),
                (json!(RELEASE), &["is the ARN of a pipeline"]),
                (
                    json!("CONNECTION"),
                    &[
                        "The handshake of \"pending\" is not completed",
                        "PENDING",
                        "Update pending connection",
                    ],
                ),
                (
                    json!("HOST"),
                    &["The handshake of \"pending\" is not completed", "PENDING"],
                ),
                (arn("CONNECTION"), &["The handshake of \"pending\" is not completed"]),
                (json!({ "arn": null }), &["arn"]),
            ],
        ),
        (
            "codepipeline_host",
            vec![
                (json!("gitlab"), &["\"gitlab\" is not an ARN"] as &[_]),
                (json!("CONNECTION"), &["ARN of a host", "is the ARN of a connection"]),
                (json!(NO_HOST), &["Host not found", NO_HOST]),
                (
                    json!(NO_HOST.replace("eu-west-1", "eu-wst-1")),
                    &["Unknown region \"eu-wst-1\""],
                ),
                (
                    json!(NO_HOST.replace("111122223333", "444455556666")),
                    &["444455556666"],
                ),
                (arn(NO_HOST), &["Host not found", NO_HOST]),
                (json!({ "arn": null }), &["arn"]),
            ],
        ),
        (
            "codepipeline_pipeline",
            vec![
                (
                    json!("relaese"),
                    &["Pipeline \"relaese\" not found in eu-west-1"] as &[_],
                ),
                (
                    json!("Release"),
                    &["Pipeline \"Release\" not found in eu-west-1", "case-sensitive"],
                ),
                (
                    json!("release@us-east-1"),
                    &["Pipeline \"release\" not found in us-east-1"],
                ),
                (json!("release@eu-wst-1"), &["Unknown region \"eu-wst-1\"", "eu-west-1"]),
                (json!("re lease"), &["Invalid import ID of a pipeline", "\"re lease\""]),
                (
                    json!("release/Source"),
                    &["Invalid import ID of a pipeline", "\"release/Source\""],
                ),
                (
                    json!(MISSING),
                    &["Invalid import ID of a pipeline", "is the ARN of a connection"],
                ),
                (
                    json!("arn:aws:codepipeline:eu-west-1:444455556666:release"),
                    &["The pipeline \"release\" is in another account", "444455556666"],
                ),
                (
                    json!("arn:aws:codepipeline:us-east-1:111122223333:release"),
                    &["Pipeline \"release\" not found in us-east-1"],
                ),
                (
                    name(json!("us-east-1"), json!("release")),
                    &["Pipeline \"release\" not found in us-east-1"],
                ),
                (
                    name(json!("eu-wst-1"), json!("release")),
                    &["Unknown region \"eu-wst-1\""],
                ),
                (name(json!(null), json!(null)), &["name"]),
                (
                    json!({ "account_id": "444455556666", "region": "eu-west-1", "name": "release" }),
                    &["in another account"],
                ),
            ],
        ),
        (
            "codepipeline_source_action",
            vec![
                (
                    json!("release"),
                    &["Invalid import ID of a source action", "\"release\""] as &[_],
                ),
                (json!("release//GitLab"), &["Invalid import ID of a source action"]),
                (
                    json!("release/Source/Templates/1"),
                    &["Invalid import ID of a source action"],
                ),
                (
                    json!(RELEASE.to_owned() + "/Source/Templates"),
                    &["Invalid import ID of a source action"],
                ),
                (
                    json!("relaese/Templates"),
                    &["Pipeline \"relaese\" not found in eu-west-1"],
                ),
                (
                    json!("release/templates"),
                    &[
                        "The pipeline \"release\" has no source action \"templates\"",
                        "\"Templates\"",
                    ],
                ),
                (
                    json!("release/Templates"),
                    &["The source action \"Templates\" uses no connection", "S3"],
                ),
                (json!("release/Build"), &["has no source action \"Build\""]),
                (
                    json!("release/Templates@us-east-1"),
                    &["Pipeline \"release\" not found in us-east-1"],
                ),
                (json!("release/Templates@eu-wst-1"), &["Unknown region \"eu-wst-1\""]),
                (
                    action(json!("444455556666"), json!(null), json!("release"), json!("Templates")),
                    &["in another account", "444455556666"],
                ),
                (
                    action(json!(null), json!(null), json!("release"), json!("GitLab")),
                    &["has no source action \"GitLab\""],
                ),
                (
                    action(json!(null), json!(null), json!(null), json!("GitLab")),
                    &["pipeline_name"],
                ),
            ],
        ),
        (
            "codepipeline_stage_transition",
            vec![
                (json!("release"), &["Invalid import ID of a stage transition"] as &[_]),
                (json!("release/"), &["Invalid import ID of a stage transition"]),
                (json!("relaese/Build"), &["Pipeline \"relaese\" not found in eu-west-1"]),
                (
                    json!("release/build"),
                    &["The pipeline \"release\" has no stage \"build\"", "\"Build\""],
                ),
                (
                    json!("release/Build"),
                    &["The transition into the stage \"Build\" of \"release\" is enabled"],
                ),
                (
                    json!("release/Build@us-east-1"),
                    &["Pipeline \"release\" not found in us-east-1"],
                ),
                (json!("release/Build@eu-wst-1"), &["Unknown region \"eu-wst-1\""]),
                (
                    stage(json!("444455556666"), json!(null), json!("release"), json!("Build")),
                    &["Build"],
                ),
                (
                    stage(json!(null), json!(null), json!("release"), json!(null)),
                    &["stage_name"],
                ),
            ],
        ),
    ])
}

fn request(name: &str, target: &Json) -> import_resource_state::Request {
    let resource = Codepipeline::RESOURCES.iter().find(|one| one.name() == name);
    let schema = resource.expect("a resource").identity_schema();
    let identity = || {
        let value = codec::decode(target, &schema.value_type).expect("an identity");
        ResourceIdentityData {
            identity_data: Some(bytes(msgpack::encode(&value, &schema.value_type).expect("an identity"))),
        }
    };
    import_resource_state::Request {
        type_name: name.into(),
        id: target.as_str().unwrap_or_default().to_owned(),
        identity: target.is_object().then(identity),
        ..Default::default()
    }
}

#[tokio::test]
async fn an_import_that_finds_nothing_is_an_error_that_contains_what_was_looked_for() {
    let mut ours = Ours::start().await;
    let (connection, host) = ours.pending().await;
    let mut table = table();
    let mut wrong = Vec::new();
    for resource in Codepipeline::RESOURCES {
        let name = resource.name();
        let rows = table
            .remove(name)
            .unwrap_or_else(|| panic!("write refused imports of {name} here"));
        for (target, words) in rows {
            let text = target
                .to_string()
                .replace("CONNECTION", &connection)
                .replace("HOST", &host);
            let target: Json = serde_json::from_str(&text).expect("JSON");
            let found = ours.try_import(name, request(name, &target)).await;
            let diagnostics = match &found {
                Ok(read) => &read.diagnostics,
                Err(refused) => refused,
            };
            let said = said(diagnostics);
            let lacking: Vec<_> = words.iter().filter(|word| !said.contains(**word)).collect();
            if !lacking.is_empty() {
                wrong.push(format!("{name} {target}: {lacking:?} is missing in {said:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
