//! The connections and hosts of all accounts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::connections::{Connection, ConnectionStatus, Host, HostStatus};

/// All connections and hosts, by ARN.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Connections {
    pub(super) connections: BTreeMap<String, Connection>,
    pub(super) hosts: BTreeMap<String, Host>,
}

impl Connections {
    /// Status of the connection with this ARN, `None` if there is none.
    pub(crate) fn status(&self, arn: &str) -> Option<ConnectionStatus> {
        self.connection(arn).map(|connection| connection.status)
    }

    /// Provider type of the connection with this ARN, such as `GitLab`.
    pub(crate) fn provider_type(&self, arn: &str) -> Option<&str> {
        self.connection(arn).map(|connection| connection.provider_type.as_str())
    }

    /// The connection with this ARN.
    pub(crate) fn connection(&self, arn: &str) -> Option<&Connection> {
        self.connections.get(arn)
    }

    /// The host with this ARN.
    pub(crate) fn host(&self, arn: &str) -> Option<&Host> {
        self.hosts.get(arn)
    }

    /// All connections, by name.
    pub(crate) fn connections(&self) -> Vec<&Connection> {
        let mut all: Vec<_> = self.connections.values().collect();
        all.sort_by_key(|connection| (&connection.name, &connection.arn));
        all
    }

    /// All hosts, by name.
    pub(crate) fn hosts(&self) -> Vec<&Host> {
        let mut all: Vec<_> = self.hosts.values().collect();
        all.sort_by_key(|host| (&host.name, &host.arn));
        all
    }

    /// The connections on the host with this ARN.
    pub(crate) fn on_host<'a>(&'a self, arn: &'a str) -> impl Iterator<Item = &'a Connection> {
        self.connections
            .values()
            .filter(move |connection| connection.host_arn.as_deref() == Some(arn))
    }

    /// Gives a connection another status, as its handshake would; `None` if there is no such connection.
    pub(crate) fn set_connection_status(&mut self, arn: &str, status: ConnectionStatus, now: f64) -> Option<()> {
        self.connections
            .get_mut(arn)
            .map(|connection| connection.set_status(status, now))
    }

    /// Gives a host another status, as its set-up would; `None` if there is no such host.
    pub(crate) fn set_host_status(&mut self, arn: &str, status: HostStatus, now: f64) -> Option<()> {
        self.hosts.get_mut(arn).map(|host| host.set_status(status, now))
    }

    /// Lets the time pass until `now`; what is pending for `patience` seconds completes by itself. Did that change
    /// anything?
    pub(crate) fn settle(&mut self, now: f64, patience: Option<f64>) -> bool {
        let mut changed = false;
        for connection in self.connections.values_mut() {
            changed |= connection.settle(now, patience);
        }
        for host in self.hosts.values_mut() {
            changed |= host.settle(now, patience);
        }
        let before = self.hosts.len();
        self.hosts.retain(|_, host| !host.is_gone(now));
        changed || self.hosts.len() < before
    }
}
