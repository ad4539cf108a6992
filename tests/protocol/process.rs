//! The built plugin, over its own socket and mutual TLS.

use terraform_plugin_protocol::tfplugin6::{provider_client::ProviderClient, *};
use terraform_provider_sdk_testing::plugin_process::PluginProcess;
use tonic::transport::Channel;
use tonic_prost::ProstCodec;

use super::messages::{assert_error, bytes, said};

use crate::support::PLUGIN;

/// What Terraform allows a provider to answer with.
const SCHEMA_LIMIT: usize = 64 << 20;

async fn start() -> (PluginProcess, ProviderClient<Channel>) {
    let process = PluginProcess::start(PLUGIN).await;
    let client = ProviderClient::new(process.channel().await)
        .max_decoding_message_size(SCHEMA_LIMIT)
        .max_encoding_message_size(256 << 20);
    (process, client)
}

#[tokio::test]
async fn the_plugin_offers_its_resources_data_sources_and_functions() {
    let (_process, mut client) = start().await;
    let schemas = client
        .get_provider_schema(get_provider_schema::Request {})
        .await
        .unwrap()
        .into_inner();
    assert_eq!(schemas.diagnostics, []);
    assert!(schemas.resource_schemas.contains_key("codepipeline_connection"));
    assert!(schemas.data_source_schemas.contains_key("codepipeline_connection"));
    let request = get_resource_identity_schemas::Request {};
    let identities = client
        .get_resource_identity_schemas(request)
        .await
        .unwrap()
        .into_inner();
    assert!(identities.identity_schemas.keys().eq(schemas.resource_schemas.keys()));
}

#[tokio::test]
async fn any_method_may_be_the_first_one() {
    let (_process, mut client) = start().await;
    let request = upgrade_resource_state::Request {
        type_name: "codepipeline_connection".into(),
        version: 0,
        raw_state: Some(RawState {
            json: br#"{"name":"main","tags":{"team":"a"}}"#.to_vec(),
            ..Default::default()
        }),
    };
    let upgraded = client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert_eq!(said(&upgraded.diagnostics), "");
    assert!(upgraded.upgraded_state.is_some());
}

#[tokio::test]
async fn a_message_of_5_mib_passes_the_socket() {
    let (_process, mut client) = start().await;
    let name = "n".repeat(5 << 20);
    let request = upgrade_resource_state::Request {
        type_name: "codepipeline_connection".into(),
        version: 0,
        raw_state: Some(RawState {
            json: format!(r#"{{"name":"{name}"}}"#).into_bytes(),
            ..Default::default()
        }),
    };
    let upgraded = client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert_eq!(said(&upgraded.diagnostics), "");
    assert!(upgraded.upgraded_state.expect("a state").msgpack.len() > 5 << 20);
}

#[tokio::test]
async fn an_unknown_name_is_not_echoed_whole() {
    let (_process, mut client) = start().await;
    let request = read_data_source::Request {
        type_name: "codepipeline_".to_owned() + &"n".repeat(5 << 20),
        ..Default::default()
    };
    let read = client.read_data_source(request).await.unwrap().into_inner();
    assert_error(&read.diagnostics, "has no data source \"codepipeline_nnn");
    assert!(said(&read.diagnostics).len() < 1000);
}

#[tokio::test]
async fn stopping_and_malformed_requests_leave_the_plugin_serving() {
    let (mut process, mut client) = start().await;
    client.stop_provider(stop_provider::Request {}).await.unwrap();

    let broken = read_resource::Request {
        type_name: "codepipeline_connection".into(),
        current_state: Some(bytes([vec![0x91; 10_000], vec![0xc0]].concat())),
        ..Default::default()
    };
    let read = client.read_resource(broken).await.unwrap().into_inner();
    assert_error(&read.diagnostics, "The current_state in the request");

    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let deep = upgrade_resource_state::Request {
        type_name: "codepipeline_pipeline".into(),
        version: 0,
        raw_state: Some(RawState {
            json: format!(r#"{{"stage":{deep}}}"#).into_bytes(),
            ..Default::default()
        }),
    };
    let upgraded = client.upgrade_resource_state(deep).await.unwrap().into_inner();
    assert_error(&upgraded.diagnostics, "The raw_state in the request");

    let applied = client
        .apply_resource_change(apply_resource_change::Request::default())
        .await
        .unwrap();
    assert_error(&applied.into_inner().diagnostics, "has no resource");

    let metadata = client
        .get_metadata(get_metadata::Request {})
        .await
        .unwrap()
        .into_inner();
    assert!(!metadata.resources.is_empty());
    assert!(process.is_running());
}

#[tokio::test]
async fn a_string_that_is_not_utf_8_is_refused_and_the_plugin_continues() {
    let (mut process, mut client) = start().await;
    let mut grpc = tonic::client::Grpc::new(process.channel().await);
    grpc.ready().await.unwrap();
    // The first field of this message is bytes where the first field of the request is a string.
    let request = tonic::Request::new(bytes(b"\xff\xfe"));
    let codec = ProstCodec::<DynamicValue, read_resource::Response>::default();
    let path = "/tfplugin6.Provider/ReadResource".parse().unwrap();
    let status = grpc.unary(request, path, codec).await.unwrap_err();
    assert!(status.message().contains("UTF-8"), "{status}");
    client.get_metadata(get_metadata::Request {}).await.unwrap();
    assert!(process.is_running());
}
