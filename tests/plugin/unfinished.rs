//! A started operation is completed, even if the process is ending and no host waits for the answer any more.

use std::time::Duration;

use codepipeline_emulator::SystemClock;
use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::{Value, json};
use terraform_plugin_protocol::{
    go_plugin::{Empty, grpc_controller_client::GrpcControllerClient},
    tfplugin6::{
        DynamicValue, apply_resource_change, configure_provider, plan_resource_change, provider_client::ProviderClient,
    },
};
use terraform_provider_sdk_testing::plugin_process::{Launch, PATIENCE, PluginProcess};
use tokio::task::JoinHandle;
use tonic::transport::Channel;

use crate::support::PLUGIN;

/// What AWS takes for a creation: shorter than what the process gives to what is running after Shutdown, which is a
/// second, and long enough to end the process meanwhile.
const CREATION: Duration = Duration::from_millis(500);

/// A plugin in the middle of the creation of a connection.
struct Creating {
    plugin: PluginProcess,
    channel: Channel,
    call: JoinHandle<()>,
    emulator: Emulator,
}

impl Creating {
    async fn begin() -> Self {
        let emulator = Emulator::with(|options| options.clock = Box::new(SystemClock)).await;
        let plugin = Launch::new(PLUGIN)
            .env("AWS_ENDPOINT_URL", emulator.url())
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .start()
            .await;
        let channel = plugin.channel().await;
        let mut client = ProviderClient::new(channel.clone());
        let request = configure_provider::Request {
            config: Some(in_json(&json!({}))),
            ..Default::default()
        };
        client.configure_provider(request).await.unwrap();
        let config = Some(in_json(&json!({ "name": "main" })));
        let nothing = Some(in_json(&Value::Null));
        let request = plan_resource_change::Request {
            type_name: "codepipeline_connection".into(),
            prior_state: nothing.clone(),
            proposed_new_state: config.clone(),
            config: config.clone(),
            ..Default::default()
        };
        let planned = client.plan_resource_change(request).await.unwrap().into_inner();
        let request = apply_resource_change::Request {
            type_name: "codepipeline_connection".into(),
            prior_state: nothing,
            planned_state: planned.planned_state,
            config,
            ..Default::default()
        };
        let delay = u64::try_from(CREATION.as_millis()).unwrap();
        let slow = json!({ "operation": "CreateConnection", "kind": "slow", "delay_ms": delay });
        emulator.fault(slow).await;
        let call = tokio::spawn(async move { drop(client.apply_resource_change(request).await) });
        // Longer than the way to AWS, shorter than the creation.
        tokio::time::sleep(CREATION / 2).await;
        Self {
            plugin,
            channel,
            call,
            emulator,
        }
    }

    /// Terraform drops its request.
    async fn cancel(&mut self) {
        self.call.abort();
        assert!((&mut self.call).await.unwrap_err().is_cancelled());
    }

    async fn shut_down(&self) {
        GrpcControllerClient::new(self.channel.clone())
            .shutdown(Empty {})
            .await
            .unwrap();
    }

    /// Waits for the end of the process, and asserts that it did what follows the creation.
    async fn comes_to_its_end(self) {
        let Self {
            mut plugin,
            channel,
            call,
            emulator,
        } = self;
        drop((channel, call));
        let status = tokio::time::timeout(PATIENCE, plugin.exit()).await.unwrap();
        assert_eq!(status.code(), Some(0));
        let calls = emulator.get_json("/_emulator/calls").await;
        let operations = calls
            .as_array()
            .unwrap()
            .iter()
            .map(|call| call["operation"].as_str().unwrap());
        let after: Vec<_> = operations
            .skip_while(|operation| *operation != "CreateConnection")
            .collect();
        assert!(after.contains(&"GetConnection"), "{after:?}");
        plugin.wait_for_an_empty_directory().await;
    }
}

pub(super) fn in_json(value: &Value) -> DynamicValue {
    DynamicValue {
        msgpack: Vec::new(),
        json: value.to_string().into_bytes(),
    }
}

#[tokio::test]
async fn shutdown_waits_for_an_apply_whose_request_was_cancelled() {
    let mut creating = Creating::begin().await;
    creating.cancel().await;
    creating.shut_down().await;
    creating.comes_to_its_end().await;
}

#[tokio::test]
async fn sigterm_waits_for_an_apply_whose_request_was_cancelled() {
    let mut creating = Creating::begin().await;
    creating.cancel().await;
    creating.plugin.signal("TERM").await;
    creating.comes_to_its_end().await;
}

#[tokio::test]
async fn shutdown_waits_for_an_apply_whose_client_is_gone() {
    let creating = Creating::begin().await;
    creating.shut_down().await;
    creating.call.abort();
    creating.comes_to_its_end().await;
}
