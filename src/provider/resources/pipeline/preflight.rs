//! Checks the sources of a pipeline with GitLab, if the preflight is enabled.

use futures_util::future::join_all;
use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    value::{Path, Value},
};

use super::sources::sources;
use crate::provider::{
    checks::preflight::{self, Source},
    client::Client,
    configuration::PreflightMode,
    resources::pipeline::schema::Computed,
    source_connections::SourceConnections,
};

/// Checks each source of `wanted` that is new or different in `prior`; both are whole resources. `connections` are
/// their current connections. The webhooks in `prior` are used only if it is a complete state.
pub(super) async fn ask(
    client: &Client,
    wanted: &Value,
    prior: &Value,
    connections: &SourceConnections,
) -> Diagnostics {
    if client.gitlab.mode() == PreflightMode::Off {
        return Diagnostics::new();
    }
    let unregistered = prior.get(Computed::UNREGISTERED_CONNECTIONS.name);
    let saved = Saved {
        sources: sources(prior).map(|(_, action)| action.get("configuration")).collect(),
        unregistered: (!unregistered.is_null()).then(|| unregistered.elements()),
        is_triggered: !wanted.get("trigger").elements().is_empty(),
        connections,
    };
    let changed = sources(wanted)
        .map(|(path, action)| (path.name("configuration"), action.get("configuration")))
        .filter(|(_, configuration)| !saved.sources.contains(configuration));
    let asked = changed
        .filter_map(|(path, configuration)| saved.source(path, configuration))
        .map(|source| async move { preflight::check(client, &source).await });
    join_all(asked).await.into_iter().flatten().collect()
}

/// The pipeline as it was last saved, and its current connections.
struct Saved<'a> {
    /// The configurations of its sources.
    sources: Vec<&'a Value>,
    /// Connections whose webhooks have not been registered, if that is known.
    unregistered: Option<&'a [Value]>,
    /// Whether the pipeline has triggers.
    is_triggered: bool,
    connections: &'a SourceConnections,
}

impl<'a> Saved<'a> {
    /// Returns the source to check; `None` while its project is unknown.
    fn source(&self, path: Path, configuration: &'a Value) -> Option<Source<'a>> {
        let named = |key: &str| Some((configuration.get(key).as_str()?, path.clone().key(key)));
        let arn = configuration.get("ConnectionArn").as_str();
        Some(Source {
            source_provider: arn.and_then(|arn| self.connections.source_provider(arn)),
            project: named("FullRepositoryId")?,
            branch: named("BranchName"),
            expects_webhook: self.expects_webhook(configuration),
        })
    }

    /// Whether the same repository was saved before while its connection was available and its changes were detected.
    fn expects_webhook(&self, configuration: &Value) -> bool {
        let is_same = |old: &&Value| {
            ["ConnectionArn", "FullRepositoryId"]
                .iter()
                .all(|key| old.get(key) == configuration.get(key))
        };
        let arn = configuration.get("ConnectionArn");
        let is_available = arn
            .as_str()
            .is_some_and(|arn| self.connections.available().contains(arn));
        let listens = self.is_triggered || configuration.get("DetectChanges").as_str() != Some("false");
        let is_registered = self.unregistered.is_some_and(|arns| !arns.contains(arn));
        listens && is_available && is_registered && self.sources.iter().any(is_same)
    }
}
