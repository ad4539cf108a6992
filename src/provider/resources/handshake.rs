//! `codepipeline_handshake`.

use std::time::Duration as StdDuration;

use serde::{Deserialize, Serialize};
use terraform_provider_codepipeline_derive::Attributes;
use tokio::time::Instant;

use crate::{
    aws::{
        self, Arn,
        arn::Kind as ArnKind,
        connections::Status,
        console,
        hosts::Status as HostStatus,
        wait::{self, Outcome, Patience, Pauses},
    },
    framework::{
        attributes::{Document, Maybe},
        diagnostics::{Diagnostic, Diagnostics},
        duration::Duration,
        plan::Plan,
        resource::{Context, Failure, Planned, Resource, State},
    },
    provider::{checks, client::Client, failure, notices, region::arn_of_import_id},
};

/// Time that a person has if the configuration does not say.
const DEFAULT_TIMEOUT: StdDuration = StdDuration::from_secs(30 * 60);
/// Pauses between two looks.
const PAUSES: Pauses = Pauses {
    first: StdDuration::from_millis(500),
    longest: StdDuration::from_secs(5),
};

/// Time in which AWS may not know yet what has just been made.
const NEW: StdDuration = StdDuration::from_secs(10);

/// The completed handshake of a connection or host.
#[derive(Debug)]
pub struct Handshake;

/// Waits until a person has completed the handshake of a connection (or the set-up of a host) in the AWS console, as a
/// certificate validation resource waits for a certificate. It makes nothing in AWS, and destroying it changes nothing
/// there.
///
/// Let pipelines take their connection from this resource's `connection_arn`. Then a pipeline is only saved while its
/// connection is `AVAILABLE`, which is when AWS registers the webhook at GitLab: one that is saved earlier never starts by
/// itself.
///
/// If nobody completes the handshake in time the apply fails, and nothing else is lost: the next apply waits again. For
/// GitLab on a host of your own the order is host, handshake of the host, connection, handshake of the connection, pipeline.
#[derive(Attributes, Clone, Debug)]
#[attr(exactly_one_of("connection_arn", "host_arn"))]
pub struct Arguments {
    /// ARN of the connection to wait for.
    #[attr(requires_replace)]
    pub connection_arn: Option<String>,
    /// ARN of the host to wait for.
    #[attr(requires_replace)]
    pub host_arn: Option<String>,
    /// Times to wait.
    #[attr(block)]
    pub timeouts: Option<Timeouts>,
}

/// Times to wait.
#[derive(Attributes, Clone, Debug)]
pub struct Timeouts {
    /// Time that a person has for the handshake: `30m` where it is left out.
    pub create: Option<Duration>,
}

/// What AWS says of the connection or host.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// Page of the AWS console on which the handshake is completed.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// ARN of the connection or host.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// Status of the connection or host: always `AVAILABLE`. One with another status has no completed handshake, and this
    /// resource is then made again.
    #[attr(use_state_for_unknown)]
    pub status: String,
}

/// What identifies a handshake.
#[derive(Attributes, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// ARN of the connection or host.
    pub arn: String,
}

impl Resource for Handshake {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = ();

    const NAME: &'static str = "codepipeline_handshake";

    fn identity(_: &Arguments, computed: &Computed) -> Identity {
        Identity {
            arn: computed.id.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        Ok(Identity {
            arn: arn_of_import_id(id, |arn| Party::of(arn).map(|party| party.arn().clone()))?.to_string(),
        })
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let connection = checks::arn::judge(config, Arguments::CONNECTION_ARN, checks::arn::connection);
        let host = checks::arn::judge(config, Arguments::HOST_ARN, checks::arn::host);
        connection.into_iter().chain(host).collect()
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        // For a replacement, too: of its second plan, that of the new object, Terraform shows no warnings.
        if plan.is_create() || plan.is_replace() {
            warn_of_waiting(plan).await;
        }
        Ok(())
    }

    async fn create(&self, context: &Context<'_, Self>, planned: Planned<Self>) -> Result<State<Self>, Failure<Self>> {
        let arguments = planned.arguments;
        let party = Party::from_arguments(&arguments)?;
        let timeout = arguments
            .timeouts
            .as_ref()
            .and_then(|timeouts| timeouts.create.as_ref());
        let timeout = timeout.map_or(DEFAULT_TIMEOUT, Duration::span);
        let patience = Patience::within(timeout, context.client.stop());
        let mut watch = Watch {
            party: &party,
            client: context.client,
            started: Instant::now(),
            failing: None,
            last: None,
        };
        let outcome = wait_for(&mut watch, &patience).await?;
        match outcome {
            Outcome::Done(()) => Ok(state_of(arguments, &party)),
            Outcome::TimedOut => Err(watch.timed_out(timeout).into()),
            Outcome::Cancelled => Err(watch.interrupted().into()),
        }
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let party = Party::of(&identity.arn)?;
        let look = party.look(context.client).await;
        let look = look.map_err(|error| failure::error(&format!("read the status of {}", party.arn()), &error))?;
        if !look.is_some_and(|look| look.progress == Progress::Done) {
            return Ok(None);
        }
        let arguments = prior.map_or_else(|| party.arguments(), |prior| prior.arguments.clone());
        Ok(Some(state_of(arguments, &party)))
    }

    async fn update(
        &self,
        _: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Ok(State {
            arguments: planned.arguments,
            ..prior
        })
    }

    async fn delete(&self, _: &Context<'_, Self>, _: State<Self>) -> Result<(), Diagnostics> {
        Ok(())
    }
}

fn state_of(arguments: Arguments, party: &Party) -> State<Handshake> {
    let computed = Computed {
        console_url: party.console_url(),
        id: party.arn().to_string(),
        status: Status::Available.as_str().to_owned(),
    };
    State {
        arguments,
        computed,
        private: (),
    }
}

/// Whose handshake it is.
#[derive(Debug)]
enum Party {
    Connection(Arn),
    Host(Arn),
}

/// How far a handshake has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
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
struct Look {
    name: String,
    said: String,
    progress: Progress,
}

impl Party {
    fn of(text: &str) -> Result<Self, Diagnostic> {
        match text.parse::<Arn>() {
            Ok(arn) if arn.kind() == ArnKind::Host => Ok(Self::Host(arn)),
            _ => checks::arn::connection(text).map(Self::Connection),
        }
    }

    fn from_arguments(arguments: &Arguments) -> Result<Self, Diagnostic> {
        match (&arguments.connection_arn, &arguments.host_arn) {
            (Some(arn), _) => checks::arn::connection(arn).map(Self::Connection),
            (None, Some(arn)) => checks::arn::host(arn).map(Self::Host),
            (None, None) => Err(Diagnostic::error(
                "Nothing to wait for",
                "Both connection_arn and host_arn turned out to be null. Set one of them.",
            )),
        }
    }

    fn arguments(&self) -> Arguments {
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

    const fn arn(&self) -> &Arn {
        match self {
            Self::Connection(arn) | Self::Host(arn) => arn,
        }
    }

    fn console_url(&self) -> Option<String> {
        match self {
            Self::Connection(arn) => console::connection(arn),
            Self::Host(arn) => console::hosts(arn.region()),
        }
    }

    /// What a person has to do now.
    fn what_to_do(&self, progress: Progress) -> String {
        let page = self.console_url();
        match (self, progress) {
            (Self::Connection(_), Progress::Failing) => notices::mend_connection(page.as_deref()),
            (Self::Connection(_), _) => notices::complete_handshake(false, page.as_deref()),
            (Self::Host(_), _) => notices::complete_handshake(true, page.as_deref()),
        }
    }

    /// Whether this process has made it, and has said then what a person has to do.
    fn is_new(&self, client: &Client) -> bool {
        match self {
            Self::Connection(arn) => client.connections.has_made(arn),
            Self::Host(arn) => client.hosts.has_made(arn),
        }
    }

    /// How far it is; none if the connection or host is gone.
    async fn look(&self, client: &Client) -> Result<Option<Look>, aws::Error> {
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

/// A wait for a person, and what it has seen so far.
struct Watch<'a> {
    party: &'a Party,
    client: &'a Client,
    started: Instant,
    failing: Option<Instant>,
    last: Option<Look>,
}

async fn wait_for(watch: &mut Watch<'_>, patience: &Patience) -> Result<Outcome<()>, Diagnostics> {
    let watch = tokio::sync::Mutex::new(watch);
    wait::until(patience, PAUSES, || async { watch.lock().await.step().await }).await
}

impl Watch<'_> {
    /// One look. An error that AWS does not get over by itself ends the wait.
    async fn step(&mut self) -> Result<Option<()>, Diagnostics> {
        let arn = self.party.arn();
        let look = self.party.look(self.client).await;
        let look = look.map_err(|error| failure::error(&format!("read the status of {arn}"), &error))?;
        let Some(look) = look else {
            let may_be_new = self.last.is_none() && self.started.elapsed() < NEW;
            return if may_be_new { Ok(None) } else { Err(gone(arn).into()) };
        };
        let progress = look.progress;
        self.last = Some(look.clone());
        self.failing = match progress {
            Progress::Failing => self.failing.or_else(|| Some(Instant::now())),
            _ => None,
        };
        let patience = self.client.session.settings().pace.error_patience;
        match progress {
            Progress::Done => Ok(Some(())),
            Progress::Hopeless => Err(self.failed(&look).await.into()),
            _ if self.failing.is_some_and(|since| since.elapsed() >= patience) => Err(self.failed(&look).await.into()),
            _ => Ok(None),
        }
    }

    fn timed_out(&self, timeout: StdDuration) -> Diagnostic {
        let Some(Look { name, said, progress }) = &self.last else {
            return gone(self.party.arn());
        };
        let summary = match progress {
            Progress::Failing => format!("The handshake of {name:?} failed"),
            _ => format!("Nobody completed the handshake of {name:?} in time"),
        };
        let detail = format!(
            "After {} its status is {said}. {} Then apply again: nothing was lost, and the next apply waits again. More time: \
             timeouts {{ create = \"2h\" }}.",
            minutes(timeout),
            self.party.what_to_do(*progress)
        );
        Diagnostic::error(summary, detail)
    }

    fn interrupted(&self) -> Diagnostic {
        let arn = self.party.arn();
        let (name, detail) = match &self.last {
            None => (arn.to_string(), "Apply again to wait again.".to_owned()),
            Some(Look { name, said, progress }) => {
                let what_to_do = self.party.what_to_do(*progress);
                (
                    format!("{name:?}"),
                    format!("Its status is {said}. {what_to_do} Then apply again."),
                )
            }
        };
        Diagnostic::error(format!("The wait for the handshake of {name} was interrupted"), detail)
    }

    async fn failed(&self, look: &Look) -> Diagnostic {
        let Look { name, said, progress } = look;
        let why = match self.party {
            Party::Connection(_) => String::new(),
            Party::Host(arn) => {
                let message = self.client.hosts.status_message(arn).await.ok().flatten();
                format!(
                    "{} ",
                    notices::explained(&HostStatus::from(said.as_str()), message.as_deref())
                )
            }
        };
        Diagnostic::error(
            format!("The handshake of {name:?} failed"),
            format!(
                "Its status is {said}, and that did not pass. {why}{} Then apply again.",
                self.party.what_to_do(*progress)
            ),
        )
    }
}

fn gone(arn: &Arn) -> Diagnostic {
    Diagnostic::error(
        "Nothing to wait for",
        format!("{arn} does not exist. Check the ARN, its region and its account."),
    )
}

fn minutes(span: StdDuration) -> String {
    match span.as_secs() {
        seconds if seconds >= 60 && seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}

/// Warns at plan that the apply will wait for a person, with the page on which that person is needed.
async fn warn_of_waiting(plan: &mut Plan<'_, '_, Handshake>) {
    let Some(client) = plan.client() else { return };
    let config = plan.config();
    let arn = config
        .get(Arguments::CONNECTION_ARN)
        .or_else(|| config.get(Arguments::HOST_ARN));
    let warning = match arn {
        Maybe::Null => return,
        Maybe::Unknown => {
            let Ok(region) = client.session.region().await else {
                return;
            };
            notices::waiting_for_new(&region)
        }
        Maybe::Known(arn) => {
            let Ok(party) = Party::of(&arn) else { return };
            if party.is_new(client) {
                return;
            }
            // The apply asks again, and says what is wrong.
            let Ok(look) = party.look(client).await else { return };
            match look {
                None => notices::waiting_for_nothing(party.arn()),
                Some(look) if look.progress == Progress::Done => return,
                Some(look) => notices::waiting_for(&look.name, party.what_to_do(look.progress)),
            }
        }
    };
    plan.report(warning);
}
