//! Webhooks on GitLab projects.
//!
//! AWS registers one for each pipeline and repository when the pipeline is saved while its connection is available.
//! A pipeline that was saved earlier hears nothing until it is saved again, and a webhook goes with its connection.

use serde::{Deserialize, Serialize};

use crate::{
    connections::{ConnectionStatus, Connections},
    pipelines::{declaration::Action, pipeline::Pipeline},
};

/// A registered pair of pipeline and repository.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Webhook {
    pub(crate) pipeline: String,
    pub(crate) region: String,
    pub(crate) repository: String,
    pub(crate) connection_arn: String,
}

/// A repository whose events reach a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Registration {
    repository: String,
    connection_arn: String,
}

impl Registration {
    fn of(source: &Action) -> Self {
        Self {
            repository: source.setting("FullRepositoryId").to_owned(),
            connection_arn: source.setting("ConnectionArn").to_owned(),
        }
    }
}

impl Pipeline {
    /// Registers what the version in force needs, as far as connections are available now; a webhook that is there
    /// stays, one that no source needs any more goes.
    pub(super) fn register_webhooks(&mut self, connections: &Connections) {
        let declaration = self.declaration();
        let needed = declaration.connection_sources().map(Registration::of);
        let is_available = |arn: &str| connections.status(arn) == Some(ConnectionStatus::Available);
        self.registrations = needed
            .filter(|needed| {
                is_available(&needed.connection_arn) || self.registered(connections).any(|it| it == needed)
            })
            .collect();
    }

    /// Do events of this source's repository reach the pipeline?
    pub(super) fn hears(&self, source: &Action, connections: &Connections) -> bool {
        let needed = Registration::of(source);
        self.registered(connections).any(|it| *it == needed)
    }

    /// The registrations whose connections are still there.
    fn registered(&self, connections: &Connections) -> impl Iterator<Item = &Registration> {
        let registrations = self.registrations.iter();
        registrations.filter(|registration| connections.connection(&registration.connection_arn).is_some())
    }

    /// The webhooks registered for this pipeline.
    pub(crate) fn webhooks(&self, connections: &Connections) -> impl Iterator<Item = Webhook> {
        self.registered(connections).map(|registration| Webhook {
            pipeline: self.name.clone(),
            region: self.region.clone(),
            repository: registration.repository.clone(),
            connection_arn: registration.connection_arn.clone(),
        })
    }
}
