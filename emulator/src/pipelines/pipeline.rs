//! One pipeline: its versions, its tags, its transitions and what it has done.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    pipelines::{declaration::Declaration, executions::Execution, webhooks::Registration},
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
    /// By the name of the stage that they lead into; a stage that nobody has touched is absent.
    pub(super) transitions: BTreeMap<String, Transition>,
    pub(super) registrations: BTreeSet<Registration>,
    /// Oldest first.
    pub(super) executions: Vec<Execution>,
    /// How often an execution has entered a stage.
    pub(super) entries: u64,
}

/// The way into a stage.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transition {
    /// Can executions enter?
    pub(crate) enabled: bool,
    /// ARN of the last who changed it.
    pub(crate) last_changed_by: String,
    /// Seconds since the epoch.
    pub(crate) last_changed_at: f64,
    /// Why it is disabled.
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

    /// The transition into a stage, if somebody has ever changed it.
    pub(crate) fn transition(&self, stage: &str) -> Option<&Transition> {
        self.transitions.get(stage)
    }

    /// Can executions enter the stage?
    pub(crate) fn is_open(&self, stage: &str) -> bool {
        self.transition(stage).is_none_or(|transition| transition.enabled)
    }
}
