//! `codepipeline_pipeline`.
//!
//! The arguments, and AWS's JSON for them, are those of [`crate::provider::pipeline`].

pub mod computed;
mod plan;
mod preflight;
pub mod resource;
mod save;

pub use computed::{Computed, Identity};
pub use resource::Pipeline;

pub use crate::provider::pipeline::model::arguments::Arguments;
