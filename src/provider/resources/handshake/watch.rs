//! The wait for the person who completes a handshake.

use std::time::Duration;

use terraform_provider_sdk::diagnostics::{Diagnostic, Diagnostics};
use tokio::{sync::Mutex, time::Instant};

use super::party::{Look, Party, Progress};
use crate::{
    aws::{
        Arn,
        hosts::Status,
        wait::{self, Outcome, Patience, Pauses},
    },
    provider::{client::Client, failure, notices},
};

/// Pauses between two looks.
const PAUSES: Pauses = Pauses {
    first: Duration::from_millis(500),
    longest: Duration::from_secs(5),
};
/// Time in which AWS may not know yet what has just been made.
const NEW: Duration = Duration::from_secs(10);

/// A wait for a person, and what it has seen so far.
struct Watch<'a> {
    party: &'a Party,
    client: &'a Client,
    started: Instant,
    failing: Option<Instant>,
    is_missing: bool,
    last: Option<Look>,
}

/// Waits until a person has completed the handshake of `party`.
///
/// # Errors
/// That nobody has within `timeout`, that the wait was interrupted, and whatever else makes it hopeless.
pub(super) async fn wait(party: &Party, client: &Client, timeout: Duration) -> Result<(), Diagnostics> {
    let patience = Patience::within(timeout, client.stop());
    let mut watch = Watch {
        party,
        client,
        started: Instant::now(),
        failing: None,
        is_missing: false,
        last: None,
    };
    match watch.until_done(&patience).await? {
        Outcome::Done(()) => Ok(()),
        Outcome::TimedOut => Err(watch.timed_out(timeout).into()),
        Outcome::Cancelled => Err(watch.interrupted().into()),
    }
}

impl Watch<'_> {
    async fn until_done(&mut self, patience: &Patience) -> Result<Outcome<()>, Diagnostics> {
        // Nobody else takes the lock. An `AsyncFnMut` would lend the watch to one look after the other without it, but
        // cannot promise that its futures are `Send`.
        let watch = Mutex::new(self);
        wait::until(patience, PAUSES, || async { watch.lock().await.step().await }).await
    }

    /// One look. An error that AWS does not get over by itself ends the wait.
    async fn step(&mut self) -> Result<Option<()>, Diagnostics> {
        let arn = self.party.arn();
        let look = self.party.look(self.client).await;
        let look = look.map_err(|error| failure::error(&format!("read the status of {arn}"), &error))?;
        self.is_missing = look.is_none();
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

    fn timed_out(&self, timeout: Duration) -> Diagnostic {
        let Some(Look { name, said, progress }) = &self.last else {
            let arn = self.party.arn();
            return if self.is_missing {
                gone(arn)
            } else {
                unanswered(arn, timeout)
            };
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
                    notices::explained(&Status::from(said.as_str()), message.as_deref())
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

fn unanswered(arn: &Arn, timeout: Duration) -> Diagnostic {
    Diagnostic::error(
        format!("The status of {arn} could not be read in time"),
        format!(
            "AWS had not answered after {}. Apply again: nothing was lost, and the next apply waits again. More time: timeouts \
             {{ create = \"2h\" }}.",
            minutes(timeout)
        ),
    )
}

fn gone(arn: &Arn) -> Diagnostic {
    Diagnostic::error(
        "Nothing to wait for",
        format!("{arn} does not exist. Check the ARN, its region and its account."),
    )
}

fn minutes(span: Duration) -> String {
    match span.as_secs() {
        seconds if seconds >= 60 && seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}
