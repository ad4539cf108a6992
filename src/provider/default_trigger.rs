//! The trigger that AWS adds to a source for which none is written.

use serde_json::Value;

use crate::{aws::triggers::Glob, framework::diagnostics::Diagnostic};

/// Warns of a source that pushes to its own branch do not start, because somebody has changed the trigger that AWS added.
///
/// It is no difference as long as it asks for branches only, since AWS documents nowhere which form it has.
pub fn narrowed(declaration: &Value, pipeline: &str, action: &str, branch: &str) -> Option<Diagnostic> {
    let mut triggers = declaration["triggers"].as_array()?.iter();
    let trigger = triggers.find(|trigger| trigger["gitConfiguration"]["sourceActionName"] == action)?;
    if !keeps_out(trigger, branch) {
        return None;
    }
    let detail = format!(
        "No trigger is written for the source action {action:?}, so AWS has added one of its own, which somebody has changed \
         since: it does not let {branch:?} pass. A trigger that is not written is no difference. To have AWS's own back, give \
         `resave` another value; to say yourself what starts the pipeline, write a trigger."
    );
    let summary = format!("Pushes to {branch:?} do not start the pipeline {pipeline:?}");
    Some(Diagnostic::warning(summary, detail))
}

/// Whether a trigger has filters for pushes, of which none lets the branch pass.
pub fn keeps_out(trigger: &Value, branch: &str) -> bool {
    let pushes = trigger["gitConfiguration"]["push"].as_array().map(Vec::as_slice);
    let pushes = pushes.unwrap_or_default();
    !pushes.is_empty() && !pushes.iter().any(|push| admits(&push["branches"], branch))
}

/// Whether no exclude matches the name, and one include does, unless there are none.
fn admits(criteria: &Value, name: &str) -> bool {
    let patterns = |list: &str| criteria[list].as_array().map(Vec::as_slice).unwrap_or_default();
    let matches = |pattern: &Value| {
        let glob = pattern.as_str().and_then(|pattern| Glob::parse(pattern).ok());
        glob.is_some_and(|glob| glob.matches(name))
    };
    let (includes, excludes) = (patterns("includes"), patterns("excludes"));
    !excludes.iter().any(matches) && (includes.is_empty() || includes.iter().any(matches))
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
