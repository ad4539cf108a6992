//! `codepipeline_pipeline`.
//!
//! The arguments, and AWS's JSON for them, are those of [`crate::provider::pipeline`].

mod changed_keys;
mod import;
mod moved_timeouts;
mod plan;
mod preflight;
pub mod resource;
mod restart;
mod save;
pub mod schema;
mod sources;

pub use schema::{Computed, Identity, Pipeline};

pub use crate::provider::pipeline::model::arguments::Arguments;
