//! What practitioners write about a pipeline.

pub mod action;
pub mod arguments;
pub mod condition;
pub mod stage;
pub mod trigger;
