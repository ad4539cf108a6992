//! What each operation does.

pub(super) mod action_executions;
pub(super) mod approvals;
pub(super) mod executions;
pub(super) mod pipelines;
pub(super) mod revisions;
pub(super) mod stages;
pub(super) mod state;
pub(super) mod tags;
