//! The handshake of a connection or host: its progress, what a plan reports of it, and the wait until it is completed.

mod announcer;
mod outlook;
mod target;
mod wait;

pub use outlook::{record, report};
pub use target::{Phase, Seen, Target};
pub use wait::{Limit, until_completed};
