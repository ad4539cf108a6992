//! Who uses what earlier actions have made: actions, and the rules of conditions.

use super::{
    moment::Moment,
    sketch::{Part, Sketch},
};
use crate::framework::quote::quote;

/// An action or a rule: both have a configuration and input artifacts.
#[derive(Clone, Debug)]
pub(super) struct User<'a> {
    /// The whole of it.
    pub(super) part: Part<'a>,
    /// When it begins.
    pub(super) begins: Moment,
    /// Whether it is a rule. What AWS refuses of actions it has not been seen to refuse of rules.
    pub(super) is_rule: bool,
}

impl User<'_> {
    /// What people call it: `action "Build"`.
    pub(super) fn label(&self) -> String {
        let kind = if self.is_rule { "rule" } else { "action" };
        let name = self.part.get("name");
        format!(
            "{kind} {}",
            name.text().map_or_else(|| self.part.path.to_string(), quote)
        )
    }
}

/// All actions and rules that are known to be there.
pub(super) fn users<'a>(sketch: &Sketch<'a>) -> impl Iterator<Item = User<'a>> {
    let actions = sketch.actions().map(|action| User {
        part: action.part.clone(),
        begins: action.begins(),
        is_rule: false,
    });
    let rules = sketch.stages.known.iter().flat_map(|stage| {
        stage.rules().map(|(place, part)| User {
            part,
            begins: match place {
                "before_entry" => Moment::before_stage(stage.index),
                _ => Moment::after_stage(stage.index),
            },
            is_rule: true,
        })
    });
    actions.chain(rules)
}
