//! Webhooks on GitLab projects.
//!
//! AWS registers one for each pipeline and repository when the pipeline is saved while its connection is available. A
//! pipeline that was saved earlier receives no events until it is saved again. A webhook is deleted with its
//! connection.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    connections::{ConnectionStatus, Connections},
    pipelines::declaration::{Action, Declaration},
};

/// A webhook: the repository whose events reach the pipeline, and the connection that carries them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub(crate) repository: String,
    pub(crate) connection_arn: String,
}

impl Webhook {
    fn of(source: &Action) -> Self {
        Self {
            repository: source.setting("FullRepositoryId").to_owned(),
            connection_arn: source.setting("ConnectionArn").to_owned(),
        }
    }
}

/// The webhooks of one pipeline.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Webhooks(BTreeSet<Webhook>);

impl Webhooks {
    /// Registers the webhooks of a saved declaration whose connections are available. Existing webhooks stay, and
    /// unused ones are removed.
    pub(super) fn register(&mut self, declaration: &Declaration, connections: &Connections) {
        let needed = declaration.connection_sources().map(Webhook::of);
        let is_available = |arn: &str| connections.status(arn) == Some(ConnectionStatus::Available);
        self.0 = needed
            .filter(|needed| is_available(&needed.connection_arn) || self.active(connections).any(|it| it == needed))
            .collect();
    }

    /// Returns whether events of this source's repository reach the pipeline.
    pub(crate) fn reach(&self, source: &Action, connections: &Connections) -> bool {
        let needed = Webhook::of(source);
        self.active(connections).any(|webhook| *webhook == needed)
    }

    /// Returns the webhooks whose connections still exist.
    pub(crate) fn active(&self, connections: &Connections) -> impl Iterator<Item = &Webhook> {
        let exists = |webhook: &&Webhook| connections.connection(&webhook.connection_arn).is_some();
        self.0.iter().filter(exists)
    }
}
