//! The configured provider, which every resource and data source uses.

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
        configuration::{Config, ConnectionsService, ReadConnections, user_agent},
        existing::AllExisting,
        facts::{Fact, Facts},
        failure,
        gitlab::Gitlab,
        planned::Planned,
        tag_policy::TagPolicy,
    },
};

/// The clients of AWS and GitLab, and the configuration that all resources share.
#[derive(Debug)]
pub struct Client {
    /// The account, its region and its credentials, which are resolved at the first call.
    pub session: Arc<Session>,
    /// The connections.
    pub connections: Connections,
    /// The hosts of self-managed providers.
    pub hosts: Hosts,
    /// The pipelines.
    pub pipelines: Pipelines,
    /// `default_tags` and `ignore_tags`.
    pub tags: TagPolicy,
    /// The API that creates connections and hosts.
    pub service: Service,
    /// GitLab.
    pub gitlab: Gitlab,
    /// The objects and messages that this process has planned, read and reported.
    pub facts: Facts,
    /// What this process has created.
    pub planned: Planned,
    /// The objects that this process has found in the way of new ones.
    pub existing: AllExisting,
    read_connections: ReadConnections,
    skipped: BTreeSet<String>,
}

impl Client {
    /// Returns the clients that the provider block configures. Arguments that are not required to call AWS may be
    /// unknown. `stop` is cancelled when the user interrupts the command; `writers` are those of the process.
    /// `terraform_version` is that of Terraform or OpenTofu.
    ///
    /// # Errors
    /// Returns the problems of the provider block.
    pub fn new(
        block: Document<'_>,
        terraform_version: &str,
        stop: CancellationToken,
        writers: Arc<Writers>,
    ) -> Result<Self, Diagnostics> {
        let (config, user_agent) = (Config::read(block)?, user_agent(terraform_version));
        let is_unknown = |name: &str| !block.value(name).is_wholly_known();
        let default_tags = match &config.default_tags {
            _ if is_unknown(Config::DEFAULT_TAGS.name) => Maybe::Unknown,
            Some(tags) => Maybe::Known(tags),
            None => Maybe::Null,
        };
        let gitlab = if is_unknown(Config::GITLAB.name) {
            Gitlab::unknown()
        } else {
            Gitlab::new(&config, &user_agent)
        };
        let tags = TagPolicy::new(default_tags, config.ignore_tags.as_ref());
        let service = match config.connections_service.unwrap_or_default() {
            ConnectionsService::Codeconnections => Service::CodeConnections,
            ConnectionsService::CodestarConnections => Service::CodeStarConnections,
        };
        let read_connections = config.read_connections.unwrap_or_default();
        let session = Session::new(config.aws(user_agent), stop);
        Ok(Self {
            connections: Connections::new(Arc::clone(&session)),
            hosts: Hosts::new(Arc::clone(&session)),
            pipelines: Pipelines::new(Arc::clone(&session)).sharing(writers),
            tags,
            service,
            gitlab,
            facts: Facts::default(),
            planned: Planned::default(),
            existing: AllExisting::new(session.cancellation().clone()),
            read_connections,
            skipped: Config::skipped_checks(block).unwrap_or_default(),
            session,
        })
    }

    /// Reads a connection with the calls that `read_connections` configures. Warns if the list is configured and denied.
    ///
    /// # Errors
    /// Returns why the connection cannot be read.
    pub async fn connection(&self, arn: &Arn, warn: impl FnOnce(Diagnostic)) -> Result<Option<Connection>, aws::Error> {
        if self.read_connections == ReadConnections::List {
            match self.connections.listed(arn).await {
                Ok(Some(connection)) => return Ok(Some(connection)),
                Err(error) if error.kind() == Kind::AccessDenied => {
                    warn(failure::skipped("the list of all connections", &error));
                }
                // Without the list, GetConnection returns the connection or the failure.
                Ok(None) | Err(_) => {}
            }
        }
        self.connections.get(arn).await
    }

    /// Returns what a plan reports of a failed call, see [`failure::at_plan`]; none if that was reported before, since a
    /// failure of every call is one error.
    pub fn failure_at_plan(&self, doing: &str, error: &aws::Error) -> Option<Diagnostic> {
        let found = failure::at_plan(doing, error);
        self.report_once(found)
    }

    /// Returns the message, unless one with this summary was reported before.
    pub fn report_once(&self, message: Diagnostic) -> Option<Diagnostic> {
        let is_new = self.facts.record(Fact::Reported(message.summary.clone()));
        is_new.then_some(message)
    }

    /// Returns the token that is cancelled when the user interrupts the command, which ends all waits.
    pub fn stop(&self) -> &CancellationToken {
        self.session.cancellation()
    }

    /// Returns the findings without those of skipped checks.
    pub fn unskipped(&self, findings: Diagnostics) -> Diagnostics {
        findings.without(&self.skipped)
    }
}
