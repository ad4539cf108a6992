//! A process that serves many commands, started by hand.

use std::process::Stdio;

use serde_json::Value as Json;
use terraform_plugin_protocol::tfplugin6::{
    DynamicValue, configure_provider, provider_client::ProviderClient, read_data_source,
};
use terraform_provider_sdk_testing::plugin_process::{Handshake, PATIENCE};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
};
use tonic::transport::Channel;

use super::example::example;

/// Starts the process with `TMPDIR` and returns it with the address that it prints.
pub(super) async fn start(temporary: &std::path::Path) -> (Child, String, String) {
    let mut command = Command::new(example("greeter"));
    command.env_clear().env("TMPDIR", temporary).arg("--debug");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut process = command.spawn().unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(process.stdout.take().unwrap());
    let read = tokio::time::timeout(PATIENCE, stdout.read_line(&mut line));
    read.await.unwrap().unwrap();
    let value = line
        .strip_prefix("TF_REATTACH_PROVIDERS='")
        .unwrap()
        .strip_suffix("'\n");
    let value: Json = serde_json::from_str(value.unwrap()).unwrap();
    let address = &value["registry.terraform.io/example/greeter"]["Addr"];
    let text = |name: &str| address[name].as_str().unwrap().to_owned();
    (process, text("Network"), text("String"))
}

fn json(value: &Json) -> Option<DynamicValue> {
    Some(DynamicValue {
        msgpack: Vec::new(),
        json: value.to_string().into_bytes(),
    })
}

async fn command(network: &str, address: &str, greeting: &str) -> ProviderClient<Channel> {
    let channel = Handshake::plain(network, address).channel(None).await.unwrap();
    let mut client = ProviderClient::new(channel);
    let request = configure_provider::Request {
        config: json(&serde_json::json!({ "greeting": greeting })),
        ..Default::default()
    };
    let configured = client.configure_provider(request).await.unwrap().into_inner();
    assert_eq!(configured.diagnostics, []);
    client
}

async fn greeting(client: &mut ProviderClient<Channel>) -> Vec<u8> {
    let request = read_data_source::Request {
        type_name: "greeter_greeting".into(),
        config: json(&serde_json::json!({ "text": null })),
        ..Default::default()
    };
    let read = client.read_data_source(request).await.unwrap().into_inner();
    assert_eq!(read.diagnostics, []);
    read.state.unwrap().msgpack
}

#[tokio::test]
async fn two_configurations_in_one_process_do_not_mix() {
    let directory = tempfile::tempdir().unwrap();
    let (_process, network, address) = start(directory.path()).await;
    assert_eq!(network, "unix");
    let mut one = command(&network, &address, "hello").await;
    let mut other = command(&network, &address, "goodbye").await;
    assert!(greeting(&mut one).await.ends_with(b"hello"));
    assert!(greeting(&mut other).await.ends_with(b"goodbye"));
}

#[tokio::test]
async fn a_long_temporary_directory_falls_back_to_a_short_one() {
    let directory = tempfile::tempdir().unwrap();
    let long = directory.path().join("x".repeat(120));
    std::fs::create_dir(&long).unwrap();
    let (_process, network, address) = start(&long).await;
    assert_eq!(network, "unix");
    assert!(address.starts_with("/tmp/terraform-"), "{address}");
}

#[tokio::test]
async fn plain_text_on_tcp_is_a_loud_warning() {
    let directory = tempfile::tempdir().unwrap();
    let (mut process, network, _) = start(&directory.path().join("missing")).await;
    assert_eq!(network, "tcp");
    process.start_kill().unwrap();
    let mut stderr = String::new();
    let mut pipe = process.stderr.take().unwrap();
    pipe.read_to_string(&mut stderr).await.unwrap();
    assert!(
        stderr.contains("WARNING: the provider listens on 127.0.0.1:"),
        "{stderr}"
    );
    assert!(stderr.contains("without TLS"), "{stderr}");
}
