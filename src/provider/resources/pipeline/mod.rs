//! `codepipeline_pipeline`.
//!
//! The arguments are the structs of [`arguments`], [`stage`], [`action`] and [`trigger`]; AWS speaks JSON. [`writing`]
//! puts the arguments over the JSON that is there, so that members without an argument survive; [`reading`] makes
//! arguments of JSON; [`reconcile`] settles what AWS answers ambiguously the way the state had it.

pub mod action;
pub mod arguments;
pub mod condition;
mod members;
mod plan;
mod preflight;
pub mod reading;
pub mod reconcile;
pub mod resource;
mod save;
mod secrets;
pub mod stage;
pub mod trigger;
mod trigger_drift;
pub mod writing;

pub use arguments::{Arguments, Computed, Identity};
pub use resource::Pipeline;
