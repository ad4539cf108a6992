//! Waiting for AWS, until a deadline passes or the command is canceled.

use std::{future::Future, sync::Mutex, time::Duration};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::lock::lock;

/// The result of a wait that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The expected result.
    Done(T),
    /// The deadline passed first.
    TimedOut,
    /// The command was canceled first.
    Cancelled,
}

/// Time limit of a wait, and the token that cancels it.
#[derive(Clone, Debug)]
pub struct Patience {
    deadline: Option<Instant>,
    cancel: CancellationToken,
}

/// Pauses between two reads: the first one, then 1.5 times longer each time up to the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pauses {
    /// Pause after the first read.
    pub first: Duration,
    /// Maximum pause.
    pub longest: Duration,
}

impl Pauses {
    fn next(self, pause: Duration) -> Duration {
        (pause * 3 / 2).min(self.longest)
    }
}

impl Patience {
    /// Returns a limit of `timeout` from now.
    pub fn within(timeout: Duration, cancel: &CancellationToken) -> Self {
        Self {
            deadline: Instant::now().checked_add(timeout),
            cancel: cancel.clone(),
        }
    }

    /// Returns a limit without a deadline, which ends when the command is canceled.
    pub fn until_cancelled(cancel: &CancellationToken) -> Self {
        Self {
            deadline: None,
            cancel: cancel.clone(),
        }
    }

    /// Returns the same limit, but at most `timeout` from now.
    #[must_use]
    pub fn at_most(&self, timeout: Duration) -> Self {
        let own = Self::within(timeout, &self.cancel);
        let deadline = match (self.deadline, own.deadline) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { deadline, ..own }
    }

    /// Whether the command was canceled.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Sleeps. Any result other than `Done` is the reason why the sleep ended early.
    pub async fn sleep(&self, pause: Duration) -> Outcome<()> {
        let wake = Instant::now() + pause;
        let (until, outcome) = match self.deadline {
            Some(deadline) if deadline < wake => (deadline, Outcome::TimedOut),
            _ => (wake, Outcome::Done(())),
        };
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Outcome::Cancelled,
            () = tokio::time::sleep_until(until) => outcome,
        }
    }
}

/// Calls `look` until it returns a result. A failure for which `passes` is true does not end the wait.
///
/// A cancellation or the deadline also interrupts `look`, so it must only read.
///
/// # Errors
/// Returns the failure of `look`: a permanent one, or the last one if the deadline passes first.
pub async fn until<T, E, F>(
    patience: &Patience,
    pauses: Pauses,
    passes: impl Fn(&E) -> bool,
    mut look: impl FnMut() -> F,
) -> Result<Outcome<T>, E>
where
    F: Future<Output = Result<Option<T>, E>>,
{
    let (mut pause, mut last) = (pauses.first, None);
    loop {
        let looked = tokio::select! {
            biased;
            () = patience.cancel.cancelled() => return Ok(Outcome::Cancelled),
            looked = look() => looked,
            () = expire(patience.deadline) => return last.map_or(Ok(Outcome::TimedOut), Err),
        };
        last = match looked {
            Ok(Some(found)) => return Ok(Outcome::Done(found)),
            Ok(None) => None,
            Err(error) if passes(&error) => Some(error),
            Err(error) => return Err(error),
        };
        match patience.sleep(pause).await {
            Outcome::Done(()) => pause = pauses.next(pause),
            Outcome::TimedOut => return last.map_or(Ok(Outcome::TimedOut), Err),
            Outcome::Cancelled => return Ok(Outcome::Cancelled),
        }
    }
}

/// Whether an object that is not found is gone, or AWS does not return it yet: a read may be older than the one before it.
#[derive(Debug)]
pub struct Presence {
    propagation: Duration,
    missing_since: Mutex<Option<Instant>>,
}

impl Presence {
    /// Starts now, with a new object. AWS may not return it for the time `propagation`.
    pub fn of_new(propagation: Duration) -> Self {
        Self {
            propagation,
            missing_since: Mutex::new(Some(Instant::now())),
        }
    }

    /// Records a read, and returns whether the object is gone: no read has found it for the time of the propagation.
    pub fn is_gone(&self, is_found: bool) -> bool {
        let mut missing_since = lock(&self.missing_since);
        if is_found {
            *missing_since = None;
            return false;
        }
        missing_since.get_or_insert_with(Instant::now).elapsed() >= self.propagation
    }
}

/// Retries while `again` returns that the failure is temporary.
///
/// An attempt is never interrupted, so `attempt` may write. The deadline and a cancellation only end the pauses between
/// attempts.
///
/// # Errors
/// Returns the last failure if it is permanent, or if the limit is reached.
pub async fn retry<T, E, F>(
    patience: &Patience,
    pauses: Pauses,
    again: impl Fn(&E) -> bool,
    mut attempt: impl FnMut() -> F,
) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let mut pause = pauses.first;
    loop {
        let error = match attempt().await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        if !again(&error) || patience.sleep(pause).await != Outcome::Done(()) {
            return Err(error);
        }
        pause = pauses.next(pause);
    }
}

async fn expire(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const PAUSES: Pauses = Pauses {
        first: Duration::from_millis(1),
        longest: Duration::from_millis(2),
    };

    #[tokio::test]
    async fn looks_until_something_is_found() {
        let looks = Cell::new(0);
        let patience = Patience::until_cancelled(&CancellationToken::new());
        let found = until(
            &patience,
            PAUSES,
            |()| false,
            || {
                looks.set(looks.get() + 1);
                let found = (looks.get() == 3).then_some("it");
                async move { Ok::<_, ()>(found) }
            },
        );
        assert_eq!(found.await, Ok(Outcome::Done("it")));
        assert_eq!(looks.get(), 3);
    }

    #[tokio::test]
    async fn a_deadline_ends_the_wait_even_during_a_look() {
        let patience = Patience::within(Duration::from_millis(20), &CancellationToken::new());
        let never = until(
            &patience,
            PAUSES,
            |()| false,
            async || std::future::pending::<Result<Option<()>, ()>>().await,
        );
        assert_eq!(never.await, Ok(Outcome::TimedOut));
    }

    #[tokio::test]
    async fn a_failure_that_passes_is_the_result_only_if_it_lasts_until_the_deadline() {
        let looks = Cell::new(0);
        let patience = Patience::within(Duration::from_millis(200), &CancellationToken::new());
        let found = until(
            &patience,
            PAUSES,
            |error| *error == "throttled",
            || {
                looks.set(looks.get() + 1);
                let look = if looks.get() < 3 {
                    Err("throttled")
                } else {
                    Ok(Some("it"))
                };
                async move { look }
            },
        );
        assert_eq!(found.await, Ok(Outcome::Done("it")));
        let patience = Patience::within(Duration::from_millis(20), &CancellationToken::new());
        let look = async || Err::<Option<()>, _>("throttled");
        assert_eq!(until(&patience, PAUSES, |_| true, look).await, Err("throttled"));
        assert_eq!(until(&patience, PAUSES, |_| false, look).await, Err("throttled"));
    }

    #[tokio::test]
    async fn an_object_is_gone_once_no_read_has_found_it_for_the_time_of_the_propagation() {
        let propagation = Duration::from_millis(20);
        let presence = Presence::of_new(propagation);
        assert!(!presence.is_gone(true));
        tokio::time::sleep(propagation).await;
        assert!(!presence.is_gone(false));
        tokio::time::sleep(propagation).await;
        assert!(presence.is_gone(false));
        assert!(Presence::of_new(Duration::ZERO).is_gone(false));
    }

    #[tokio::test]
    async fn a_stop_ends_the_wait_at_once() {
        let cancel = CancellationToken::new();
        let patience = Patience::within(Duration::from_secs(3600), &cancel);
        let hour = Pauses {
            first: Duration::from_secs(3600),
            longest: Duration::from_secs(3600),
        };
        let waiting =
            tokio::spawn(
                async move { until(&patience, hour, |()| false, || async { Ok::<Option<()>, ()>(None) }).await },
            );
        tokio::task::yield_now().await;
        cancel.cancel();
        assert_eq!(waiting.await.unwrap(), Ok(Outcome::Cancelled));
    }

    #[tokio::test]
    async fn a_stop_never_cuts_an_attempt_short() {
        let cancel = CancellationToken::new();
        let patience = Patience::until_cancelled(&cancel);
        let attempts = Cell::new(0);
        let result = retry(
            &patience,
            PAUSES,
            |_| true,
            async || {
                cancel.cancel();
                tokio::time::sleep(Duration::from_millis(5)).await;
                attempts.set(attempts.get() + 1);
                Err::<(), _>("fails")
            },
        );
        assert_eq!(result.await, Err("fails"));
        assert_eq!(attempts.get(), 1);
    }

    #[test]
    fn the_nearer_deadline_counts() {
        let cancel = CancellationToken::new();
        let near = Patience::within(Duration::from_secs(1), &cancel);
        assert_eq!(near.at_most(Duration::from_secs(60)).deadline, near.deadline);
        assert!(
            Patience::until_cancelled(&cancel)
                .at_most(Duration::from_secs(1))
                .deadline
                .is_some()
        );
    }
}
