//! `codepipeline_pipeline`.
//!
//! The arguments are those of [`model`](crate::provider::pipeline::model); [`reconcile`] settles what AWS answers
//! ambiguously the way the state had it.

pub mod computed;
mod plan;
mod preflight;
pub mod reconcile;
pub mod resource;
mod save;
mod secrets;

pub use computed::{Computed, Identity};
pub use resource::Pipeline;

pub use crate::provider::pipeline::model::arguments::Arguments;
