//! Stages of a pipeline.

use terraform_provider_sdk::typed::{Attributes, Choice, Json};

use crate::provider::{
    checks,
    pipeline::model::{
        action::Action,
        condition::{Condition, Outcome, Rule},
        forms::Single,
    },
};

/// A stage of a pipeline.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Stage {
    /// Action of the stage. Actions with the same `run_order` run at the same time.
    #[attr(block)]
    #[json(name = "actions")]
    pub action: Vec<Action>,
    /// Conditions that must be met before the stage is entered.
    #[attr(block = "list")]
    pub before_entry: Option<Gate>,
    /// Name of the stage.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    #[json(key)]
    pub name: String,
    /// Behavior when the stage fails.
    #[attr(block = "list")]
    pub on_failure: Option<FailureGate>,
    /// Conditions that must be met after the stage succeeds.
    #[attr(block = "list")]
    pub on_success: Option<Gate>,
}

impl Stage {
    /// The rules of all conditions.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let gates = [&self.before_entry, &self.on_success].into_iter().flatten();
        let on_failure = self.on_failure.iter().filter_map(|gate| gate.condition.as_ref());
        let conditions = gates.map(|gate| &gate.condition).chain(on_failure);
        conditions.flat_map(|condition| &condition.rule)
    }

    /// The rules of all conditions, to be changed.
    pub fn rules_mut(&mut self) -> impl Iterator<Item = &mut Rule> {
        let gates = [&mut self.before_entry, &mut self.on_success].into_iter().flatten();
        let on_failure = self.on_failure.iter_mut().filter_map(|gate| gate.condition.as_mut());
        let conditions = gates.map(|gate| &mut gate.condition).chain(on_failure);
        conditions.flat_map(|condition| &mut condition.rule)
    }
}

/// Conditions for the entry of a stage, or for its success.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Gate {
    /// Rules that must all be met, and the result if one is not.
    #[attr(block = "list")]
    #[json(name = "conditions", with = Single)]
    pub condition: Condition,
}

/// Behavior when a stage fails.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct FailureGate {
    /// Rules that determine the result. Use either `condition` or `result`.
    #[attr(block = "list")]
    #[json(name = "conditions", with = Single)]
    pub condition: Option<Condition>,
    /// Result when the stage fails. Use either `result` or `condition`.
    pub result: Option<Outcome>,
    /// Configuration of the retry, if `result` is `RETRY`.
    #[attr(block = "list")]
    pub retry_configuration: Option<RetryConfiguration>,
}

/// Configuration of the retry of a stage.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct RetryConfiguration {
    /// Actions to retry.
    pub retry_mode: Option<RetryMode>,
}

/// Actions of a failed stage to retry.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum RetryMode {
    /// All actions.
    AllActions,
    /// Only the failed actions.
    FailedActions,
    /// A mode that AWS has added since.
    #[choice(other)]
    Other(String),
}
