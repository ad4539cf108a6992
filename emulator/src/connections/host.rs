//! A host: the installation of a self-managed provider.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::connections::Arn;

/// Seconds that the network parts of a host in a VPC take to be made or removed.
const VPC_WORK: f64 = 1.0;

/// How far a host's set-up has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum HostStatus {
    /// Created; the provider's side is not set up.
    Pending,
    /// Connections may be created on it.
    Available,
    /// Set-up failed, or the provider's side broke.
    Error,
    /// Network parts are being made.
    VpcConfigInitializing,
    /// Network parts could not be made.
    VpcConfigFailedInitialization,
    /// Network parts are being removed, then the host is gone.
    VpcConfigDeleting,
}

impl HostStatus {
    /// The status as the API spells it.
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

    /// Whether network parts are being made or removed.
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
    /// ARN, which also holds home region and account.
    pub(crate) arn: String,
    /// Name, 1 to 64 characters; several hosts may have the same.
    pub(crate) name: String,
    /// Type of the provider, `GitLabSelfManaged` or `GitHubEnterpriseServer`.
    pub(crate) provider_type: String,
    /// Address of the installation.
    pub(crate) provider_endpoint: String,
    /// The VPC in which the installation is reached, as the API shows it.
    pub(crate) vpc_configuration: Option<Value>,
    /// How far the set-up has come.
    pub(crate) status: HostStatus,
    /// Since when it has that status, in seconds since the epoch.
    pub(crate) since: f64,
    /// The status to take when its network parts are made.
    pub(crate) after_initializing: HostStatus,
    /// Tags by key.
    pub(crate) tags: BTreeMap<String, String>,
}

impl Host {
    /// The host as GetHost answers it: without ARN and message.
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

    /// The host as ListHosts answers it.
    pub(crate) fn summary(&self) -> Value {
        let mut view = self.view();
        view["HostArn"] = json!(self.arn);
        if let Some(message) = self.status.message() {
            view["StatusMessage"] = json!(message);
        }
        view
    }

    /// The ARN, taken apart.
    pub(crate) fn parsed_arn(&self) -> Arn<'_> {
        Arn::parse(&self.arn).expect("the ARN of a stored host is well formed")
    }

    /// Id of the VPC, `None` for a host that is reached over the internet.
    pub(crate) fn vpc_id(&self) -> Option<&str> {
        self.vpc_configuration.as_ref().and_then(|vpc| vpc["VpcId"].as_str())
    }

    /// Gives the host another status at the time `now`.
    pub(crate) fn set_status(&mut self, status: HostStatus, now: f64) {
        self.status = status;
        self.since = now;
    }

    /// Takes a new VPC configuration and starts to make its network parts.
    pub(crate) fn move_to_vpc(&mut self, vpc_configuration: &Value, now: f64) {
        const MEMBERS: [&str; 4] = ["VpcId", "SubnetIds", "SecurityGroupIds", "TlsCertificate"];
        let member = |name: &str| Some((name.to_owned(), vpc_configuration.get(name)?.clone()));
        self.vpc_configuration = Some(MEMBERS.into_iter().filter_map(member).collect());
        self.after_initializing = match self.status {
            HostStatus::Available => HostStatus::Available,
            _ => HostStatus::Pending,
        };
        self.set_status(HostStatus::VpcConfigInitializing, now);
    }

    /// Finishes what time finishes; answers whether it did.
    pub(crate) fn settle(&mut self, now: f64, patience: Option<f64>) -> bool {
        let (before, done) = (self.status, self.since + VPC_WORK);
        if self.status == HostStatus::VpcConfigInitializing && now >= done {
            self.set_status(self.after_initializing, done);
        }
        let waited = patience.is_some_and(|patience| now >= self.since + patience);
        if self.status == HostStatus::Pending && waited {
            self.set_status(HostStatus::Available, now);
        }
        self.status != before
    }

    /// Has it been deleted, network parts and all?
    pub(crate) fn is_gone(&self, now: f64) -> bool {
        self.status == HostStatus::VpcConfigDeleting && now >= self.since + VPC_WORK
    }
}
