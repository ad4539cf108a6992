//! Whose handshake it is, and how far it has come.

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::resource::Arguments;
use crate::{
    aws::{self, Arn, arn::Kind, connections::Status, console, hosts::Status as HostStatus},
    provider::{checks, client::Client, notices},
};

/// Whose handshake it is.
#[derive(Debug)]
pub(super) enum Party {
    Connection(Arn),
    Host(Arn),
}

/// How far a handshake has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nobody has completed it yet.
    Waiting,
    /// It is completed.
    Done,
    /// It has failed, for now.
    Failing,
    /// It can never be completed.
    Hopeless,
}

/// What one look showed.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) name: String,
    pub(super) said: String,
    pub(super) progress: Progress,
}

impl Party {
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
                "Both connection_arn and host_arn turned out to be null. Set one of them.",
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

    /// What a person has to do now.
    pub(super) fn what_to_do(&self, progress: Progress) -> String {
        let page = self.console_url();
        match (self, progress) {
            (Self::Connection(_), Progress::Failing) => notices::mend_connection(page.as_deref()),
            (Self::Connection(_), _) => notices::complete_handshake(page.as_deref()),
            (Self::Host(_), Progress::Hopeless) => {
                "Correct the host's VPC configuration, or replace the host.".to_owned()
            }
            (Self::Host(_), _) => notices::set_up_host(page.as_deref()),
        }
    }

    /// Whether this process has made it, and has said then what a person has to do.
    pub(super) fn is_new(&self, client: &Client) -> bool {
        match self {
            Self::Connection(arn) => client.connections.has_made(arn),
            Self::Host(arn) => client.hosts.has_made(arn),
        }
    }

    /// How far it is; none if the connection or host is gone.
    pub(super) async fn look(&self, client: &Client) -> Result<Option<Look>, aws::Error> {
        Ok(match self {
            Self::Connection(arn) => client.connections.get(arn).await?.map(|connection| Look {
                progress: match connection.status {
                    Status::Available => Progress::Done,
                    Status::Error => Progress::Failing,
                    Status::Pending | Status::Other(_) => Progress::Waiting,
                },
                said: connection.status.as_str().to_owned(),
                name: connection.name,
            }),
            Self::Host(arn) => client.hosts.get(arn).await?.map(|host| Look {
                progress: match host.status {
                    HostStatus::Available => Progress::Done,
                    HostStatus::Error => Progress::Failing,
                    HostStatus::VpcConfigFailedInitialization | HostStatus::VpcConfigDeleting => Progress::Hopeless,
                    HostStatus::Pending | HostStatus::VpcConfigInitializing | HostStatus::Other(_) => Progress::Waiting,
                },
                said: host.status.as_str().to_owned(),
                name: host.name,
            }),
        })
    }
}
