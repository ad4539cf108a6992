//! States and identities in the JSON of a state file.

use std::sync::LazyLock;

use serde_json::Value as Json;
use terraform_plugin_protocol::tfplugin6::{
    Diagnostic, RawState, import_resource_state, move_resource_state, upgrade_resource_identity, upgrade_resource_state,
};
use terraform_provider_sdk::value::{json, msgpack};

use super::super::{
    choices::Choices,
    configurations::{self, Configuration},
    json::mutate,
    ours::client,
    provider::{assert_no_bug, block_on},
    target::Target,
};

pub(crate) const TARGET: Target = Target {
    name: "json_state",
    input: "States and identities as JSON, of this provider and of hashicorp/aws, and import IDs",
    run,
    seeds,
};

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

static CONFIGURATIONS: LazyLock<Vec<Configuration>> = LazyLock::new(|| configurations::all(CONNECTION));

/// A state is upgraded, moved or refused, and a value that can be read is written as MessagePack that
/// reads the same.
fn run(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let (way, is_text) = (choices.below(4), choices.below(2) == 0);
    let configuration = choices.pick(&CONFIGURATIONS);
    if way == 3 {
        return assert_no_bug(&import(configuration.resource, choices.rest()));
    }
    let stored = if is_text {
        choices.rest()
    } else {
        let mut state = configuration.json.clone();
        mutate(&mut state, &mut choices);
        state.to_string().into_bytes()
    };
    let Ok(json) = serde_json::from_slice::<Json>(&stored) else {
        return;
    };
    let ty = &configurations::schemas()[configuration.resource].value_type;
    if let Ok(value) = json::decode(&json, ty) {
        let written = msgpack::encode(&value, ty).expect("what was read can be written");
        assert_eq!(msgpack::decode(&written, ty), Ok(value));
    }
    // Terraform stores no object that is null.
    if !json.is_null() {
        assert_no_bug(&store(way, configuration.resource, stored));
    }
}

/// Gives the provider a stored state or identity.
fn store(way: usize, resource: &str, json: Vec<u8>) -> Vec<Diagnostic> {
    let raw = RawState {
        json,
        ..RawState::default()
    };
    let type_name = resource.to_owned();
    block_on(async {
        match way {
            0 => {
                let request = upgrade_resource_state::Request {
                    type_name,
                    version: 0,
                    raw_state: Some(raw),
                };
                client()
                    .upgrade_resource_state(request)
                    .await
                    .expect("a response")
                    .into_inner()
                    .diagnostics
            }
            1 => {
                let request = upgrade_resource_identity::Request {
                    type_name,
                    version: 0,
                    raw_identity: Some(raw),
                };
                client()
                    .upgrade_resource_identity(request)
                    .await
                    .expect("a response")
                    .into_inner()
                    .diagnostics
            }
            _ => {
                let request = move_resource_state::Request {
                    source_provider_address: "registry.terraform.io/hashicorp/aws".to_owned(),
                    source_type_name: twin(resource).to_owned(),
                    source_state: Some(raw),
                    target_type_name: type_name,
                    ..Default::default()
                };
                client()
                    .move_resource_state(request)
                    .await
                    .expect("a response")
                    .into_inner()
                    .diagnostics
            }
        }
    })
}

fn import(resource: &str, id: Vec<u8>) -> Vec<Diagnostic> {
    let request = import_resource_state::Request {
        type_name: resource.to_owned(),
        id: String::from_utf8_lossy(&id).into_owned(),
        ..Default::default()
    };
    block_on(client().import_resource_state(request))
        .expect("a response")
        .into_inner()
        .diagnostics
}

/// The resource of hashicorp/aws that a `moved` block may name.
fn twin(resource: &str) -> &'static str {
    match resource {
        "codepipeline_connection" => "aws_codestarconnections_connection",
        "codepipeline_host" => "aws_codestarconnections_host",
        _ => "aws_codepipeline",
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let ids = [
        "release",
        "release/GitLab",
        CONNECTION,
        "eu-west-1/release/Source/GitLab",
    ]
    .map(str::to_owned);
    let states = CONFIGURATIONS
        .iter()
        .map(|configuration| configuration.json.to_string());
    let texts = ids.into_iter().chain(states).enumerate();
    texts
        .flat_map(|(index, text)| (0..4).map(move |way| [vec![way, 0, index as u8], text.clone().into()].concat()))
        .collect()
}
