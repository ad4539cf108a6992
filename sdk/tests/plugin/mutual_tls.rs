//! Clients that are accepted or rejected.

use std::time::Duration;

use rustls::pki_types::ServerName;
use terraform_plugin_protocol::health::{HealthCheckRequest, health_client::HealthClient};
use terraform_provider_sdk_testing::{
    client_identity::ClientIdentity,
    plugin_process::{Launch, PluginProcess, client_config},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tonic::transport::Channel;

use super::example::greeter;

/// Whether the plugin answers, over a channel that may already have been refused.
async fn is_served(channel: Result<Channel, tonic::transport::Error>) -> bool {
    let Ok(channel) = channel else { return false };
    HealthClient::new(channel)
        .check(HealthCheckRequest::default())
        .await
        .is_ok()
}

#[tokio::test]
async fn the_announced_certificate_is_served() {
    let plugin = PluginProcess::start(&greeter()).await;
    assert!(is_served(plugin.channel_as(Some(plugin.identity())).await).await);
}

#[tokio::test]
async fn every_other_client_is_rejected_and_the_host_is_still_served() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    let other = PluginProcess::start(&greeter()).await;
    let [stranger, weaker] = [ClientIdentity::generate(), ClientIdentity::generate_on_p256()];
    let keyless = plugin.identity().with_the_key_of(&stranger);
    let strangers = [
        ("no certificate", None),
        ("another P-521 certificate of the same names", Some(&stranger)),
        ("the certificate of another run", Some(other.identity())),
        ("a P-256 certificate", Some(&weaker)),
        ("the right certificate without its key", Some(&keyless)),
    ];
    for (who, identity) in strangers {
        assert!(!is_served(plugin.channel_as(identity).await).await, "{who}");
        assert!(plugin.is_running(), "{who}");
    }
    assert!(is_served(plugin.channel_as(Some(plugin.identity())).await).await);
}

#[tokio::test]
async fn plaintext_is_rejected_if_a_certificate_is_announced() {
    let mut plugin = PluginProcess::start(&greeter()).await;
    plugin.handshake.certificate = None;
    assert!(!is_served(plugin.channel_as(None).await).await);
    assert!(plugin.is_running());
}

#[tokio::test]
async fn plain_text_is_served_only_without_an_announced_certificate() {
    let plugin = Launch::new(&greeter()).without_tls().start().await;
    assert!(plugin.handshake.certificate.is_none());
    assert!(plugin.line.ends_with("|grpc|\n"), "{}", plugin.line);
    assert!(is_served(plugin.channel_as(None).await).await);
}

#[tokio::test]
async fn an_announcement_that_is_not_a_certificate_rejects_every_client() {
    let garbage = ["x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"];
    for announced in garbage {
        let plugin = Launch::new(&greeter())
            .env("PLUGIN_CLIENT_CERT", announced)
            .start()
            .await;
        assert!(plugin.handshake.certificate.is_some(), "{announced}");
        assert!(
            !is_served(plugin.channel_as(Some(plugin.identity())).await).await,
            "{announced}"
        );
        assert!(!is_served(plugin.channel_as(None).await).await, "{announced}");
        plugin
            .wait_for_stderr("PLUGIN_CLIENT_CERT is not a certificate in PEM format, so clients cannot connect")
            .await;
    }
}

#[tokio::test]
async fn a_client_that_says_nothing_does_not_hold_up_the_host() {
    let plugin = PluginProcess::start(&greeter()).await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(plugin.handshake.dial().await.unwrap());
    }
    // The first bytes of a TLS record, and never the rest.
    for socket in silent.iter_mut().take(10) {
        socket.write_all(&[22, 3, 1, 2]).await.unwrap();
    }
    let served = is_served(plugin.channel_as(Some(plugin.identity())).await);
    assert!(tokio::time::timeout(Duration::from_secs(5), served).await.unwrap());
}

#[tokio::test]
async fn of_many_clients_that_never_authenticate_the_oldest_are_disconnected() {
    let plugin = PluginProcess::start(&greeter()).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(plugin.handshake.dial().await.unwrap());
    }
    let served = is_served(plugin.channel_as(Some(plugin.identity())).await);
    assert!(tokio::time::timeout(Duration::from_secs(5), served).await.unwrap());
    let mut left = 0;
    for socket in &mut silent {
        let closed = tokio::time::timeout(Duration::from_millis(20), socket.read_u8()).await;
        left += usize::from(closed.is_err());
    }
    assert!((1..=64).contains(&left), "{left}");
}

#[tokio::test]
async fn the_connection_negotiates_http_2() {
    let plugin = PluginProcess::start(&greeter()).await;
    let certificate = plugin.handshake.certificate.as_ref().unwrap();
    let connector = TlsConnector::from(client_config(certificate, Some(plugin.identity())));
    let socket = plugin.handshake.dial().await.unwrap();
    let stream = connector
        .connect(ServerName::try_from("localhost").unwrap(), socket)
        .await
        .unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
}
