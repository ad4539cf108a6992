//! Sessions for tests: a fixed key, one address for every service, and no patience.

use std::sync::Arc;
use std::time::Duration;

use terraform_provider_codepipeline::aws::Session;
use terraform_provider_codepipeline::aws::settings::{Endpoints, Pace, Settings};
use tokio_util::sync::CancellationToken;

/// The region of everything here.
pub(super) const REGION: &str = "eu-west-1";

/// Settings that reach `url` with the emulator's key, and read nothing of the machine.
pub(super) fn settings(url: &str) -> Settings {
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

/// A session that nobody stops.
pub(super) fn session(settings: Settings) -> Arc<Session> {
    Session::new(settings, CancellationToken::new())
}

/// A file that is there and empty.
pub(super) fn nothing() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/aws/no_profiles").to_owned()
}
