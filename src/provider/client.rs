//! The configured provider.

use std::{collections::BTreeSet, sync::Arc};

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Document, Maybe},
};
use tokio_util::sync::CancellationToken;

use crate::{
    aws::{
        self, Arn, Session,
        connections::{Connection, Connections},
        error::Kind,
        hosts::Hosts,
        pipelines::{Pipelines, Writers},
        service::Service,
    },
    provider::{
        config::{Config, ConnectionsService, ReadConnections},
        failure,
        gitlab::Gitlab,
        tags::TagPolicy,
    },
};

/// What every resource and data source works with: the way to AWS, and what the provider block says of all of them.
#[derive(Debug)]
pub struct Client {
    /// The account, its region and its credentials. Nothing is asked of AWS before the first call.
    pub session: Arc<Session>,
    /// The connections.
    pub connections: Connections,
    /// The hosts of self-managed providers.
    pub hosts: Hosts,
    /// The pipelines.
    pub pipelines: Pipelines,
    /// What is said of tags.
    pub tags: TagPolicy,
    /// The API that makes new connections and hosts.
    pub service: Service,
    /// GitLab, for the checks that ask it.
    pub gitlab: Gitlab,
    read_connections: ReadConnections,
    skipped: BTreeSet<String>,
}

impl Client {
    /// The configured provider of a provider block, in which what is not needed to reach AWS may be unknown. `stop` is
    /// pulled when the practitioner interrupts the command; `writers` are those of the process.
    ///
    /// # Errors
    /// What is wrong with the provider block.
    pub fn new(block: Document<'_>, stop: CancellationToken, writers: Arc<Writers>) -> Result<Self, Diagnostics> {
        let config = Config::read(block)?;
        let is_unknown = |name: &str| !block.value(name).is_wholly_known();
        let default_tags = match &config.default_tags {
            _ if is_unknown(Config::DEFAULT_TAGS.name) => Maybe::Unknown,
            Some(tags) => Maybe::Known(tags),
            None => Maybe::Null,
        };
        let gitlab = if is_unknown(Config::GITLAB.name) {
            Gitlab::unknown()
        } else {
            Gitlab::new(&config)
        };
        let session = Session::new(config.aws(), stop);
        Ok(Self {
            connections: Connections::new(Arc::clone(&session)),
            hosts: Hosts::new(Arc::clone(&session)),
            pipelines: Pipelines::new(Arc::clone(&session)).sharing(writers),
            tags: TagPolicy::new(default_tags, config.ignore_tags.as_ref()),
            service: match config.connections_service.unwrap_or_default() {
                ConnectionsService::Codeconnections => Service::CodeConnections,
                ConnectionsService::CodestarConnections => Service::CodeStarConnections,
            },
            gitlab,
            read_connections: config.read_connections.unwrap_or_default(),
            skipped: Config::skipped_checks(block).unwrap_or_default(),
            session,
        })
    }

    /// The connection of this ARN as the provider block wants it read: by itself, or from the one listing. `warn` is told
    /// if the listing is wanted and not allowed.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn connection(&self, arn: &Arn, warn: impl FnOnce(Diagnostic)) -> Result<Option<Connection>, aws::Error> {
        if self.read_connections == ReadConnections::List {
            match self.connections.listed(arn).await {
                Ok(Some(connection)) => return Ok(Some(connection)),
                Err(error) if error.kind() == Kind::AccessDenied => {
                    warn(failure::skipped("the one listing of all connections", &error));
                }
                // The call for this one says what is wrong.
                Ok(None) | Err(_) => {}
            }
        }
        self.connections.get(arn).await
    }

    /// Pulled when the practitioner interrupts the command: whatever waits stops waiting.
    pub fn stop(&self) -> &CancellationToken {
        self.session.cancellation()
    }

    /// The same findings without those that the practitioner does not want to hear of.
    pub fn unskipped(&self, findings: Diagnostics) -> Diagnostics {
        findings.without(&self.skipped)
    }
}
