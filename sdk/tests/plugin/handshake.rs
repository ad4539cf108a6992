//! The line on stdout that a host waits for.

use std::process::Command;

use terraform_provider_sdk_testing::plugin_process::{COOKIE, Launch, PluginProcess};

use super::example::greeter;

#[tokio::test]
async fn the_line_has_the_six_fields_of_a_grpc_plugin() {
    let plugin = PluginProcess::start(&greeter()).await;
    let handshake = &plugin.handshake;
    assert_eq!(
        (
            handshake.core.as_str(),
            handshake.protocol.as_str(),
            handshake.kind.as_str()
        ),
        ("1", "6", "grpc")
    );
    assert_eq!(handshake.network, "unix");
    assert!(std::path::Path::new(&handshake.address).is_absolute());
    assert!(handshake.certificate.is_some());
    assert_eq!(handshake.multiplexing, None);
    assert!(!plugin.line.contains('='), "go-plugin reads base64 without padding");
}

#[tokio::test]
async fn the_socket_listens_before_the_line_is_printed() {
    let plugin = PluginProcess::start(&greeter()).await;
    plugin.handshake.dial().await.unwrap();
}

#[tokio::test]
async fn any_list_of_versions_gets_protocol_6() {
    for versions in ["6", "5,6", "7,6,5", "5", "", "nonsense"] {
        let plugin = Launch::new(&greeter())
            .env("PLUGIN_PROTOCOL_VERSIONS", versions)
            .start()
            .await;
        assert_eq!(plugin.handshake.protocol, "6", "{versions:?}");
    }
}

#[tokio::test]
async fn nothing_but_the_line_comes_on_stdout() {
    let mut plugin = Launch::new(&greeter()).env("TF_LOG", "trace").start().await;
    let channel = plugin.channel().await;
    assert!(plugin.shutdown(channel).await.success());
    assert_eq!(plugin.rest_of_stdout().await, "");
}

#[test]
fn a_missing_or_wrong_cookie_is_a_start_by_hand() {
    for cookie in [
        None,
        Some(""),
        Some("d602bf8f"),
        Some("D602BF8F470BC67CA7FAA0386276BBDD4330EFAF"),
    ] {
        let mut command = Command::new(greeter());
        command.env_clear().env("PLUGIN_PROTOCOL_VERSIONS", "6");
        let output = command.envs(cookie.map(|value| (COOKIE.0, value))).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{cookie:?}");
        assert!(output.stdout.is_empty(), "{cookie:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("Terraform and OpenTofu start it"), "{stderr}");
    }
}
