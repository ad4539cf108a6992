//! Imports of what does not exist or cannot be meant: each error contains what was looked for.

use std::collections::BTreeSet;

use serde_json::Value as Json;
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

/// A resource, its ID or its identity as an object, and the parts of the error. `CONNECTION` stands for the ARN of a pending
/// connection, `HOST` for that of a pending host.
const TABLE: &str = include_str!("refused_imports.tsv");

fn request(name: &str, target: &str) -> import_resource_state::Request {
    let resource = Codepipeline::RESOURCES.iter().find(|one| one.name() == name);
    let schema = resource.expect("a resource").identity_schema();
    let identity = || {
        let identity: Json = serde_json::from_str(target).expect("JSON");
        let value = codec::decode(&identity, &schema.value_type).expect("an identity");
        ResourceIdentityData {
            identity_data: Some(bytes(msgpack::encode(&value, &schema.value_type).expect("an identity"))),
        }
    };
    import_resource_state::Request {
        type_name: name.into(),
        id: if target.starts_with('{') {
            String::new()
        } else {
            target.to_owned()
        },
        identity: target.starts_with('{').then(identity),
        ..Default::default()
    }
}

#[tokio::test]
async fn an_import_that_finds_nothing_is_an_error_that_contains_what_was_looked_for() {
    let mut ours = Ours::start().await;
    let (connection, host) = ours.pending().await;
    let mut untried: BTreeSet<&str> = Codepipeline::RESOURCES.iter().map(|one| one.name()).collect();
    let mut wrong = Vec::new();
    for row in TABLE.lines() {
        let [resource, target, parts] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row} has not three columns");
        };
        untried.remove(resource);
        let target = target.replace("CONNECTION", &connection).replace("HOST", &host);
        let found = ours.try_import(resource, request(resource, &target)).await;
        let said = match &found {
            Ok(read) => said(&read.diagnostics),
            Err(refused) => said(refused),
        };
        let lacking: Vec<_> = parts.split(" | ").filter(|part| !said.contains(part)).collect();
        if !lacking.is_empty() {
            wrong.push(format!("{row}: {lacking:?} is missing in {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(untried.is_empty(), "write refused imports of {untried:?} in the table");
}
