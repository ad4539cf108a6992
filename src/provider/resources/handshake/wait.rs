//! Waits until a handshake is completed.

use std::time::Duration;

use terraform_provider_sdk::diagnostics::{Diagnostic, Diagnostics};
use tokio::{sync::Mutex, time::Instant};

use super::target::{Progress, Seen, Target};
use crate::{
    aws::{
        Arn,
        hosts::Status,
        wait::{self, Outcome, Patience, Pauses},
    },
    provider::{client::Client, failure, notices::host::explained},
};

/// Pauses between two reads.
pub(super) const PAUSES: Pauses = Pauses {
    first: Duration::from_millis(500),
    longest: Duration::from_secs(5),
};
/// Time in which AWS may not return a new object yet.
const PROPAGATION: Duration = Duration::from_secs(10);

/// A wait, and what it has read so far.
struct Wait<'a> {
    target: &'a Target,
    client: &'a Client,
    started: Instant,
    failing: Option<Instant>,
    is_missing: bool,
    last: Option<Seen>,
}

/// Waits until the handshake of `target` is completed.
///
/// # Errors
/// If it is not completed within `timeout`, cannot be completed, or the wait is interrupted.
pub(super) async fn until_completed(target: &Target, client: &Client, timeout: Duration) -> Result<(), Diagnostics> {
    let patience = Patience::within(timeout, client.stop());
    let mut wait = Wait {
        target,
        client,
        started: Instant::now(),
        failing: None,
        is_missing: false,
        last: None,
    };
    match wait.until_done(&patience).await? {
        Outcome::Done(()) => Ok(()),
        Outcome::TimedOut => Err(wait.timed_out(timeout).into()),
        Outcome::Cancelled => Err(wait.interrupted().into()),
    }
}

impl Wait<'_> {
    async fn until_done(&mut self, patience: &Patience) -> Result<Outcome<()>, Diagnostics> {
        // The lock is never contended. An `AsyncFnMut` would do without it, but cannot promise that its futures are `Send`.
        let this = Mutex::new(self);
        wait::until(patience, PAUSES, || async { this.lock().await.step().await }).await
    }

    /// Reads the progress once. A failure that AWS does not recover from on its own ends the wait.
    async fn step(&mut self) -> Result<Option<()>, Diagnostics> {
        let arn = self.target.arn();
        let seen = self.target.read(self.client).await;
        let seen = seen.map_err(|error| failure::error(&format!("read the status of {arn}"), &error))?;
        self.is_missing = seen.is_none();
        let Some(seen) = seen else {
            let may_be_new = self.last.is_none() && self.started.elapsed() < PROPAGATION;
            return if may_be_new {
                Ok(None)
            } else {
                Err(does_not_exist(arn).into())
            };
        };
        let progress = seen.progress;
        self.last = Some(seen.clone());
        self.failing = match progress {
            Progress::Failing => self.failing.or_else(|| Some(Instant::now())),
            _ => None,
        };
        let patience = self.client.session.settings().pace.error_patience;
        match progress {
            Progress::Done => Ok(Some(())),
            Progress::Impossible => Err(self.failed(&seen).await.into()),
            _ if self.failing.is_some_and(|since| since.elapsed() >= patience) => Err(self.failed(&seen).await.into()),
            _ => Ok(None),
        }
    }

    fn timed_out(&self, timeout: Duration) -> Diagnostic {
        let Some(Seen { name, status, progress }) = &self.last else {
            let arn = self.target.arn();
            return if self.is_missing {
                does_not_exist(arn)
            } else {
                unanswered(arn, timeout)
            };
        };
        let summary = match progress {
            Progress::Failing => format!("The handshake of {name:?} failed"),
            _ => format!("The handshake of {name:?} was not completed in time"),
        };
        let detail = format!(
            "After {} its status is {status}. {} Then apply again: nothing was lost, and the next apply waits again. To wait \
             longer: timeouts {{ create = \"2h\" }}.",
            minutes(timeout),
            self.target.next_step(*progress)
        );
        Diagnostic::error(summary, detail)
    }

    fn interrupted(&self) -> Diagnostic {
        let arn = self.target.arn();
        let (name, detail) = match &self.last {
            None => (arn.to_string(), "Apply again to wait again.".to_owned()),
            Some(Seen { name, status, progress }) => {
                let next_step = self.target.next_step(*progress);
                (
                    format!("{name:?}"),
                    format!("Its status is {status}. {next_step} Then apply again."),
                )
            }
        };
        Diagnostic::error(format!("The wait for the handshake of {name} was interrupted"), detail)
    }

    async fn failed(&self, seen: &Seen) -> Diagnostic {
        let Seen { name, status, progress } = seen;
        let why = match self.target {
            Target::Connection(_) => String::new(),
            Target::Host(arn) => {
                let message = self.client.hosts.status_message(arn).await.ok().flatten();
                format!("{} ", explained(&Status::from(status.as_str()), message.as_deref()))
            }
        };
        Diagnostic::error(
            format!("The handshake of {name:?} failed"),
            format!(
                "Its status is {status} and has not changed. {why}{} Then apply again.",
                self.target.next_step(*progress)
            ),
        )
    }
}

fn unanswered(arn: &Arn, timeout: Duration) -> Diagnostic {
    Diagnostic::error(
        format!("The status of {arn} could not be read in time"),
        format!(
            "AWS did not answer within {}. Apply again: nothing was lost, and the next apply waits again. To wait longer: \
             timeouts {{ create = \"2h\" }}.",
            minutes(timeout)
        ),
    )
}

fn does_not_exist(arn: &Arn) -> Diagnostic {
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
