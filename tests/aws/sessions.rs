//! Sessions for tests: a fixed key, one address for every service, and no patience.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use terraform_provider_codepipeline::aws::{
    Session,
    settings::{Endpoints, Pace, Settings},
};
use tokio_util::sync::CancellationToken;

use crate::support::private_server::pem;

/// The region of everything here.
pub(super) const REGION: &str = "eu-west-1";

/// Settings that reach `url` with the emulator's key, and read nothing of the machine.
pub(crate) fn settings(url: &str) -> Settings {
    let url = Some(url.to_owned());
    Settings {
        region: Some(REGION.to_owned()),
        access_key: Some("test".to_owned()),
        secret_key: Some("test".to_owned()),
        shared_config_files: vec![nothing()],
        shared_credentials_files: vec![nothing()],
        endpoints: Endpoints {
            codeconnections: url.clone(),
            codestarconnections: url.clone(),
            codepipeline: url.clone(),
            sts: url,
        },
        custom_ca_bundle: Some(strangers_certificate()),
        // Machines behind a proxy must reach this very machine without it.
        no_proxy: Some("127.0.0.1,localhost".to_owned()),
        pace: pace(),
        ..Settings::default()
    }
}

/// Pauses of a few milliseconds, so that faults cost no time.
pub(super) fn pace() -> Pace {
    Pace {
        initial_backoff: Duration::from_millis(2),
        max_backoff: Duration::from_millis(10),
        connect_timeout: Duration::from_secs(2),
        read_timeout: Duration::from_secs(10),
        role_propagation: Duration::from_millis(500),
        ..Pace::default()
    }
}

/// Returns a session that is never stopped.
pub(super) fn session(settings: Settings) -> Arc<Session> {
    Session::new(settings, CancellationToken::new())
}

/// A file that exists and is empty.
pub(super) fn nothing() -> String {
    static FILE: LazyLock<String> = LazyLock::new(|| temporary("no-profiles", ""));
    FILE.clone()
}

/// A certificate that no server has: machines without a certificate store run these tests as well.
fn strangers_certificate() -> String {
    static FILE: LazyLock<String> = LazyLock::new(|| {
        let stranger = rcgen::generate_simple_self_signed(["stranger.example.com".to_owned()]).unwrap();
        temporary("stranger.pem", &pem(stranger.cert.der()))
    });
    FILE.clone()
}

fn temporary(name: &str, content: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, content).unwrap();
    path
}
