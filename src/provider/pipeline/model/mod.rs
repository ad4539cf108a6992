//! The arguments of a pipeline.

pub mod action;
pub mod arguments;
pub mod condition;
mod forms;
pub mod stage;
pub mod trigger;
