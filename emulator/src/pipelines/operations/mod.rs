//! The operations on pipelines.

pub(super) mod actions;
pub(super) mod executions;
pub(super) mod pipelines;
pub(super) mod stages;
pub(super) mod state;
pub(super) mod tags;
