//! An action of a pipeline.

use terraform_provider_sdk::value::Path;

use super::{Elements, Node, Position};

/// Provider of the source actions that fetch through a connection.
pub const CONNECTION_SOURCE: &str = "CodeStarSourceConnection";

/// An action.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// The whole action.
    pub node: Node<'a>,
    /// Index of its stage.
    pub stage: usize,
    /// Its run order within the stage, `None` while unknown.
    pub run_order: Option<i64>,
}

impl<'a> Action<'a> {
    pub(super) fn new(stage: usize, node: Node<'a>) -> Self {
        let run_order = node.get("run_order");
        let run_order = if run_order.is_absent() {
            Some(1)
        } else {
            run_order.as_i64()
        };
        Self { node, stage, run_order }
    }

    /// Returns the name in quotes, or the path.
    pub fn label(&self) -> String {
        self.node.label()
    }

    /// Returns the name if it is known.
    pub fn name(&self) -> Option<&'a str> {
        self.node.string("name")
    }

    /// Returns the category if it is known.
    pub fn category(&self) -> Option<&'a str> {
        self.node.string("category")
    }

    /// Returns the owner of the action type if it is known.
    pub fn owner(&self) -> Option<&'a str> {
        self.node.string("owner")
    }

    /// Returns the provider of the action type if it is known.
    pub fn provider(&self) -> Option<&'a str> {
        self.node.string("provider")
    }

    /// Returns the value `key` of the configuration.
    pub fn setting(&self, key: &str) -> Node<'a> {
        self.node.get("configuration").key(key)
    }

    /// Whether this is certainly a source that fetches through a connection.
    pub fn is_connection_source(&self) -> bool {
        self.category() == Some("Source") && self.owner() == Some("AWS") && self.provider() == Some(CONNECTION_SOURCE)
    }

    /// Whether this may be a source that fetches through a connection.
    pub fn may_be_connection_source(&self) -> bool {
        self.category().is_none_or(|category| category == "Source")
            && self.provider().is_none_or(|provider| provider == CONNECTION_SOURCE)
            && self.owner().is_none_or(|owner| owner == "AWS")
    }

    /// Returns the position in the order of execution.
    pub const fn position(&self) -> Position {
        Position::of_action(self.stage, self.run_order)
    }

    /// Whether the action is done at this position. Returns `None` if that depends on an unknown run order.
    pub fn precedes(&self, position: Position) -> Option<bool> {
        self.position().precedes(position)
    }

    /// Returns the names of the output artifacts.
    pub fn outputs(&self) -> Elements<(Path, &'a str)> {
        let mut outputs = self.node.artifacts("output_artifacts");
        let compute = self.node.get("output_artifacts_for_compute_action").elements();
        outputs.is_complete &= compute.is_complete;
        for name in compute.known.iter().map(|artifact| artifact.get("name")) {
            outputs.is_complete &= !name.is_unknown();
            outputs.known.extend(name.as_str().map(|text| (name.path, text)));
        }
        outputs
    }

    /// Returns the names of the input artifacts.
    pub fn inputs(&self) -> Elements<(Path, &'a str)> {
        self.node.artifacts("input_artifacts")
    }
}
