//! A pipeline in which anything may be unknown.

mod action;
mod gate;
mod part;
mod stage;
mod user;

use terraform_provider_sdk::value::{Path, Value};

use super::syntax::Syntax;

pub(super) use self::{
    action::Action,
    gate::Gate,
    part::{Items, Part},
    stage::Stage,
    user::User,
};

/// A pipeline.
#[derive(Debug)]
pub(crate) struct Sketch<'a> {
    /// The whole of it.
    pub(crate) root: Part<'a>,
    /// Its region, if that is known.
    pub(crate) region: Option<&'a str>,
    /// How it is written.
    pub(crate) syntax: Syntax,
    /// Its stages.
    pub(crate) stages: Items<Stage<'a>>,
    /// Its actions, then the rules of its conditions.
    pub(crate) users: Vec<User<'a>>,
}

impl<'a> Sketch<'a> {
    /// The sketch of a pipeline that has the attributes and blocks of `codepipeline_pipeline`.
    pub(crate) fn new(pipeline: &'a Value, region: Option<&'a str>) -> Self {
        let root = Part {
            path: Path::root(),
            value: pipeline,
        };
        let stages = root.get("stage").items();
        let known = stages.known.into_iter().enumerate();
        let known: Vec<_> = known.map(|(index, part)| Stage::new(index, part)).collect();
        Self {
            root,
            region,
            syntax: Syntax::Blocks,
            users: User::all(&known),
            stages: Items {
                known,
                complete: stages.complete,
            },
        }
    }

    /// The same, written like this.
    #[must_use]
    pub(crate) fn written_in(mut self, syntax: Syntax) -> Self {
        self.syntax = syntax;
        self
    }

    /// All actions that are known to be there.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &Action<'a>> {
        self.stages.known.iter().flat_map(|stage| &stage.actions.known)
    }

    /// Whether all actions are known to be there.
    pub(crate) fn is_complete(&self) -> bool {
        self.stages.complete && self.stages.known.iter().all(|stage| stage.actions.complete)
    }

    /// Whether it is certain that the pipeline is of type V1.
    pub(crate) fn is_v1(&self) -> bool {
        self.root.text_of("pipeline_type") == Some("V1")
    }

    /// The source actions that use a connection.
    pub(crate) fn connection_sources(&self) -> impl Iterator<Item = &Action<'a>> {
        self.actions().filter(|action| action.is_connection_source())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::checks::pipeline::moment::Moment;

    #[test]
    fn an_action_is_before_those_of_later_stages_and_of_higher_orders() {
        let action = |order: Value| Value::object([("run_order", order)]);
        let stage = |actions: Vec<Value>| Value::object([("action", Value::List(actions))]);
        let pipeline = Value::object([(
            "stage",
            Value::List(vec![
                stage(vec![
                    action(Value::Null),
                    action(Value::from(2)),
                    action(Value::unknown()),
                ]),
                stage(vec![action(Value::from(1))]),
            ]),
        )]);
        let sketch = Sketch::new(&pipeline, None);
        let actions: Vec<_> = sketch.actions().collect();
        let before = |one: usize, other: usize| actions[one].is_before(actions[other].begins());
        assert_eq!(before(0, 1), Some(true));
        assert_eq!(before(1, 0), Some(false));
        assert_eq!(before(0, 2), None);
        assert_eq!(before(2, 3), Some(true));
        assert_eq!(actions[1].is_before(Moment::before_stage(0)), Some(false));
        assert_eq!(actions[1].is_before(Moment::after_stage(0)), Some(true));
        assert_eq!(actions[1].is_before(Moment::before_stage(1)), Some(true));
    }
}
