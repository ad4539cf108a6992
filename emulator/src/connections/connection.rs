//! A connection.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::connections::{Arn, Scope};

/// Status of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ConnectionStatus {
    /// The handshake has not been completed.
    Pending,
    /// The connection can be used.
    Available,
    /// The handshake was refused, or the source provider failed.
    Error,
}

impl ConnectionStatus {
    /// Returns the status as the API spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Available => "AVAILABLE",
            Self::Error => "ERROR",
        }
    }
}

/// A connection to a Git provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Connection {
    /// ARN, which also contains the home region and the account.
    pub(crate) arn: String,
    /// Name, 1 to 32 characters; several connections may have the same.
    pub(crate) name: String,
    /// Provider type, such as `GitLab`.
    pub(crate) provider_type: String,
    /// ARN of the host for a self-managed provider.
    pub(crate) host_arn: Option<String>,
    /// Status of the handshake.
    pub(crate) status: ConnectionStatus,
    /// Start of the wait for the handshake, in seconds since the epoch.
    pub(crate) pending_since: f64,
    /// Tags by key.
    pub(crate) tags: BTreeMap<String, String>,
}

impl Connection {
    /// Returns the connection as GetConnection and ListConnections do.
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

    /// Returns whether the call sees the connection: connections are global inside an account and partition.
    pub(crate) fn is_visible(&self, scope: &Scope<'_>) -> bool {
        let arn = self.parsed_arn();
        arn.account == scope.account && arn.partition == scope.partition()
    }

    /// Returns whether the call may change the connection: only its home region does.
    pub(crate) fn is_at_home(&self, scope: &Scope<'_>) -> bool {
        self.is_visible(scope) && self.parsed_arn().region == scope.region
    }

    /// Returns the ARN, parsed.
    pub(crate) fn parsed_arn(&self) -> Arn<'_> {
        Arn::parse(&self.arn).expect("the ARN of a stored connection is well formed")
    }

    /// Sets the status at the time `now`.
    pub(crate) fn set_status(&mut self, status: ConnectionStatus, now: f64) {
        self.status = status;
        self.pending_since = now;
    }

    /// Completes a handshake that has been pending for `authorize_after` seconds. Returns whether it did.
    pub(crate) fn complete(&mut self, now: f64, authorize_after: Option<f64>) -> bool {
        let waited = authorize_after.is_some_and(|after| now >= self.pending_since + after);
        let completes = self.status == ConnectionStatus::Pending && waited;
        if completes {
            self.status = ConnectionStatus::Available;
        }
        completes
    }
}
