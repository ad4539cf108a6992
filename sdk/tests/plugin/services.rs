//! go-plugin's own services.

use std::time::Duration;

use terraform_plugin_protocol::{
    go_plugin::{ConnInfo, grpc_broker_client::GrpcBrokerClient, grpc_stdio_client::GrpcStdioClient},
    health::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient},
};
use terraform_provider_sdk_testing::plugin_process::PluginProcess;

use super::example::greeter;

/// Long enough for an answer that is on its way.
const MOMENT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn the_copy_of_stdout_stays_open_and_silent_until_the_end() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    let channel = plugin.channel().await;
    let mut stdio = GrpcStdioClient::new(channel.clone())
        .stream_stdio(())
        .await
        .unwrap()
        .into_inner();
    assert!(
        tokio::time::timeout(MOMENT, stdio.message()).await.is_err(),
        "an item, or the end"
    );
    assert!(plugin.shutdown(channel).await.success());
    assert_eq!(stdio.message().await.unwrap(), None);
}

#[tokio::test]
async fn the_broker_listens_and_never_answers() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    let channel = plugin.channel().await;
    let announced = ConnInfo {
        service_id: 1,
        network: "unix".into(),
        address: "/nowhere".into(),
        knock: None,
    };
    let announced = tokio_stream::iter([announced.clone(), announced]);
    let mut broker = GrpcBrokerClient::new(channel.clone())
        .start_stream(announced)
        .await
        .unwrap()
        .into_inner();
    assert!(
        tokio::time::timeout(MOMENT, broker.message()).await.is_err(),
        "an item, or the end"
    );
    assert!(plugin.shutdown(channel).await.success());
    assert_eq!(broker.message().await.unwrap(), None);
}

#[tokio::test]
async fn the_server_and_the_service_plugin_are_healthy() {
    let plugin = PluginProcess::start(&greeter()).await;
    let mut health = HealthClient::new(plugin.channel().await);
    for service in ["", "plugin"] {
        let request = HealthCheckRequest {
            service: service.into(),
        };
        let checked = health.check(request.clone()).await.unwrap().into_inner();
        assert_eq!(checked.status(), ServingStatus::Serving, "{service:?}");
        let watched = health
            .watch(request)
            .await
            .unwrap()
            .into_inner()
            .message()
            .await
            .unwrap()
            .unwrap();
        assert_eq!(watched.status(), ServingStatus::Serving, "{service:?}");
    }
    let unknown = HealthCheckRequest {
        service: "elsewhere".into(),
    };
    assert_eq!(
        health.check(unknown.clone()).await.unwrap_err().code(),
        tonic::Code::NotFound
    );
    let watched = health
        .watch(unknown)
        .await
        .unwrap()
        .into_inner()
        .message()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(watched.status(), ServingStatus::ServiceUnknown);
}
