//! A stage of a pipeline.

use terraform_provider_sdk::diagnostics::quote;

use super::{Action, Gate, Items, Part};

/// A stage.
#[derive(Clone, Debug)]
pub(crate) struct Stage<'a> {
    /// The whole of it.
    pub(crate) part: Part<'a>,
    /// Its place among the stages, from zero.
    pub(crate) index: usize,
    /// Its actions.
    pub(crate) actions: Items<Action<'a>>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(index: usize, part: Part<'a>) -> Self {
        let actions = part.get("action").items();
        let known = actions.known.into_iter().map(|part| Action::new(index, part)).collect();
        Self {
            part,
            index,
            actions: Items {
                known,
                complete: actions.complete,
            },
        }
    }

    /// What people call it.
    pub(crate) fn label(&self) -> String {
        self.part
            .text_of("name")
            .map_or_else(|| format!("number {}", self.index + 1), quote)
    }

    /// The gates that are there.
    pub(crate) fn gates(&self) -> impl Iterator<Item = (Gate, Part<'a>)> + use<'a> {
        let part = self.part.clone();
        Gate::ALL
            .into_iter()
            .flat_map(move |gate| part.blocks([gate.as_str()]).map(move |(_, block)| (gate, block)))
    }

    /// The rules of the conditions at its gates, each with its gate.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (Gate, Part<'a>)> + use<'a> {
        self.gates().flat_map(|(gate, block)| {
            let conditions = block.blocks(["condition"]);
            conditions
                .flat_map(|(_, condition)| condition.blocks(["rule"]))
                .map(move |(_, rule)| (gate, rule))
        })
    }
}
