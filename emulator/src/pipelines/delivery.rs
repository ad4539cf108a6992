//! The delivery of an event: its effect on each pipeline with a source in the repository.

use serde_json::{Value, json};

use crate::pipelines::{
    executions::TriggerKind,
    pipeline::Pipeline,
    triggers::{Event, EventKind},
};

/// A delivered event.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    /// The event in words, such as `push to main`.
    pub(crate) event: String,
    /// Full path of the project.
    pub(crate) repository: String,
    /// The pipelines with a source in the repository.
    pub(crate) effects: Vec<Effect>,
}

/// The effect of an event on one pipeline.
#[derive(Debug, Clone)]
pub(crate) struct Effect {
    /// Name of the pipeline.
    pub(crate) pipeline: String,
    /// Region of the pipeline.
    pub(crate) region: String,
    /// Account of the pipeline.
    pub(crate) account: String,
    /// Whether it started, or why not.
    pub(crate) outcome: Outcome,
}

/// Whether an event started a pipeline.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// It started this execution.
    Started {
        /// ID of the execution.
        execution: String,
        /// Kind of the trigger that it passed.
        trigger: TriggerKind,
    },
    /// It started none, for this reason.
    Ignored(&'static str),
}

impl Delivery {
    /// A delivery that has reached no pipeline yet.
    pub(super) fn of(event: &Event) -> Self {
        let words = match &event.kind {
            EventKind::Push { branch } => format!("push to {branch}"),
            EventKind::Tag { tag } => format!("tag {tag}"),
            EventKind::MergeRequest {
                source_branch,
                target_branch,
                ..
            } => format!("merge request from {source_branch} into {target_branch}"),
        };
        Self {
            event: words,
            repository: event.repository.clone(),
            effects: Vec::new(),
        }
    }

    /// Adds the effect on a pipeline.
    pub(super) fn add(&mut self, pipeline: &Pipeline, outcome: Outcome) {
        self.effects.push(Effect {
            pipeline: pipeline.name.clone(),
            region: pipeline.region.clone(),
            account: pipeline.account.clone(),
            outcome,
        });
    }

    /// Returns the delivery as the control API does:
    /// `{"executions":[{"pipeline","id","trigger"}],"ignored":[{"pipeline","region","reason"}]}`.
    pub(crate) fn view(&self) -> Value {
        let (mut executions, mut ignored) = (Vec::new(), Vec::new());
        for effect in &self.effects {
            match &effect.outcome {
                Outcome::Started { execution, trigger } => {
                    executions.push(json!({ "pipeline": effect.pipeline, "id": execution, "trigger": trigger }));
                }
                Outcome::Ignored(reason) => {
                    ignored.push(json!({ "pipeline": effect.pipeline, "region": effect.region, "reason": reason }));
                }
            }
        }
        json!({ "executions": executions, "ignored": ignored })
    }
}
