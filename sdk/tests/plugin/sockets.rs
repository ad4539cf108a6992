//! Where the plugin listens.

use std::{os::unix::fs::PermissionsExt, path::Path};

use terraform_provider_sdk_testing::plugin_process::{Launch, PluginProcess};

use super::example::greeter;

#[tokio::test]
async fn the_socket_has_a_private_directory_of_its_own() {
    let launch = Launch::new(&greeter());
    let parent = launch.directory().to_owned();
    let plugin = launch.start().await;
    let directory = Path::new(&plugin.handshake.address).parent().unwrap();
    assert_eq!(directory.parent(), Some(parent.as_path()));
    assert_eq!(
        std::fs::metadata(directory).unwrap().permissions().mode() & 0o777,
        0o700
    );
}

#[tokio::test]
async fn the_host_may_choose_the_place_of_the_socket() {
    let chosen = tempfile::tempdir().unwrap();
    let plugin = Launch::new(&greeter())
        .env("PLUGIN_UNIX_SOCKET_DIR", chosen.path())
        .start()
        .await;
    assert!(Path::new(&plugin.handshake.address).starts_with(chosen.path()));
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_falls_back_to_a_short_directory() {
    let launch = Launch::new(&greeter());
    let long = launch.directory().join("x".repeat(100));
    std::fs::create_dir(&long).unwrap();
    let plugin = launch.env("TMPDIR", &long).start().await;
    assert_eq!(plugin.handshake.network, "unix");
    let directory = Path::new(&plugin.handshake.address).parent().unwrap();
    assert_eq!(directory.parent(), Some(Path::new("/tmp")));
    let mode = std::fs::metadata(directory).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert_eq!(
        std::fs::read_dir(&long).unwrap().count(),
        0,
        "the unused directory is gone"
    );
    plugin.channel().await;
}

#[tokio::test]
async fn a_temporary_directory_without_sockets_means_tcp() {
    let launch = Launch::new(&greeter());
    let missing = launch.directory().join("missing");
    let plugin = launch.env("TMPDIR", &missing).start().await;
    assert_eq!(plugin.handshake.network, "tcp");
    let port: u16 = plugin
        .handshake
        .address
        .strip_prefix("127.0.0.1:")
        .unwrap()
        .parse()
        .unwrap();
    assert!((10_000..=25_000).contains(&port), "{port}");
    plugin.channel().await;
}

#[tokio::test]
async fn ports_are_not_looked_at_where_there_is_a_socket() {
    let plugin = Launch::new(&greeter()).env("PLUGIN_MIN_PORT", "many").start().await;
    assert_eq!(plugin.handshake.network, "unix");
}

#[tokio::test]
async fn two_plugins_get_two_sockets() {
    let shared = tempfile::tempdir().unwrap();
    let start = || Launch::new(&greeter()).env("TMPDIR", shared.path()).start();
    let (one, other): (PluginProcess, PluginProcess) = (start().await, start().await);
    assert_ne!(one.handshake.address, other.handshake.address);
}

#[tokio::test]
async fn plain_text_on_tcp_is_a_warning() {
    let launch = Launch::new(&greeter()).without_tls();
    let missing = launch.directory().join("missing");
    let plugin = launch.env("TMPDIR", &missing).start().await;
    assert_eq!(plugin.handshake.network, "tcp");
    plugin
        .wait_for_stderr("without TLS, so every user of this machine can use it")
        .await;
}
