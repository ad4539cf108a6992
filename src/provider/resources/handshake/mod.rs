//! `codepipeline_handshake`.

mod plan;
mod resource;
mod schema;

pub use schema::{Arguments, Computed, Handshake, Timeouts};
