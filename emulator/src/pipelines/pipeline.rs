//! One pipeline: its versions, its tags, its transitions and its executions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    pipelines::{
        declaration::Declaration,
        executions::{ActionFault, ActionRun, Execution, Position, StageRun},
        webhooks::Webhooks,
    },
    scope::partition,
};

/// One pipeline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pipeline {
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) account: String,
    /// Seconds since the epoch.
    pub(crate) created: f64,
    /// Seconds since the epoch.
    pub(crate) updated: f64,
    /// Raw declarations; the first is version 1.
    pub(super) versions: Vec<Value>,
    pub(super) tags: BTreeMap<String, String>,
    /// By the name of the stage that they lead into. A stage whose transition has never changed is absent.
    pub(super) transitions: BTreeMap<String, Transition>,
    pub(crate) webhooks: Webhooks,
    /// Oldest first.
    pub(super) executions: Vec<Execution>,
    /// Number of times an execution has entered a stage.
    pub(super) entries: u64,
    /// Faults of its actions, in the order in which they were added.
    #[serde(default)]
    pub(super) action_faults: Vec<ActionFault>,
}

/// The transition into a stage.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transition {
    /// Whether executions can enter.
    pub(crate) enabled: bool,
    /// ARN of the last caller who changed it.
    pub(crate) last_changed_by: String,
    /// Seconds since the epoch.
    pub(crate) last_changed_at: f64,
    /// Reason for the disabled transition.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) disabled_reason: Option<String>,
}

impl Pipeline {
    /// ARN of the pipeline.
    pub(crate) fn arn(&self) -> String {
        format!(
            "arn:{}:codepipeline:{}:{}:{}",
            partition(&self.region),
            self.region,
            self.account,
            self.name
        )
    }

    /// Number of the version in force, from 1.
    pub(crate) fn version(&self) -> usize {
        self.versions.len()
    }

    /// The raw declaration of a version.
    pub(super) fn raw(&self, version: usize) -> Option<&Value> {
        self.versions.get(version.checked_sub(1)?)
    }

    /// Replaces the raw declaration in force, without a new version.
    pub(super) fn replace_declaration(&mut self, raw: Value) {
        if let Some(current) = self.versions.last_mut() {
            *current = raw;
        }
    }

    /// The declaration of a version, typed.
    pub(super) fn declaration_of(&self, version: usize) -> Declaration {
        self.raw(version).map(Declaration::read).unwrap_or_default()
    }

    /// The declaration in force, typed.
    pub(crate) fn declaration(&self) -> Declaration {
        self.declaration_of(self.version())
    }

    /// All executions, newest first.
    pub(crate) fn executions(&self) -> impl DoubleEndedIterator<Item = &Execution> {
        self.executions.iter().rev()
    }

    /// Returns the transition into a stage, `None` if it has never changed.
    pub(crate) fn transition(&self, stage: &str) -> Option<&Transition> {
        self.transitions.get(stage)
    }

    /// Returns whether executions can enter the stage.
    pub(crate) fn is_open(&self, stage: &str) -> bool {
        self.transition(stage).is_none_or(|transition| transition.enabled)
    }

    /// The latest run of a stage, and the execution that it belongs to.
    pub(crate) fn latest_run(&self, stage: &str) -> Option<(&Execution, &StageRun)> {
        let runs = self
            .executions
            .iter()
            .filter_map(|execution| Some((execution, execution.stage(stage)?)));
        runs.max_by_key(|(_, run)| run.entry)
    }

    /// The latest run of an action, and the execution that it belongs to.
    pub(crate) fn latest_action(&self, stage: &str, action: &str) -> Option<(&Execution, &ActionRun)> {
        let runs = self.executions.iter().filter_map(|execution| {
            let stage = execution.stage(stage)?;
            let run = stage.actions.iter().rev().find(|run| run.action == action)?;
            Some((stage.entry, execution, run))
        });
        runs.max_by_key(|(entry, ..)| *entry)
            .map(|(_, execution, run)| (execution, run))
    }

    /// The executions that wait at the entry of a stage, newest first.
    pub(crate) fn waiting_before(&self, stage: &str) -> impl Iterator<Item = &Execution> {
        let position = Position::Before(stage.to_owned());
        self.executions()
            .filter(move |execution| execution.is_running() && execution.is_at(&position))
    }
}
