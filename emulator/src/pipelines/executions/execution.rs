//! The record of an execution.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::pipelines::{declaration::ExecutionMode, executions::heads::Change};

/// One execution of a pipeline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Execution {
    pub(crate) id: String,
    /// The version that it runs.
    pub(crate) version: usize,
    pub(crate) status: ExecutionStatus,
    pub(crate) status_summary: Option<String>,
    pub(crate) mode: ExecutionMode,
    pub(crate) trigger: Trigger,
    /// Seconds since the epoch.
    pub(crate) started: f64,
    /// Seconds since the epoch.
    pub(crate) updated: f64,
    /// The execution that a rollback goes back to.
    pub(crate) rollback_target: Option<String>,
    /// The client's token that makes a start idempotent.
    pub(in crate::pipelines) request_token: Option<String>,
    /// Why it was asked to stop; empty without a reason.
    pub(in crate::pipelines) stop: Option<String>,
    pub(in crate::pipelines) variables: BTreeMap<String, String>,
    /// Revisions that the starter chose, by source action.
    pub(super) chosen: BTreeMap<String, String>,
    /// What happened in GitLab, if that started it.
    pub(super) change: Option<Change>,
    /// What the sources fetched.
    pub(crate) revisions: Vec<Revision>,
    pub(super) place: Place,
    /// The stages that it has entered, in that order.
    pub(crate) stages: Vec<StageRun>,
    /// Where its artifacts are, by name.
    pub(super) artifacts: BTreeMap<String, Location>,
    /// Variables that its actions have set, by namespace and key.
    pub(super) namespaces: BTreeMap<String, BTreeMap<String, String>>,
}

/// How an execution stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ExecutionStatus {
    Cancelled,
    Failed,
    InProgress,
    Stopped,
    Stopping,
    Succeeded,
    Superseded,
}

/// What started an execution.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trigger {
    #[serde(rename = "triggerType")]
    pub(crate) kind: TriggerKind,
    /// ARN of the caller or of the connection, or the id of an execution.
    #[serde(rename = "triggerDetail")]
    pub(crate) detail: String,
}

/// The kinds of triggers, as AWS spells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TriggerKind {
    AutomatedRollback,
    CreatePipeline,
    ManualRollback,
    PutActionRevision,
    StartPipelineExecution,
    /// A push to the branch of a source.
    Webhook,
    /// An event that a declared trigger lets pass.
    WebhookV2,
}

/// Where an execution is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pipelines) enum Place {
    /// It waits at the entry of this stage.
    Before(String),
    /// It is in this stage.
    In(String),
    /// It has ended.
    End,
}

/// What a source fetched.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Revision {
    pub(crate) action: String,
    pub(crate) artifact: String,
    pub(crate) id: String,
    pub(crate) summary: Option<String>,
    pub(crate) url: Option<String>,
}

/// Where an artifact is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Location {
    pub(super) bucket: String,
    pub(super) key: String,
}

/// What an execution did in one stage.
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

/// How a stage stands in an execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum StageStatus {
    Cancelled,
    Failed,
    InProgress,
    Stopped,
    Stopping,
    Succeeded,
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
    /// ARN of the person who decided.
    pub(crate) updated_by: Option<String>,
    /// Has a retry of the stage taken its place?
    pub(in crate::pipelines) retired: bool,
    /// What the result of an approval must bring.
    pub(crate) token: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) external_url: Option<String>,
    /// AWS's text for what went wrong.
    pub(crate) error: Option<String>,
    /// The revision that a source fetched.
    pub(crate) revision: Option<String>,
    /// As ListActionExecutions answers it.
    pub(in crate::pipelines) input: Value,
    /// As ListActionExecutions answers them.
    pub(in crate::pipelines) output_artifacts: Vec<Value>,
    pub(in crate::pipelines) output_variables: BTreeMap<String, String>,
}

/// How a run of an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ActionStatus {
    Abandoned,
    Failed,
    InProgress,
    Succeeded,
}

impl Execution {
    /// Has it not ended yet?
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.status, ExecutionStatus::InProgress | ExecutionStatus::Stopping)
    }

    /// `ROLLBACK` or `STANDARD`, as AWS spells them.
    pub(crate) fn kind(&self) -> &'static str {
        if self.rollback_target.is_some() {
            "ROLLBACK"
        } else {
            "STANDARD"
        }
    }

    /// Is it there now?
    pub(in crate::pipelines) fn is_at(&self, place: &Place) -> bool {
        self.place == *place
    }

    /// Has it passed this stage?
    pub(crate) fn has_succeeded_in(&self, stage: &str) -> bool {
        self.stage(stage)
            .is_some_and(|run| run.status == StageStatus::Succeeded)
    }

    /// What it did in the stage.
    pub(crate) fn stage(&self, name: &str) -> Option<&StageRun> {
        self.stages.iter().find(|run| run.stage == name)
    }

    pub(super) fn stage_mut(&mut self, name: &str) -> Option<&mut StageRun> {
        self.stages.iter_mut().find(|run| run.stage == name)
    }

    /// Takes note of what a source fetched; a retry may fetch again.
    pub(super) fn record(&mut self, revision: Revision) {
        self.revisions.retain(|earlier| earlier.action != revision.action);
        self.revisions.push(revision);
    }

    /// Ends the execution.
    pub(super) fn end(&mut self, status: ExecutionStatus, now: f64) {
        self.status = status;
        self.updated = now;
        self.place = Place::End;
    }
}

impl StageRun {
    /// The run of this action that counts, retries considered.
    pub(super) fn live(&self, action: &str) -> Option<&ActionRun> {
        self.actions
            .iter()
            .rev()
            .find(|run| run.action == action && !run.retired)
    }
}

impl ActionRun {
    /// What went wrong, as AWS answers it.
    pub(in crate::pipelines) fn error_details(&self) -> Option<Value> {
        self.error
            .as_ref()
            .map(|message| json!({ "code": "JobFailed", "message": message }))
    }
}
