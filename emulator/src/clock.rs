//! The clock, and the formats of AWS's times.

use std::time::{SystemTime, UNIX_EPOCH};

use time::{OffsetDateTime, PrimitiveDateTime, format_description::BorrowedFormatItem, macros::format_description};

/// The source of time. Tests inject their own.
pub trait Clock: Send + Sync {
    /// Seconds since the epoch, with a millisecond fraction.
    fn now(&self) -> f64;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> f64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        since.as_millis() as f64 / 1000.0
    }
}

const BASIC: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
const EXTENDED: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
const READABLE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");

/// Reads the form of an `X-Amz-Date` header, `20260102T030405Z`, as seconds since the epoch.
pub(crate) fn parse_basic(text: &str) -> Option<f64> {
    let date = PrimitiveDateTime::parse(text, BASIC).ok()?;
    Some(date.assume_utc().unix_timestamp() as f64)
}

/// Writes the form of an `X-Amz-Date` header.
pub(crate) fn basic(seconds: f64) -> String {
    written(seconds, BASIC)
}

/// Writes ISO 8601, as STS does.
pub(crate) fn extended(seconds: f64) -> String {
    written(seconds, EXTENDED)
}

/// Writes a readable time.
pub(crate) fn readable(seconds: f64) -> String {
    written(seconds, READABLE)
}

fn written(seconds: f64, format: &[BorrowedFormatItem<'_>]) -> String {
    OffsetDateTime::from_unix_timestamp(seconds as i64)
        .ok()
        .and_then(|date| date.format(format).ok())
        .unwrap_or_else(|| "-".to_owned())
}
