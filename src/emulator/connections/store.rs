//! The connections and hosts of all accounts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How far a connection's handshake has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ConnectionStatus {
    /// Nobody has completed the handshake yet.
    Pending,
    /// The connection can be used.
    Available,
    /// The handshake was refused or the provider's side broke.
    Error,
}

/// All connections and hosts, by ARN.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Connections {
    connections: BTreeMap<String, Connection>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Connection {
    status: ConnectionStatus,
    provider_type: String,
}

impl Connections {
    /// Status of the connection with this ARN, `None` if there is none.
    pub(crate) fn status(&self, arn: &str) -> Option<ConnectionStatus> {
        self.connections.get(arn).map(|connection| connection.status)
    }

    /// Provider type of the connection with this ARN, such as `GitLab`.
    pub(crate) fn provider_type(&self, arn: &str) -> Option<&str> {
        self.connections
            .get(arn)
            .map(|connection| connection.provider_type.as_str())
    }
}
