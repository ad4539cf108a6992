//! The trigger that AWS adds to a source for which none is written.

use serde_json::Value;
use terraform_provider_sdk::diagnostics::Diagnostic;

use crate::aws::triggers::Glob;

/// Warns of a source that pushes to its own branch do not start, although no trigger is written for it: somebody may have
/// changed the one that AWS added, or have written one elsewhere.
///
/// It is no difference as long as it asks for branches only, since AWS documents nowhere which form its own has.
pub fn narrowed(declaration: &Value, pipeline: &str, action: &str, branch: &str) -> Option<Diagnostic> {
    let mut triggers = declaration["triggers"].as_array()?.iter();
    let trigger = triggers.find(|trigger| trigger["gitConfiguration"]["sourceActionName"] == action)?;
    if !keeps_out(trigger, branch) {
        return None;
    }
    let detail = format!(
        "The pipeline's trigger for {action:?} does not let {branch:?} pass, and this resource writes none for it, so that it \
         is no difference. If it is the one that AWS adds by itself, and somebody has changed it, another value of `resave` \
         brings AWS's own back. If another resource or person wrote it, leave it, or write a trigger here."
    );
    let summary = format!("Pushes to {branch:?} of {action:?} do not start the pipeline {pipeline:?}");
    Some(Diagnostic::warning(summary, detail))
}

/// Whether a trigger has filters for pushes, of which none lets the branch pass.
pub fn keeps_out(trigger: &Value, branch: &str) -> bool {
    let pushes = trigger["gitConfiguration"]["push"].as_array().map(Vec::as_slice);
    let pushes = pushes.unwrap_or_default();
    !pushes.is_empty() && !pushes.iter().any(|push| admits(&push["branches"], branch))
}

/// Whether no exclude matches the name, and one include does, unless there are none. What AWS makes of a broken pattern is
/// not known, so that none keeps a name out.
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

/// Whether a pattern matches; none for a broken one. AWS may write a name as it is where a pattern belongs.
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
