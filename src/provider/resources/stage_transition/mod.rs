//! `codepipeline_stage_transition`.

mod found;
mod plan;
mod resource;
mod schema;

pub use schema::{Arguments, Computed, Identity, StageTransition};
