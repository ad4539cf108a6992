//! Waits until a handshake is completed.

use std::{future::Future, sync::Mutex, time::Duration};

use terraform_provider_sdk::{
    author::{Progress, guard::lock},
    diagnostics::{Diagnostic, Diagnostics},
};
use tokio::time::Instant;

use super::{
    announcer::Announcer,
    target::{Phase, Seen, Target},
};
use crate::{
    aws::{
        self, Arn,
        wait::{self, Outcome, Patience, Pauses, Presence},
    },
    provider::{client::Client, failure, waiting::Waiting},
};

/// Pauses between two reads.
pub(super) const PAUSES: Pauses = Pauses {
    first: Duration::from_millis(500),
    longest: Duration::from_secs(5),
};
/// Time in which AWS may not return a new object yet.
const PROPAGATION: Duration = Duration::from_secs(10);

/// Timeout of a handshake by default.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// The limit of a wait.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    timeout: Duration,
    /// The configuration of a longer timeout.
    longer: &'static str,
}

impl Limit {
    /// Returns the configured limit, or that of 30 minutes; `longer` configures a longer one.
    pub fn of(timeout: Option<Duration>, longer: &'static str) -> Self {
        let timeout = timeout.unwrap_or(DEFAULT_TIMEOUT);
        Self { timeout, longer }
    }
}

/// The times of a wait.
#[derive(Clone, Copy)]
struct Times {
    pauses: Pauses,
    propagation: Duration,
    /// Time in which AWS may recover from the status `ERROR`.
    error_patience: Duration,
}

/// The end of a wait. The last read is missing if none succeeded.
#[derive(Debug)]
enum End {
    Completed,
    Interrupted(Option<Seen>),
    TimedOut(Option<Seen>),
    /// The connection or host does not exist.
    Missing,
    Failed(Seen),
    /// AWS does not return the status, or did not until the deadline.
    Unread(aws::Error),
}

/// The results of the reads so far.
struct Watch {
    presence: Presence,
    error_patience: Duration,
    failing: Option<Instant>,
    last: Option<Seen>,
}

/// Waits until the handshake of `target` is completed. `progress` reports the page to open at once, and the status every few
/// seconds.
///
/// # Errors
/// If it is not completed within the limit, cannot be completed, or the wait is interrupted.
pub async fn until_completed(
    target: &Target,
    client: &Client,
    limit: Limit,
    progress: Option<&Progress>,
) -> Result<(), Diagnostics> {
    let patience = Patience::within(limit.timeout, client.stop());
    let times = Times {
        pauses: PAUSES,
        propagation: PROPAGATION,
        error_patience: client.session.settings().pace.error_patience,
    };
    let end = match progress {
        None => until_end(&patience, times, || target.read_once(client)).await,
        Some(progress) => {
            let announcer = Announcer::new(target, progress);
            let read = async || announcer.see(target.read_once(client).await?).await;
            let waiting = Waiting::begin(progress, limit.timeout);
            let end = until_end(&patience, times, read);
            waiting.during(end, || announcer.still(&waiting)).await?
        }
    };
    let arn = target.arn();
    let error = match end {
        End::Completed => return Ok(()),
        End::Interrupted(last) => interrupted(target, last),
        End::TimedOut(Some(last)) => timed_out(target, &last, limit),
        End::TimedOut(None) => unanswered(arn, limit, None),
        End::Missing => does_not_exist(arn),
        End::Failed(seen) => failed(target, client, &seen).await,
        End::Unread(error) if error.is_transient() => unanswered(arn, limit, Some(&error)),
        End::Unread(error) => failure::error(&format!("read the status of {arn}"), &error),
    };
    Err(error.into())
}

/// Repeats the read until the wait ends. Network failures, throttling and AWS failures do not end it.
async fn until_end<F>(patience: &Patience, times: Times, read: impl Fn() -> F) -> End
where
    F: Future<Output = Result<Option<Seen>, aws::Error>>,
{
    let watch = Mutex::new(Watch {
        presence: Presence::of_new(times.propagation),
        error_patience: times.error_patience,
        failing: None,
        last: None,
    });
    let look = || async {
        let seen = read().await?;
        Ok(lock(&watch).step(seen))
    };
    let ended = wait::until(patience, times.pauses, aws::Error::is_transient, look).await;
    let last = lock(&watch).last.take();
    match ended {
        Ok(Outcome::Done(end)) => end,
        Ok(Outcome::TimedOut) => End::TimedOut(last),
        Ok(Outcome::Cancelled) => End::Interrupted(last),
        Err(error) => End::Unread(error),
    }
}

impl Watch {
    /// Records one read, and returns the result if the wait has ended.
    fn step(&mut self, seen: Option<Seen>) -> Option<End> {
        let is_gone = self.presence.is_gone(seen.is_some());
        let Some(seen) = seen else {
            return is_gone.then_some(End::Missing);
        };
        self.last = Some(seen.clone());
        self.failing = match seen.phase {
            Phase::Failing => self.failing.or_else(|| Some(Instant::now())),
            _ => None,
        };
        match seen.phase {
            Phase::Done => Some(End::Completed),
            Phase::Impossible => Some(End::Failed(seen)),
            _ => {
                let has_lasted = self.failing.is_some_and(|since| since.elapsed() >= self.error_patience);
                has_lasted.then_some(End::Failed(seen))
            }
        }
    }
}

fn timed_out(target: &Target, Seen { name, status, phase }: &Seen, limit: Limit) -> Diagnostic {
    let summary = match phase {
        Phase::Failing => format!("The handshake of {name:?} failed"),
        _ => format!("The handshake of {name:?} was not completed in time"),
    };
    let detail = format!(
        "After {}, its status is {status}. {} Then apply again: nothing was lost, and the next apply waits again. To wait \
         longer: {}.",
        minutes(limit.timeout),
        target.next_step(*phase),
        limit.longer
    );
    Diagnostic::error(summary, detail)
}

fn interrupted(target: &Target, last: Option<Seen>) -> Diagnostic {
    let (name, detail) = match last {
        None => (target.arn().to_string(), "Apply again to wait again.".to_owned()),
        Some(Seen { name, status, phase }) => {
            let next_step = target.next_step(phase);
            (
                format!("{name:?}"),
                format!("Its status is {status}. {next_step} Then apply again."),
            )
        }
    };
    Diagnostic::error(format!("The wait for the handshake of {name} was interrupted"), detail)
}

async fn failed(target: &Target, client: &Client, seen: &Seen) -> Diagnostic {
    let Seen { name, status, phase } = seen;
    Diagnostic::error(
        format!("The handshake of {name:?} failed"),
        format!(
            "Its status is {status} and has not changed. {}{} Then apply again.",
            target.explanation(client, status).await,
            target.next_step(*phase)
        ),
    )
}

fn unanswered(arn: &Arn, limit: Limit, error: Option<&aws::Error>) -> Diagnostic {
    let last = error.map_or_else(String::new, |error| format!(" The last error: {error}."));
    Diagnostic::error(
        format!("The status of {arn} could not be read in time"),
        format!(
            "AWS did not respond within {}.{last} Apply again: nothing was lost, and the next apply waits again. To wait \
             longer: {}.",
            minutes(limit.timeout),
            limit.longer
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

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::aws::error::Kind;

    /// A minute of the wait takes 60 ms.
    const TIMES: Times = Times {
        pauses: Pauses {
            first: Duration::from_millis(1),
            longest: Duration::from_millis(5),
        },
        propagation: Duration::from_millis(10),
        error_patience: Duration::from_millis(60),
    };

    type Read = Result<Option<Seen>, aws::Error>;

    fn seen(phase: Phase) -> Read {
        Ok(Some(Seen {
            name: "web".to_owned(),
            status: "…".to_owned(),
            phase,
        }))
    }

    /// Returns the end of a wait whose reads return `read` of the time since its beginning, and its duration.
    async fn end_of(timeout: Duration, read: impl Fn(Duration) -> Read) -> (End, Duration) {
        let started = Instant::now();
        let patience = Patience::within(timeout, &CancellationToken::new());
        let end = until_end(&patience, TIMES, || std::future::ready(read(started.elapsed()))).await;
        (end, started.elapsed())
    }

    const LONG: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn an_error_that_lasts_a_minute_ends_the_wait() {
        let (end, time) = end_of(LONG, |_| seen(Phase::Failing)).await;
        assert!(matches!(end, End::Failed(_)), "{end:?}");
        assert!(time >= TIMES.error_patience, "{time:?}");
    }

    #[tokio::test]
    async fn an_error_that_passes_does_not_end_the_wait() {
        let statuses = |time: Duration| match time.as_millis() {
            0..30 | 50..80 => seen(Phase::Failing),
            30..50 | 80..110 => seen(Phase::Waiting),
            _ => seen(Phase::Done),
        };
        let (end, _) = end_of(LONG, statuses).await;
        assert!(matches!(end, End::Completed), "{end:?}");
    }

    #[tokio::test]
    async fn a_network_that_is_gone_for_a_minute_does_not_end_the_wait() {
        for kind in [
            Kind::EndpointUnreachable,
            Kind::LostAnswer,
            Kind::Timeout,
            Kind::Throttled,
            Kind::ServerError,
        ] {
            let outage = |time: Duration| match time.as_millis() {
                0..60 => Err(aws::Error::new(kind, "gone")),
                _ => seen(Phase::Done),
            };
            let (end, time) = end_of(LONG, outage).await;
            assert!(matches!(end, End::Completed), "{end:?}");
            assert!(time >= Duration::from_millis(60), "{time:?}");
            let (end, _) = end_of(Duration::from_millis(20), outage).await;
            assert!(matches!(&end, End::Unread(error) if error.kind() == kind), "{end:?}");
        }
    }

    #[tokio::test]
    async fn a_refusal_ends_the_wait_at_once() {
        let (end, time) = end_of(LONG, |_| Err(aws::Error::new(Kind::AccessDenied, "no"))).await;
        assert!(matches!(end, End::Unread(_)), "{end:?}");
        assert!(time < Duration::from_secs(5), "{time:?}");
    }

    #[tokio::test]
    async fn an_object_that_disappears_ends_the_wait_and_one_that_is_too_new_does_not() {
        let vanishing = |time: Duration| match time.as_millis() {
            0..5 => seen(Phase::Waiting),
            _ => Ok(None),
        };
        let (end, _) = end_of(LONG, vanishing).await;
        assert!(matches!(end, End::Missing), "{end:?}");
        let (end, time) = end_of(LONG, |_| Ok(None)).await;
        assert!(matches!(end, End::Missing), "{end:?}");
        assert!(time >= TIMES.propagation, "{time:?}");
    }
}
