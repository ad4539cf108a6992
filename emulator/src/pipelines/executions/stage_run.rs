//! The record of a stage in an execution.

use serde::{Deserialize, Serialize};

use crate::pipelines::executions::action_run::ActionRun;

/// A stage in an execution.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StageRun {
    pub(crate) stage: String,
    pub(crate) status: StageStatus,
    /// Number of the entry among all entries into stages of the pipeline.
    pub(in crate::pipelines) entry: u64,
    /// Oldest first; retries add to them.
    pub(crate) actions: Vec<ActionRun>,
    pub(in crate::pipelines) automatic_retries: u32,
    pub(in crate::pipelines) manual_retries: u32,
}

/// Status of a stage in an execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum StageStatus {
    Cancelled,
    Failed,
    InProgress,
    Stopped,
    Stopping,
    Succeeded,
}

impl StageRun {
    /// Takes the run of this action that counts out of the record, with its place there.
    pub(super) fn take_live(&mut self, action: &str) -> Option<(usize, ActionRun)> {
        let is_live = |run: &ActionRun| run.action == action && !run.retired;
        let index = self.actions.iter().rposition(is_live)?;
        Some((index, self.actions.remove(index)))
    }

    /// The run of this action that counts, retries considered.
    pub(super) fn live(&self, action: &str) -> Option<&ActionRun> {
        self.actions
            .iter()
            .rev()
            .find(|run| run.action == action && !run.retired)
    }
}
