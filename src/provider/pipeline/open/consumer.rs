//! Consumers of the artifacts and variables of earlier actions.

use super::{ConditionType, Node, Position, Stage};

/// An action or the rule of a condition: both have a configuration and input artifacts.
#[derive(Clone, Debug)]
pub struct Consumer<'a> {
    /// The whole action or rule.
    pub node: Node<'a>,
    /// Position in the order of execution.
    pub position: Position,
    /// Whether this is a rule. AWS rejects some values in actions that it may accept in rules.
    pub is_rule: bool,
}

impl<'a> Consumer<'a> {
    /// Returns the actions of these stages, then their rules.
    pub(super) fn all(stages: &[Stage<'a>]) -> Vec<Self> {
        let actions = stages.iter().flat_map(|stage| &stage.actions.known);
        let actions = actions.map(|action| Self {
            node: action.node.clone(),
            position: action.position(),
            is_rule: false,
        });
        let rules = stages.iter().flat_map(|stage| {
            stage.rules().map(|(at, node)| Self {
                node,
                position: match at {
                    ConditionType::BeforeEntry => Position::stage_entry(stage.index),
                    ConditionType::OnSuccess | ConditionType::OnFailure => Position::stage_exit(stage.index),
                },
                is_rule: true,
            })
        });
        actions.chain(rules).collect()
    }

    /// Returns the provider of the type if it is known.
    pub fn provider(&self) -> Option<&'a str> {
        if self.is_rule {
            self.node.blocks("rule_type_id").next()?.string("provider")
        } else {
            self.node.string("provider")
        }
    }

    /// Returns kind and name: `action "Build"`.
    pub fn label(&self) -> String {
        let kind = if self.is_rule { "rule" } else { "action" };
        format!("{kind} {}", self.node.label())
    }
}
