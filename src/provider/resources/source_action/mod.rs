//! `codepipeline_source_action`: one source action of a pipeline that another team or tool owns.
//!
//! This module works on the pipeline's raw JSON, and changes only one [`part`](part::Part) of it: the action and its
//! trigger. [`form`] converts between arguments and that JSON. `change` contains the changes of an apply, which
//! `trial` tries on a copy. `orphans` finds consumers that would lose an artifact or a namespace, and `rules` applies the rules
//! of whole pipelines.

mod change;
pub mod form;
mod import;
mod orphans;
pub mod part;
mod plan;
mod preflight;
pub mod resource;
pub mod rules;
mod save;
pub mod schema;
mod trial;

pub use schema::{Arguments, Computed, Identity, SourceAction};
