//! The record of an execution.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::pipelines::{
    declaration::{Declaration, ExecutionMode},
    executions::{
        action_run::{ActionRun, ActionStatus},
        environment::Environment,
        repositories::Change,
        stage_run::{StageRun, StageStatus},
    },
};

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
    /// Reason for the stop request; empty without a reason.
    pub(in crate::pipelines) stop: Option<String>,
    pub(in crate::pipelines) variables: BTreeMap<String, String>,
    /// Revisions that the starter chose, by source action.
    pub(super) chosen: BTreeMap<String, String>,
    /// The change in GitLab that started it.
    pub(super) change: Option<Change>,
    /// Revisions that the sources fetched.
    pub(crate) revisions: Vec<Revision>,
    pub(super) position: Position,
    /// The stages that it has entered, in that order.
    pub(crate) stages: Vec<StageRun>,
    /// Locations of its artifacts, by name.
    pub(super) artifacts: BTreeMap<String, Location>,
    /// Variables that its actions have set, by namespace and key.
    pub(super) namespaces: BTreeMap<String, BTreeMap<String, String>>,
}

/// Status of an execution.
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

/// The trigger of an execution.
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

/// The position of an execution in its pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pipelines) enum Position {
    /// It waits at the entry of this stage.
    Before(String),
    /// It is in this stage.
    In(String),
    /// It has ended.
    End,
}

/// A revision that a source fetched.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Revision {
    pub(crate) action: String,
    pub(crate) artifact: String,
    pub(crate) id: String,
    pub(crate) summary: Option<String>,
    pub(crate) url: Option<String>,
}

/// The location of an artifact.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Location {
    pub(super) bucket: String,
    pub(super) key: String,
}

impl Execution {
    /// An execution that has not begun.
    pub(super) fn new(
        version: usize,
        mode: ExecutionMode,
        trigger: Trigger,
        environment: &mut Environment<'_, '_>,
    ) -> Self {
        Self {
            id: environment.scope.ids.uuid(),
            version,
            status: ExecutionStatus::InProgress,
            status_summary: None,
            mode,
            trigger,
            started: environment.scope.now,
            updated: environment.scope.now,
            rollback_target: None,
            request_token: None,
            stop: None,
            variables: BTreeMap::new(),
            chosen: BTreeMap::new(),
            change: None,
            revisions: Vec::new(),
            position: Position::End,
            stages: Vec::new(),
            artifacts: BTreeMap::new(),
            namespaces: BTreeMap::new(),
        }
    }

    /// Returns whether it has not ended.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.status, ExecutionStatus::InProgress | ExecutionStatus::Stopping)
    }

    /// Returns whether a manual approval in it has no result yet.
    pub(crate) fn waits_for_approval(&self) -> bool {
        let waits = |run: &ActionRun| run.token.is_some() && run.status == ActionStatus::InProgress;
        self.stages.iter().flat_map(|stage| &stage.actions).any(waits)
    }

    /// `ROLLBACK` or `STANDARD`, as AWS spells them.
    pub(crate) fn kind(&self) -> &'static str {
        if self.rollback_target.is_some() {
            "ROLLBACK"
        } else {
            "STANDARD"
        }
    }

    /// Returns whether it is at this position.
    pub(in crate::pipelines) fn is_at(&self, position: &Position) -> bool {
        self.position == *position
    }

    /// Returns whether it has succeeded in this stage.
    pub(crate) fn has_succeeded_in(&self, stage: &str) -> bool {
        self.stage(stage)
            .is_some_and(|run| run.status == StageStatus::Succeeded)
    }

    /// Returns its record of the stage.
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
        self.position = Position::End;
    }

    /// Sets the variables. One without a value and a default fails the execution before it begins.
    pub(super) fn take_variables(&mut self, declaration: &Declaration, mut values: BTreeMap<String, String>) {
        for variable in &declaration.variables {
            match values.remove(&variable.name).or_else(|| variable.default_value.clone()) {
                Some(value) => drop(self.variables.insert(variable.name.clone(), value)),
                None => {
                    let text = format!(
                        "The pipeline variable '{}' has neither a value nor a default.",
                        variable.name
                    );
                    self.status_summary = Some(text);
                    self.end(ExecutionStatus::Failed, self.started);
                }
            }
        }
    }

    /// Abandons everything that is still running.
    pub(super) fn abandon(&mut self, status: StageStatus, now: f64) {
        for run in self
            .stages
            .iter_mut()
            .filter(|run| matches!(run.status, StageStatus::InProgress | StageStatus::Stopping))
        {
            run.status = status;
            for action in run
                .actions
                .iter_mut()
                .filter(|action| action.status == ActionStatus::InProgress)
            {
                action.status = ActionStatus::Abandoned;
                action.updated = now;
            }
        }
    }
}
