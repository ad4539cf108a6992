//! The lines that an action reports while it waits. Terraform reports nothing of its own.

use std::{
    future::Future,
    pin::pin,
    time::{Duration, Instant},
};

use terraform_provider_sdk::author::{Cancelled, Progress};
use time::OffsetDateTime;

/// Pause between two lines.
const PAUSE: Duration = Duration::from_secs(15);

/// A wait that an action reports.
#[derive(Debug)]
pub struct Waiting<'p> {
    progress: &'p Progress,
    begun: Instant,
    timeout: Duration,
    /// Its end, as `17:42 UTC`; `None` if it is beyond the calendar.
    end: Option<String>,
}

impl<'p> Waiting<'p> {
    /// Begins a wait of at most `timeout`.
    pub fn begin(progress: &'p Progress, timeout: Duration) -> Self {
        let end = time::Duration::try_from(timeout).ok();
        let end = end.and_then(|timeout| OffsetDateTime::now_utc().checked_add(timeout));
        Self {
            progress,
            begun: Instant::now(),
            timeout,
            end: end.map(|end| format!("{:02}:{:02} UTC", end.hour(), end.minute())),
        }
    }

    /// Runs `work`, which only reads, and reports a `line` every 15 seconds.
    ///
    /// # Errors
    /// Returns [`Cancelled`] as soon as Terraform no longer listens.
    pub async fn during<T>(&self, work: impl Future<Output = T>, line: impl Fn() -> String) -> Result<T, Cancelled> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                () = self.progress.closed() => return Err(Cancelled),
                () = tokio::time::sleep(PAUSE) => self.progress.report(&line()).await?,
            }
        }
    }

    /// Returns that the wait goes on: `Still PENDING after 30 s, waiting until 17:42 UTC (29 min left)`.
    pub fn still(&self, status: &str) -> String {
        let after = self.begun.elapsed();
        let left = span(self.timeout.saturating_sub(after));
        let until = match &self.end {
            Some(end) => format!("waiting until {end} ({left} left)"),
            None => "waiting".to_owned(),
        };
        format!("Still {status} after {}, {until}", span(after))
    }

    /// Returns the time since the wait began: `30 s`.
    pub fn elapsed(&self) -> String {
        span(self.begun.elapsed())
    }
}

/// Returns a time in one unit or two: `30 s`, `29 min`, `2 h 5 min`.
pub fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_the_largest_units_that_tell_enough() {
        for (seconds, expected) in [
            (0, "0 s"),
            (119, "119 s"),
            (120, "2 min"),
            (7199, "119 min"),
            (7500, "2 h 5 min"),
        ] {
            assert_eq!(span(Duration::from_secs(seconds)), expected);
        }
    }
}
