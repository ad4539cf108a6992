//! Triggers that nobody wrote.
//!
//! For each connection source of a V2 pipeline that detects changes and has no trigger AWS adds one, and shows it like any
//! other. It is neither a difference nor something to write.

use serde_json::Value;

use crate::provider::pipeline::{
    default_trigger::keeps_out,
    members::name_of,
    model::{arguments::Arguments, trigger::Trigger},
    reading,
};

impl Trigger {
    /// The name of the source action that it watches.
    pub fn source(&self) -> &str {
        &self.git_configuration.source_action_name
    }

    /// Whether it has a form that AWS's own triggers can have: no tags, no paths, no pull requests.
    fn looks_automatic(&self) -> bool {
        let filters = &self.git_configuration;
        filters.pull_request.is_empty()
            && filters
                .push
                .iter()
                .all(|push| push.tags.is_none() && push.file_paths.is_none())
    }
}

/// The triggers of `found` (a declaration as read) that a practitioner has to do with: those that were written, as
/// `prior` has them, and those that AWS would not have added. Both come in the order of `prior`.
pub fn written(found: &Arguments, prior: Option<&Arguments>) -> Vec<Trigger> {
    let prior = prior.map_or(&[][..], |prior| prior.trigger.as_slice());
    let place = |trigger: &Trigger| prior.iter().position(|prior| prior.source() == trigger.source());
    let mut written: Vec<Trigger> = found
        .trigger
        .iter()
        .filter(|trigger| place(trigger).is_some() || !is_automatic(found, trigger))
        .cloned()
        .collect();
    written.sort_by_key(|trigger| place(trigger).unwrap_or(usize::MAX));
    written
}

/// Whether AWS may have added the trigger by itself.
fn is_automatic(declared: &Arguments, trigger: &Trigger) -> bool {
    let source = declared
        .actions()
        .map(|(_, _, action)| action)
        .find(|action| action.name == trigger.source());
    trigger.looks_automatic() && source.is_some_and(|source| source.is_connection_source() && source.detects_changes())
}

/// The triggers of `base` that AWS may have added. They are sent back as they are, except where the source has changed in
/// `stages` (as they are to be written), or one keeps the source's own branch out and AWS's own is to be restored: AWS makes
/// a new one then. One of a source for which a trigger is or was `written` is none of AWS's: it stays or goes with the
/// arguments.
pub(super) fn defaults_to_keep(base: &Value, stages: &Value, written: &[&str], restores: bool) -> Vec<Value> {
    let before = reading::arguments(base);
    let kept = |trigger: &&Value| {
        let Some(source) = name_of(trigger) else { return false };
        let read = before.trigger.iter().find(|read| read.source() == source);
        let found = action(&base["stages"], source);
        let branch = found.and_then(|action| action["configuration"]["BranchName"].as_str());
        !written.contains(&source)
            && read.is_some_and(|read| is_automatic(&before, read))
            && action(stages, source) == found
            && !(restores && keeps_out(trigger, branch.unwrap_or_default()))
    };
    base["triggers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(kept)
        .cloned()
        .collect()
}

fn action<'a>(stages: &'a Value, name: &str) -> Option<&'a Value> {
    let actions = stages
        .as_array()?
        .iter()
        .filter_map(|stage| stage["actions"].as_array())
        .flatten();
    actions.into_iter().find(|action| action["name"] == name)
}
