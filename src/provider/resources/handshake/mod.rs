//! `codepipeline_handshake`: a `party` is a connection or a host, and the `watch` waits for the person who completes its
//! handshake.

mod party;
pub mod resource;
mod watch;

pub use resource::{Arguments, Computed, Handshake, Identity, Timeouts};
