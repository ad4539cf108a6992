//! Who uses what earlier actions have made: actions, and the rules of conditions.

use super::{Gate, Part, Stage};
use crate::provider::checks::pipeline::moment::Moment;

/// An action or a rule: both have a configuration and input artifacts.
#[derive(Clone, Debug)]
pub(crate) struct User<'a> {
    /// The whole of it.
    pub(crate) part: Part<'a>,
    /// When it begins.
    pub(crate) begins: Moment,
    /// Whether it is a rule. What AWS refuses of actions it has not been seen to refuse of rules.
    pub(crate) is_rule: bool,
}

impl<'a> User<'a> {
    /// The actions of these stages, then their rules.
    pub(super) fn all(stages: &[Stage<'a>]) -> Vec<Self> {
        let actions = stages.iter().flat_map(|stage| &stage.actions.known);
        let actions = actions.map(|action| Self {
            part: action.part.clone(),
            begins: action.begins(),
            is_rule: false,
        });
        let rules = stages.iter().flat_map(|stage| {
            stage.rules().map(|(gate, part)| Self {
                part,
                begins: match gate {
                    Gate::BeforeEntry => Moment::before_stage(stage.index),
                    Gate::OnSuccess | Gate::OnFailure => Moment::after_stage(stage.index),
                },
                is_rule: true,
            })
        });
        actions.chain(rules).collect()
    }

    /// What people call it: `action "Build"`.
    pub(crate) fn label(&self) -> String {
        let kind = if self.is_rule { "rule" } else { "action" };
        format!("{kind} {}", self.part.label())
    }
}
