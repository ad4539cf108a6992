//! The record of an action in an execution.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::pipelines::{
    declaration::{Action, Declaration, Stage},
    executions::action_fault::RunFault,
};

/// An action about to run, with the pipeline around it.
pub(super) struct ActionContext<'t> {
    pub(super) pipeline: &'t str,
    pub(super) region: &'t str,
    pub(super) declaration: &'t Declaration,
    pub(super) stage: &'t Stage,
    pub(super) action: &'t Action,
}

/// One run of an action.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ActionRun {
    pub(crate) id: String,
    pub(crate) action: String,
    pub(crate) status: ActionStatus,
    /// Seconds since the epoch.
    pub(crate) started: f64,
    /// Seconds since the epoch.
    pub(crate) updated: f64,
    /// ARN of the user or role that completed the approval.
    pub(crate) updated_by: Option<String>,
    /// Whether a retry of the stage has replaced it.
    pub(in crate::pipelines) retired: bool,
    /// The injected fault, until the run ends.
    #[serde(default)]
    pub(super) fault: Option<RunFault>,
    /// Token that the result of an approval requires.
    pub(crate) token: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) external_url: Option<String>,
    /// AWS's error message.
    pub(crate) error: Option<String>,
    /// The revision that a source fetched.
    pub(crate) revision: Option<String>,
    /// As ListActionExecutions returns it.
    pub(in crate::pipelines) input: Value,
    /// As ListActionExecutions returns them.
    pub(in crate::pipelines) output_artifacts: Vec<Value>,
    pub(in crate::pipelines) output_variables: BTreeMap<String, String>,
}

/// Status of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ActionStatus {
    Abandoned,
    Failed,
    InProgress,
    Succeeded,
}

impl ActionRun {
    /// Returns the error as AWS does.
    pub(in crate::pipelines) fn error_details(&self) -> Option<Value> {
        self.error
            .as_ref()
            .map(|message| json!({ "code": "JobFailed", "message": message }))
    }

    /// Returns whether the run has an injected fault and ends now.
    pub(super) fn is_due(&self, now: f64) -> bool {
        let is_due = |fault: &RunFault| fault.ends <= now;
        self.status == ActionStatus::InProgress && self.fault.as_ref().is_some_and(is_due)
    }

    /// Ends the run with AWS's message for the failure.
    pub(super) fn fail(&mut self, message: String) {
        self.status = ActionStatus::Failed;
        self.error = Some(message);
    }
}
