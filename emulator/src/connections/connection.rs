//! A connection.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::connections::Arn;

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

impl ConnectionStatus {
    /// The status as the API spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Available => "AVAILABLE",
            Self::Error => "ERROR",
        }
    }
}

/// A connection to a provider of repositories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Connection {
    /// ARN, which also holds home region and account.
    pub(crate) arn: String,
    /// Name, 1 to 32 characters; several connections may have the same.
    pub(crate) name: String,
    /// Type of the provider, such as `GitLab`.
    pub(crate) provider_type: String,
    /// ARN of the host for a self-managed provider.
    pub(crate) host_arn: Option<String>,
    /// How far the handshake has come.
    pub(crate) status: ConnectionStatus,
    /// Since when it waits for its handshake, in seconds since the epoch.
    pub(crate) pending_since: f64,
    /// Tags by key.
    pub(crate) tags: BTreeMap<String, String>,
}

impl Connection {
    /// The connection as GetConnection and ListConnections answer it.
    pub(crate) fn view(&self) -> Value {
        let mut view = json!({
            "ConnectionArn": self.arn,
            "ConnectionName": self.name,
            "ConnectionStatus": self.status.as_str(),
            "OwnerAccountId": self.parsed_arn().account,
            "ProviderType": self.provider_type,
        });
        if let Some(host) = &self.host_arn {
            view["HostArn"] = json!(host);
        }
        view
    }

    /// The ARN, taken apart.
    pub(crate) fn parsed_arn(&self) -> Arn<'_> {
        Arn::parse(&self.arn).expect("the ARN of a stored connection is well formed")
    }

    /// Gives the connection another status at the time `now`.
    pub(crate) fn set_status(&mut self, status: ConnectionStatus, now: f64) {
        self.status = status;
        self.pending_since = now;
    }

    /// Completes a handshake that nobody completed for `patience` seconds; answers whether it did.
    pub(crate) fn settle(&mut self, now: f64, patience: Option<f64>) -> bool {
        let waited = patience.is_some_and(|patience| now >= self.pending_since + patience);
        let completes = self.status == ConnectionStatus::Pending && waited;
        if completes {
            self.status = ConnectionStatus::Available;
        }
        completes
    }
}
