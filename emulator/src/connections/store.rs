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
    /// Returns the status of the connection with this ARN, `None` if the connection does not exist.
    pub(crate) fn status(&self, arn: &str) -> Option<ConnectionStatus> {
        self.connection(arn).map(|connection| connection.status)
    }

    /// Returns the provider type of the connection with this ARN, such as `GitLab`.
    pub(crate) fn provider_type(&self, arn: &str) -> Option<&str> {
        self.connection(arn).map(|connection| connection.provider_type.as_str())
    }

    /// Returns the connection with this ARN.
    pub(crate) fn connection(&self, arn: &str) -> Option<&Connection> {
        self.connections.get(arn)
    }

    /// Returns the host with this ARN.
    pub(crate) fn host(&self, arn: &str) -> Option<&Host> {
        self.hosts.get(arn)
    }

    /// Returns all connections, by name.
    pub(crate) fn connections(&self) -> Vec<&Connection> {
        let mut all: Vec<_> = self.connections.values().collect();
        all.sort_by_key(|connection| (&connection.name, &connection.arn));
        all
    }

    /// Returns all hosts, by name.
    pub(crate) fn hosts(&self) -> Vec<&Host> {
        let mut all: Vec<_> = self.hosts.values().collect();
        all.sort_by_key(|host| (&host.name, &host.arn));
        all
    }

    /// Returns the connections on the host with this ARN.
    pub(crate) fn on_host<'a>(&'a self, arn: &'a str) -> impl Iterator<Item = &'a Connection> {
        self.connections
            .values()
            .filter(move |connection| connection.host_arn.as_deref() == Some(arn))
    }

    /// Sets the status of a connection, as its handshake would. Returns `None` if there is no such connection.
    pub(crate) fn set_connection_status(&mut self, arn: &str, status: ConnectionStatus, now: f64) -> Option<()> {
        self.connections
            .get_mut(arn)
            .map(|connection| connection.set_status(status, now))
    }

    /// Sets the status of a host, as its setup would. Returns `None` if there is no such host.
    pub(crate) fn set_host_status(&mut self, arn: &str, status: HostStatus, now: f64) -> Option<()> {
        self.hosts.get_mut(arn).map(|host| host.set_status(status, now))
    }

    /// Completes everything that is due at the time `now`: what has been pending for `authorize_after` seconds, a
    /// connection on a host only after the host, and the network interfaces of hosts. Returns whether anything changed.
    pub(crate) fn complete(&mut self, now: f64, authorize_after: Option<f64>) -> bool {
        let mut changed = false;
        for host in self.hosts.values_mut() {
            changed |= host.complete(now, authorize_after);
        }
        for connection in self.connections.values_mut() {
            let host = connection.host_arn.as_ref().and_then(|arn| self.hosts.get(arn));
            if host.is_none_or(|host| host.status == HostStatus::Available) {
                changed |= connection.complete(now, authorize_after);
            }
        }
        let before = self.hosts.len();
        self.hosts.retain(|_, host| !host.is_gone(now));
        changed || self.hosts.len() < before
    }
}
