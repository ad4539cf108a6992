//! The connection or host of a handshake, and the progress of the handshake.

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::schema::Arguments;
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
        notices::{host::explained, steps},
    },
};

/// The connection or host of a handshake.
#[derive(Debug)]
pub(super) enum Target {
    Connection(Arn),
    Host(Arn),
}

/// Progress of a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
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
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) status: String,
    pub(super) progress: Progress,
}

impl Target {
    pub(super) fn of(text: &str) -> Result<Self, Diagnostic> {
        match text.parse::<Arn>() {
            Ok(arn) if arn.kind() == Kind::Host => Ok(Self::Host(arn)),
            _ => checks::arn::connection(text).map(Self::Connection),
        }
    }

    pub(super) fn from_arguments(arguments: &Arguments) -> Result<Self, Diagnostic> {
        match (&arguments.connection_arn, &arguments.host_arn) {
            (Some(arn), _) => checks::arn::connection(arn).map(Self::Connection),
            (None, Some(arn)) => checks::arn::host(arn).map(Self::Host),
            (None, None) => Err(Diagnostic::error(
                "Nothing to wait for",
                "Both connection_arn and host_arn are null. Set one of them.",
            )),
        }
    }

    pub(super) fn arguments(&self) -> Arguments {
        let (connection_arn, host_arn) = match self {
            Self::Connection(arn) => (Some(arn.to_string()), None),
            Self::Host(arn) => (None, Some(arn.to_string())),
        };
        Arguments {
            connection_arn,
            host_arn,
            timeouts: None,
        }
    }

    pub(super) const fn arn(&self) -> &Arn {
        match self {
            Self::Connection(arn) | Self::Host(arn) => arn,
        }
    }

    pub(super) fn console_url(&self) -> Option<String> {
        match self {
            Self::Connection(arn) => console::connection(arn),
            Self::Host(arn) => console::hosts(arn.region()),
        }
    }

    /// Returns the next step for the user.
    pub(super) fn next_step(&self, progress: Progress) -> String {
        let page = self.console_url();
        match (self, progress) {
            (Self::Connection(_), Progress::Failing) => steps::authorize_again(page.as_deref()),
            (Self::Connection(_), _) => steps::complete_handshake(page.as_deref()),
            (Self::Host(_), Progress::Impossible) => {
                "Correct the host's VPC configuration, or replace the host.".to_owned()
            }
            (Self::Host(_), _) => steps::set_up_host(page.as_deref()),
        }
    }

    /// Reads the progress; none if the connection or host does not exist.
    pub(super) async fn read(&self, client: &Client) -> Result<Option<Seen>, aws::Error> {
        Ok(match self {
            Self::Connection(arn) => client.connections.get(arn).await?.map(Seen::from),
            Self::Host(arn) => client.hosts.get(arn).await?.map(Seen::from),
        })
    }

    /// Reads the progress in a single attempt.
    pub(super) async fn read_once(&self, client: &Client) -> Result<Option<Seen>, aws::Error> {
        Ok(match self {
            Self::Connection(arn) => client.connections.get_once(arn).await?.map(Seen::from),
            Self::Host(arn) => client.hosts.get_once(arn).await?.map(Seen::from),
        })
    }

    /// Returns the explanation of a host's failed status, with a space at its end; nothing for a connection.
    pub(super) async fn explanation(&self, client: &Client, status: &str) -> String {
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
            progress: match connection.status {
                Status::Available => Progress::Done,
                Status::Error => Progress::Failing,
                Status::Pending | Status::Other(_) => Progress::Waiting,
            },
            status: connection.status.as_str().to_owned(),
            name: connection.name,
        }
    }
}

impl From<Host> for Seen {
    fn from(host: Host) -> Self {
        Self {
            progress: match host.status {
                HostStatus::Available => Progress::Done,
                HostStatus::Error => Progress::Failing,
                HostStatus::VpcConfigFailedInitialization | HostStatus::VpcConfigDeleting => Progress::Impossible,
                HostStatus::Pending | HostStatus::VpcConfigInitializing | HostStatus::Other(_) => Progress::Waiting,
            },
            status: host.status.as_str().to_owned(),
            name: host.name,
        }
    }
}
