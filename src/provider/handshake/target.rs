//! The connection or host of a handshake, and how far the handshake is.

use terraform_provider_sdk::{diagnostics::Diagnostic, value::Path};

use crate::{
    aws::{
        self, Arn,
        arn::Kind,
        connections::{Connection, Status},
        console,
        hosts::{Host, Status as HostStatus},
    },
    provider::{
        checks,
        client::Client,
        failure, missing,
        notices::{host::explained, steps},
    },
};

/// The connection or host of a handshake.
#[derive(Debug)]
pub enum Target {
    /// A connection.
    Connection(Arn),
    /// A host of a self-managed provider.
    Host(Arn),
}

/// Phase of a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not completed yet.
    Waiting,
    /// Completed.
    Done,
    /// Failed, and AWS may recover on its own.
    Failing,
    /// Impossible to complete.
    Impossible,
}

/// The result of one read.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Name of the connection or host.
    pub name: String,
    /// Its status, as AWS spells it.
    pub status: String,
    /// What the status means for the handshake.
    pub phase: Phase,
}

impl Target {
    /// Returns the connection or host of an ARN.
    ///
    /// # Errors
    /// Returns the kind of the ARN if it is of neither.
    pub fn of(text: &str) -> Result<Self, Diagnostic> {
        match text.parse::<Arn>() {
            Ok(arn) if arn.kind() == Kind::Host => Ok(Self::Host(arn)),
            _ => checks::arn::connection(text).map(Self::Connection),
        }
    }

    /// Returns the connection or host of the two arguments, one of which is set.
    ///
    /// # Errors
    /// Returns an error if an ARN is of another kind, or if both are null.
    pub fn of_arguments(connection_arn: Option<&str>, host_arn: Option<&str>) -> Result<Self, Diagnostic> {
        match (connection_arn, host_arn) {
            (Some(arn), _) => checks::arn::connection(arn).map(Self::Connection),
            (None, Some(arn)) => checks::arn::host(arn).map(Self::Host),
            (None, None) => Err(Diagnostic::error(
                "Nothing to wait for",
                "Both connection_arn and host_arn are null. Set one of them.",
            )),
        }
    }

    /// Returns the path of the argument that names the connection or host.
    pub fn argument(&self) -> Path {
        Path::attribute(match self {
            Self::Connection(_) => "connection_arn",
            Self::Host(_) => "host_arn",
        })
    }

    /// Returns the ARN.
    pub const fn arn(&self) -> &Arn {
        match self {
            Self::Connection(arn) | Self::Host(arn) => arn,
        }
    }

    /// Returns the page of the AWS console on which the user completes the handshake.
    pub fn console_url(&self) -> Option<String> {
        match self {
            Self::Connection(arn) => console::connection(arn),
            Self::Host(arn) => console::hosts(arn.region()),
        }
    }

    /// Returns the next step for the user.
    pub fn next_step(&self, phase: Phase) -> String {
        let page = self.console_url();
        match (self, phase) {
            (Self::Connection(_), Phase::Failing) => steps::authorize_again(page.as_deref()),
            (Self::Connection(_), _) => steps::complete_handshake(page.as_deref()),
            (Self::Host(_), Phase::Impossible) => {
                "Correct the host's VPC configuration, or replace the host.".to_owned()
            }
            (Self::Host(_), _) => steps::set_up_host(page.as_deref()),
        }
    }

    /// Reads the status; none if the connection or host does not exist.
    ///
    /// # Errors
    /// Returns the failure of the read.
    pub async fn read(&self, client: &Client) -> Result<Option<Seen>, aws::Error> {
        Ok(match self {
            Self::Connection(arn) => client.connections.get(arn).await?.map(Seen::from),
            Self::Host(arn) => client.hosts.get(arn).await?.map(Seen::from),
        })
    }

    /// Returns the error that the handshake cannot be imported, since it is not completed.
    pub async fn not_importable(&self, client: &Client) -> Diagnostic {
        let arn = self.arn();
        match self.read(client).await {
            Ok(Some(Seen { name, status, phase })) => Diagnostic::error(
                format!("The handshake of {name:?} is not complete"),
                format!(
                    "This resource represents a completed handshake, but the status of {arn} is {status}. {} To let \
                     the apply wait for it, apply the resource without an import.",
                    self.next_step(phase)
                ),
            ),
            Ok(None) => missing::error(client, arn).await,
            Err(error) => failure::error(&format!("read the status of {arn}"), &error),
        }
    }

    /// Reads the status in a single attempt.
    ///
    /// # Errors
    /// Returns the failure of the attempt.
    pub async fn read_once(&self, client: &Client) -> Result<Option<Seen>, aws::Error> {
        Ok(match self {
            Self::Connection(arn) => client.connections.get_once(arn).await?.map(Seen::from),
            Self::Host(arn) => client.hosts.get_once(arn).await?.map(Seen::from),
        })
    }

    /// Returns the explanation of a host's failed status, with a space at its end; nothing for a connection.
    pub async fn explanation(&self, client: &Client, status: &str) -> String {
        let Self::Host(arn) = self else {
            return String::new();
        };
        let message = client.hosts.status_message(arn).await.ok().flatten();
        format!("{} ", explained(&HostStatus::from(status), message.as_deref()))
    }
}

impl From<Connection> for Seen {
    fn from(connection: Connection) -> Self {
        Self {
            phase: match connection.status {
                Status::Available => Phase::Done,
                Status::Error => Phase::Failing,
                Status::Pending | Status::Other(_) => Phase::Waiting,
            },
            status: connection.status.as_str().to_owned(),
            name: connection.name,
        }
    }
}

impl From<Host> for Seen {
    fn from(host: Host) -> Self {
        Self {
            phase: match host.status {
                HostStatus::Available => Phase::Done,
                HostStatus::Error => Phase::Failing,
                HostStatus::VpcConfigFailedInitialization | HostStatus::VpcConfigDeleting => Phase::Impossible,
                HostStatus::Pending | HostStatus::VpcConfigInitializing | HostStatus::Other(_) => Phase::Waiting,
            },
            status: host.status.as_str().to_owned(),
            name: host.name,
        }
    }
}
