//! The options of an emulator.

use std::{path::PathBuf, time::Duration};

use crate::{
    clock::{Clock, SystemClock},
    scope::{Ids, RandomIds},
};

/// The options of an emulator.
pub struct Options {
    /// Access key ID that signs calls, `test` by default.
    pub access_key: String,
    /// Secret access key, `test` by default.
    pub secret_key: String,
    /// Id and session token of a temporary key that has expired, `expired` by default. Its secret is `secret_key`.
    pub expired_key: String,
    /// Account of both keys, 12 digits, `111122223333` by default.
    pub account: String,
    /// Time after which a pending connection or host becomes AVAILABLE; never by default.
    pub authorize_after: Option<Duration>,
    /// Minimum duration of each call to the emulated AWS; none by default.
    pub latency: Duration,
    /// File that stores all data; memory only by default.
    pub state: Option<PathBuf>,
    /// File to which each call is appended as a line of JSON; none by default.
    pub record: Option<PathBuf>,
    /// The clock, the machine's by default.
    pub clock: Box<dyn Clock>,
    /// The source of identifiers, random by default.
    pub ids: Box<dyn Ids>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            access_key: "test".to_owned(),
            secret_key: "test".to_owned(),
            expired_key: "expired".to_owned(),
            account: "111122223333".to_owned(),
            authorize_after: None,
            latency: Duration::ZERO,
            state: None,
            record: None,
            clock: Box::new(SystemClock),
            ids: Box::new(RandomIds),
        }
    }
}
