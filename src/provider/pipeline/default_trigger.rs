//! The trigger that AWS adds to a source without a configured trigger.
//!
//! AWS adds a trigger for each connection source of a V2 pipeline that detects changes and has no trigger, and returns
//! it like any other trigger. It causes no diff and is never written.

use serde_json::Value;
use terraform_provider_sdk::diagnostics::Diagnostic;

use super::model::{
    action::Action,
    arguments::Arguments,
    trigger::{Criteria, Trigger},
};
use crate::aws::triggers::Glob;

/// Returns the triggers of `found` (a declaration as read) that are not AWS's own: the configured ones in `prior`, and
/// those that AWS would not have added, in the order of `prior`.
///
/// On import, every trigger that AWS would not have added counts as configured.
pub(super) fn written(found: &Arguments, prior: Option<&Arguments>) -> Vec<Trigger> {
    let Some(prior) = prior else {
        let is_written = |trigger: &&Trigger| !is_default(found, trigger);
        return found.trigger.iter().filter(is_written).cloned().collect();
    };
    let place = |trigger: &Trigger| {
        prior
            .trigger
            .iter()
            .position(|prior| prior.source() == trigger.source())
    };
    let mut written: Vec<Trigger> = found
        .trigger
        .iter()
        .filter(|trigger| place(trigger).is_some() || !is_automatic(found, trigger))
        .cloned()
        .collect();
    written.sort_by_key(|trigger| place(trigger).unwrap_or(usize::MAX));
    written
}

/// Whether AWS may have added the trigger by default, even if it was changed since.
fn is_automatic(declared: &Arguments, trigger: &Trigger) -> bool {
    trigger.looks_automatic() && detecting_source(declared, trigger).is_some()
}

/// Whether the trigger has the default form: it starts on pushes to the branch of the source, and on nothing else.
fn is_default(declared: &Arguments, trigger: &Trigger) -> bool {
    let branch = detecting_source(declared, trigger).map(|source| source.setting("BranchName").unwrap_or_default());
    branch.is_some_and(|branch| is_for_only(trigger, branch))
}

/// Whether the trigger has the default form for a source of `branch`: at most one filter, with at most one branch name or
/// pattern, which matches `branch`.
pub fn is_for_only(trigger: &Trigger, branch: &str) -> bool {
    let of_one = |criteria: &Criteria| {
        let includes = criteria.includes.as_deref().unwrap_or_default();
        criteria.excludes.as_ref().is_none_or(Vec::is_empty)
            && includes.len() <= 1
            && includes.iter().all(|pattern| matches(pattern, branch) != Some(false))
    };
    let filters = &trigger.git_configuration.push;
    trigger.looks_automatic()
        && filters.len() <= 1
        && filters.iter().all(|push| push.branches.as_ref().is_none_or(of_one))
}

/// Returns the source of a trigger, if it uses a connection and detects changes.
fn detecting_source<'a>(declared: &'a Arguments, trigger: &Trigger) -> Option<&'a Action> {
    let mut actions = declared.actions().map(|(_, _, action)| action);
    let source = actions.find(|action| action.name == trigger.source())?;
    (source.is_connection_source() && source.detects_changes()).then_some(source)
}

/// Returns the triggers of `base` that AWS may have added and that are sent back unchanged. A trigger is omitted if its
/// source changes in `stages`, or if it excludes the source's own branch and the default is to be restored: AWS then adds
/// a new one. A trigger of a source for which one is or was `written` is not AWS's, and depends on the arguments only.
pub(super) fn kept(base: &Value, stages: &Value, written: &[&str], restores: bool) -> Vec<Value> {
    let before = Arguments::declared(base);
    let is_kept = |trigger: &&Value| {
        let Some(source) = trigger["gitConfiguration"]["sourceActionName"].as_str() else {
            return false;
        };
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
        .filter(is_kept)
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

/// Warns if pushes to the branch of a source do not start the pipeline although no trigger is configured: another team
/// or tool may have changed AWS's trigger or added one.
///
/// Such a trigger causes no diff if it filters only by branches, because AWS does not document the form of its own
/// trigger.
pub fn narrowed(declaration: &Value, pipeline: &str, action: &str, branch: &str) -> Option<Diagnostic> {
    let mut triggers = declaration["triggers"].as_array()?.iter();
    let trigger = triggers.find(|trigger| trigger["gitConfiguration"]["sourceActionName"] == action)?;
    if !keeps_out(trigger, branch) {
        return None;
    }
    let detail = format!(
        "The pipeline's trigger for {action:?} does not match {branch:?}. It causes no diff, because this resource \
         configures no trigger for {action:?}. If AWS added the trigger and it was changed out of band, change \
         `resave` to restore it. If another team or resource manages the trigger, ignore this warning, or configure a \
         trigger here."
    );
    let summary = format!("Pushes to {branch:?} of {action:?} do not start the pipeline {pipeline:?}");
    Some(Diagnostic::warning(summary, detail))
}

/// Whether a trigger has push filters, and none of them matches the branch.
pub fn keeps_out(trigger: &Value, branch: &str) -> bool {
    let pushes = trigger["gitConfiguration"]["push"].as_array().map(Vec::as_slice);
    let pushes = pushes.unwrap_or_default();
    !pushes.is_empty() && !pushes.iter().any(|push| admits(&push["branches"], branch))
}

/// Whether no exclude matches the name, and at least one include does unless the list is empty. AWS does not document
/// how it treats a malformed pattern, so such a pattern never excludes a name.
fn admits(criteria: &Value, name: &str) -> bool {
    let patterns = |list: &str| {
        let patterns = criteria[list].as_array().into_iter().flatten();
        patterns
            .filter_map(Value::as_str)
            .map(|pattern| matches(pattern, name))
            .collect::<Vec<_>>()
    };
    let (includes, excludes) = (patterns("includes"), patterns("excludes"));
    !excludes.contains(&Some(true)) && (includes.is_empty() || includes.iter().any(|matched| *matched != Some(false)))
}

/// Whether a pattern matches; `None` for a malformed pattern. AWS may write a literal name instead of a pattern.
fn matches(pattern: &str, name: &str) -> Option<bool> {
    let glob = Glob::parse(pattern).ok().map(|glob| glob.matches(name));
    if pattern == name { Some(true) } else { glob }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_trigger_that_keeps_the_own_branch_out_is_narrowed() {
        for (git, is_narrowed) in [
            (json!({}), false),
            (json!({ "push": [] }), false),
            (json!({ "push": [{}] }), false),
            (json!({ "push": [{ "branches": { "includes": ["main"] } }] }), false),
            (json!({ "push": [{ "branches": { "includes": ["m*"] } }] }), false),
            (json!({ "push": [{ "branches": { "excludes": ["next"] } }] }), false),
            (json!({ "push": [{ "branches": { "includes": ["next"] } }] }), true),
            (json!({ "push": [{ "branches": { "excludes": ["main"] } }] }), true),
            (json!({ "push": [{ "branches": { "includes": ["{"] } }] }), false),
        ] {
            let mut git = git;
            git["sourceActionName"] = "GitLab".into();
            let declaration = json!({ "triggers": [{ "gitConfiguration": git }] });
            let found = narrowed(&declaration, "web", "GitLab", "main");
            assert_eq!(found.is_some(), is_narrowed, "{declaration}");
            assert_eq!(narrowed(&declaration, "web", "Other", "main"), None);
        }
    }
}
