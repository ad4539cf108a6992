//! A pipeline in which any value may be unknown.

use terraform_provider_sdk::value::{Path, Value};

use super::{Action, Consumer, Elements, Node, ResourceType, Stage};

/// A pipeline with the attributes and blocks of `codepipeline_pipeline`, in which any value may be unknown.
#[derive(Debug)]
pub struct OpenPipeline<'a> {
    /// The whole pipeline.
    pub root: Node<'a>,
    /// Its region if that is known.
    pub region: Option<&'a str>,
    /// Resource type that configures it.
    pub resource_type: ResourceType,
    /// Its stages.
    pub stages: Elements<Stage<'a>>,
    /// Its actions, then the rules of its conditions.
    pub consumers: Vec<Consumer<'a>>,
}

impl<'a> OpenPipeline<'a> {
    /// Opens a value that has the attributes and blocks of `codepipeline_pipeline`.
    pub fn new(resource_type: ResourceType, pipeline: &'a Value, region: Option<&'a str>) -> Self {
        let root = Node {
            path: Path::root(),
            value: pipeline,
        };
        let Elements { known, is_complete } = root.get("stage").elements();
        let known = known.into_iter().enumerate();
        let known: Vec<_> = known.map(|(index, node)| Stage::new(index, node)).collect();
        Self {
            root,
            region,
            resource_type,
            consumers: Consumer::all(&known),
            stages: Elements { known, is_complete },
        }
    }

    /// Returns the actions that certainly exist.
    pub fn actions(&self) -> impl Iterator<Item = &Action<'a>> {
        self.stages.known.iter().flat_map(|stage| &stage.actions.known)
    }

    /// Whether there are certainly no further stages and actions.
    pub fn is_complete(&self) -> bool {
        self.stages.is_complete && self.stages.known.iter().all(|stage| stage.actions.is_complete)
    }

    /// Whether the pipeline is certainly of type V1.
    pub fn is_v1(&self) -> bool {
        self.root.string("pipeline_type") == Some("V1")
    }

    /// Returns the source actions that certainly fetch through a connection.
    pub fn connection_sources(&self) -> impl Iterator<Item = &Action<'a>> {
        self.actions().filter(|action| action.is_connection_source())
    }

    /// Returns the `git_configuration` of each trigger that certainly exists.
    pub fn git_configurations(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let triggers = self.root.blocks("trigger");
        triggers.flat_map(|trigger| trigger.blocks("git_configuration"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::pipeline::open::Position;

    #[test]
    fn an_action_precedes_those_of_later_stages_and_of_higher_run_orders() {
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
        let pipeline = OpenPipeline::new(ResourceType::Pipeline, &pipeline, None);
        let actions: Vec<_> = pipeline.actions().collect();
        let precedes = |one: usize, other: usize| actions[one].precedes(actions[other].position());
        assert_eq!(precedes(0, 1), Some(true));
        assert_eq!(precedes(1, 0), Some(false));
        assert_eq!(precedes(0, 2), None);
        assert_eq!(precedes(2, 3), Some(true));
        assert_eq!(actions[1].precedes(Position::stage_entry(0)), Some(false));
        assert_eq!(actions[1].precedes(Position::stage_exit(0)), Some(true));
        assert_eq!(actions[1].precedes(Position::stage_entry(1)), Some(true));
    }
}
