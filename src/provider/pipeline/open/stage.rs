//! A stage of a pipeline.

use terraform_provider_sdk::diagnostics::quote;

use super::{Action, ConditionType, Elements, Node};

/// A stage.
#[derive(Clone, Debug)]
pub struct Stage<'a> {
    /// The whole stage.
    pub node: Node<'a>,
    /// Its index.
    pub index: usize,
    /// Its actions.
    pub actions: Elements<Action<'a>>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(index: usize, node: Node<'a>) -> Self {
        let Elements { known, is_complete } = node.get("action").elements();
        let known = known.into_iter().map(|node| Action::new(index, node)).collect();
        Self {
            node,
            index,
            actions: Elements { known, is_complete },
        }
    }

    /// Returns the name in quotes, or the number of a stage whose name is not known.
    pub fn label(&self) -> String {
        self.node
            .string("name")
            .map_or_else(|| format!("number {}", self.index + 1), quote)
    }

    /// Returns the blocks with conditions.
    pub fn condition_blocks(&self) -> impl Iterator<Item = (ConditionType, Node<'a>)> + use<'a> {
        let node = self.node.clone();
        ConditionType::ALL
            .into_iter()
            .flat_map(move |at| node.blocks(at.as_str()).map(move |block| (at, block)))
    }

    /// Returns the conditions.
    pub fn conditions(&self) -> impl Iterator<Item = (ConditionType, Node<'a>)> + use<'a> {
        self.condition_blocks()
            .flat_map(|(at, block)| block.blocks("condition").map(move |condition| (at, condition)))
    }

    /// Returns the rules of the conditions.
    pub fn rules(&self) -> impl Iterator<Item = (ConditionType, Node<'a>)> + use<'a> {
        self.conditions()
            .flat_map(|(at, condition)| condition.blocks("rule").map(move |rule| (at, rule)))
    }
}
