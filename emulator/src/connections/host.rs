//! A host: the installation of a self-managed provider.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::connections::{Arn, Scope};

/// Seconds that the network interfaces of a host in a VPC take to be created or deleted.
const VPC_SECONDS: f64 = 1.0;

/// Returns whether connections to this provider type need a host.
pub(crate) fn provider_is_self_managed(provider_type: &str) -> bool {
    matches!(provider_type, "GitHubEnterpriseServer" | "GitLabSelfManaged")
}

/// Status of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum HostStatus {
    /// Created, but not set up.
    Pending,
    /// Connections may be created on it.
    Available,
    /// The setup failed, or the server of the provider failed.
    Error,
    /// Network interfaces are being created.
    VpcConfigInitializing,
    /// Network interfaces could not be created.
    VpcConfigFailedInitialization,
    /// The network interfaces are being deleted, and then the host.
    VpcConfigDeleting,
}

impl HostStatus {
    /// Returns the status as the API spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Available => "AVAILABLE",
            Self::Error => "ERROR",
            Self::VpcConfigInitializing => "VPC_CONFIG_INITIALIZING",
            Self::VpcConfigFailedInitialization => "VPC_CONFIG_FAILED_INITIALIZATION",
            Self::VpcConfigDeleting => "VPC_CONFIG_DELETING",
        }
    }

    /// Returns whether network interfaces are being created or removed.
    pub(crate) fn is_busy(self) -> bool {
        matches!(self, Self::VpcConfigInitializing | Self::VpcConfigDeleting)
    }

    fn message(self) -> Option<&'static str> {
        match self {
            Self::Error => Some("The host could not be set up with its provider."),
            Self::VpcConfigFailedInitialization => Some("The VPC configuration of the host could not be initialized."),
            _ => None,
        }
    }
}

/// The installation of a self-managed provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Host {
    /// ARN, which also contains the home region and the account.
    pub(crate) arn: String,
    /// Name, 1 to 64 characters; several hosts may have the same.
    pub(crate) name: String,
    /// Provider type, `GitLabSelfManaged` or `GitHubEnterpriseServer`.
    pub(crate) provider_type: String,
    /// URL of the installation.
    pub(crate) provider_endpoint: String,
    /// The VPC in which the installation is reached, as the API shows it.
    pub(crate) vpc_configuration: Option<Value>,
    /// Status of the setup.
    pub(crate) status: HostStatus,
    /// Time of the last status change, in seconds since the epoch.
    pub(crate) since: f64,
    /// The status to take when its network interfaces exist.
    pub(crate) after_initializing: HostStatus,
    /// Tags by key.
    pub(crate) tags: BTreeMap<String, String>,
}

impl Host {
    /// Returns the host as GetHost does: without ARN and message.
    pub(crate) fn view(&self) -> Value {
        let mut view = json!({
            "Name": self.name,
            "ProviderEndpoint": self.provider_endpoint,
            "ProviderType": self.provider_type,
            "Status": self.status.as_str(),
        });
        if let Some(vpc) = &self.vpc_configuration {
            view["VpcConfiguration"] = vpc.clone();
        }
        view
    }

    /// Returns the host as ListHosts does.
    pub(crate) fn summary(&self) -> Value {
        let mut view = self.view();
        view["HostArn"] = json!(self.arn);
        if let Some(message) = self.status.message() {
            view["StatusMessage"] = json!(message);
        }
        view
    }

    /// Returns whether the call sees the host: hosts are regional.
    pub(crate) fn is_visible(&self, scope: &Scope<'_>) -> bool {
        let arn = self.parsed_arn();
        arn.account == scope.account && arn.region == scope.region
    }

    /// Returns the ARN, parsed.
    pub(crate) fn parsed_arn(&self) -> Arn<'_> {
        Arn::parse(&self.arn).expect("the ARN of a stored host is well formed")
    }

    /// Returns the ID of the VPC, `None` for a host that is reached over the internet.
    pub(crate) fn vpc_id(&self) -> Option<&str> {
        self.vpc_configuration.as_ref().and_then(|vpc| vpc["VpcId"].as_str())
    }

    /// Sets the status at the time `now`.
    pub(crate) fn set_status(&mut self, status: HostStatus, now: f64) {
        self.status = status;
        self.since = now;
    }

    /// Takes a new VPC configuration and starts to create its network interfaces.
    pub(crate) fn move_to_vpc(&mut self, vpc_configuration: &Value, now: f64) {
        self.vpc_configuration = Some(vpc_configuration.clone());
        self.after_initializing = match self.status {
            HostStatus::Available => HostStatus::Available,
            _ => HostStatus::Pending,
        };
        self.set_status(HostStatus::VpcConfigInitializing, now);
    }

    /// Completes what is due at the time `now`. Returns whether anything changed.
    pub(crate) fn complete(&mut self, now: f64, authorize_after: Option<f64>) -> bool {
        let (before, done) = (self.status, self.since + VPC_SECONDS);
        if self.status == HostStatus::VpcConfigInitializing && now >= done {
            self.set_status(self.after_initializing, done);
        }
        let waited = authorize_after.is_some_and(|after| now >= self.since + after);
        if self.status == HostStatus::Pending && waited {
            self.set_status(HostStatus::Available, now);
        }
        self.status != before
    }

    /// Returns whether its deletion is complete.
    pub(crate) fn is_gone(&self, now: f64) -> bool {
        self.status == HostStatus::VpcConfigDeleting && now >= self.since + VPC_SECONDS
    }
}
