//! `codepipeline_handshake`.

mod plan;
mod resource;
mod schema;
mod target;
mod wait;

pub use schema::{Arguments, Computed, Handshake, Timeouts};
