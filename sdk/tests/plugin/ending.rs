//! How the process ends, and what does not end it.

use std::time::{Duration, Instant};

use terraform_plugin_protocol::{
    go_plugin::grpc_stdio_client::GrpcStdioClient,
    health::{HealthCheckRequest, health_client::HealthClient},
};
use terraform_provider_sdk_testing::plugin_process::{Launch, PluginProcess};
use tonic::transport::Channel;

use super::example::greeter;

/// The host kills a plugin that takes longer.
const HOST_PATIENCE: Duration = Duration::from_secs(2);

async fn assert_served(channel: &Channel) {
    HealthClient::new(channel.clone())
        .check(HealthCheckRequest::default())
        .await
        .expect("an answer");
}

#[tokio::test]
async fn shutdown_is_answered_and_ends_the_process_before_the_host_kills_it() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    let channel = plugin.channel().await;
    let started = Instant::now();
    assert_eq!(plugin.shutdown(channel).await.code(), Some(0));
    assert!(started.elapsed() < HOST_PATIENCE, "{:?}", started.elapsed());
    plugin.wait_for_an_empty_directory().await;
}

#[tokio::test]
async fn shutdown_does_not_wait_for_clients_that_stay() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    let half_open = plugin.handshake.dial().await.unwrap();
    let idle = plugin.channel().await;
    assert_served(&idle).await;
    let started = Instant::now();
    let channel = plugin.channel().await;
    assert_eq!(plugin.shutdown(channel).await.code(), Some(0));
    assert!(started.elapsed() < HOST_PATIENCE, "{:?}", started.elapsed());
    drop((half_open, idle));
}

#[tokio::test]
async fn an_interrupt_is_the_hosts_affair() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    let channel = plugin.channel().await;
    for _ in 0..3 {
        plugin.signal("INT").await;
        assert_served(&channel).await;
    }
    assert!(plugin.is_running());
    assert!(plugin.shutdown(channel).await.success());
}

#[tokio::test]
async fn sigterm_ends_the_process_in_good_order() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    let channel = plugin.channel().await;
    let mut stdio = GrpcStdioClient::new(channel)
        .stream_stdio(())
        .await
        .unwrap()
        .into_inner();
    plugin.signal("TERM").await;
    assert_eq!(stdio.message().await.unwrap(), None, "open calls end without an error");
    assert_eq!(plugin.exit().await.code(), Some(0));
    plugin.wait_for_an_empty_directory().await;
}

#[tokio::test]
async fn a_plugin_ends_when_its_host_has_died() {
    let mut plugin = Launch::under_a_shell(&greeter()).start().await;
    plugin.signal("KILL").await;
    plugin.exit().await;
    plugin.wait_for_an_empty_directory().await;
}

#[tokio::test]
async fn a_plugin_that_is_in_use_survives_the_end_of_its_parent() {
    let mut plugin = Launch::under_a_shell(&greeter()).start().await;
    let channel = plugin.channel().await;
    plugin.signal("KILL").await;
    plugin.exit().await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_served(&channel).await;
    drop(channel);
    plugin.wait_for_an_empty_directory().await;
}
