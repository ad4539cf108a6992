//! `codepipeline_connection`.

mod existing;
mod host;
mod lost_handshake;
mod resource;
mod schema;
mod used_by;

pub use schema::{Arguments, Computed, Connection, Timeouts};
