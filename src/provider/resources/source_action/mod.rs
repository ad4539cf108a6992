//! `codepipeline_source_action`: one source action of a pipeline that another team or tool owns.
//!
//! Everything here works on the pipeline's raw JSON, and on one [`part`](part::Part) of it alone: the action and its
//! trigger. [`form`] puts arguments into that JSON and reads them out of it; `change` is what an apply does to a
//! declaration, and what a plan tries out to see what the apply would refuse; `orphans` finds who would be left without an
//! artifact or a namespace, and `rules` applies the rules of whole pipelines.

mod change;
pub mod form;
mod orphans;
pub mod part;
mod plan;
mod preflight;
pub mod resource;
pub mod rules;
mod save;
pub mod schema;

pub use schema::{Arguments, Computed, Identity, SourceAction};
