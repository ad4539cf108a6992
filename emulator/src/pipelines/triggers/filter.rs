//! Decides whether an event passes a trigger's filters.

use crate::pipelines::{
    declaration::{Criteria, GitConfiguration, PullRequestFilter, PushFilter},
    triggers::{
        event::{Event, EventKind},
        glob,
    },
};

/// Maximum number of changed files that are matched.
const FILES: usize = 100;

/// Returns whether the event matches one of the trigger's filters. All criteria of a filter must match.
pub(in crate::pipelines) fn starts(trigger: &GitConfiguration, event: &Event) -> bool {
    match &event.kind {
        EventKind::MergeRequest { .. } => trigger
            .pull_request
            .iter()
            .any(|filter| merge_request_passes(filter, event)),
        _ => trigger.push.iter().any(|filter| push_passes(filter, event)),
    }
}

/// A push of a tag passes filters on tags only, and a push to a branch all others.
fn push_passes(filter: &PushFilter, event: &Event) -> bool {
    match (&event.kind, &filter.tags) {
        (EventKind::Tag { tag }, Some(tags)) => passes(tags, tag),
        (EventKind::Push { branch }, None) => {
            filter.branches.as_ref().is_none_or(|branches| passes(branches, branch))
                && files_pass(filter.file_paths.as_ref(), event)
        }
        _ => false,
    }
}

/// The filter applies to the target branch.
fn merge_request_passes(filter: &PullRequestFilter, event: &Event) -> bool {
    let EventKind::MergeRequest {
        kind, target_branch, ..
    } = &event.kind
    else {
        return false;
    };
    (filter.events.is_empty() || filter.events.contains(kind))
        && filter
            .branches
            .as_ref()
            .is_none_or(|branches| passes(branches, target_branch))
        && files_pass(filter.file_paths.as_ref(), event)
}

/// One matching file is sufficient. A push without a list of files, such as the first push of a branch, has no matching
/// file.
fn files_pass(criteria: Option<&Criteria>, event: &Event) -> bool {
    criteria.is_none_or(|criteria| event.files.iter().take(FILES).any(|file| passes(criteria, file)))
}

/// Excludes take precedence over includes.
fn passes(criteria: &Criteria, name: &str) -> bool {
    let any = |globs: &[String]| globs.iter().any(|glob| glob::matches(glob, name));
    !any(&criteria.excludes) && (criteria.includes.is_empty() || any(&criteria.includes))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    fn passes_filter(filters: &Value, event: Value) -> bool {
        let mut event = event;
        event["repository"] = json!("group/project");
        starts(
            &GitConfiguration::deserialize(filters).unwrap(),
            &Event::read(&event).unwrap(),
        )
    }

    fn push(branch: &str, files: &[&str]) -> Value {
        json!({ "type": "push", "branch": branch, "files": files })
    }

    fn merge(action: &str, target: &str) -> Value {
        json!({ "type": "merge_request", "action": action, "source_branch": "topic", "target_branch": target })
    }

    #[test]
    fn branch_criteria_look_at_the_pushed_branch_and_excludes_win() {
        let filters =
            json!({ "push": [{ "branches": { "includes": ["release/**"], "excludes": ["release/old/*"] } }] });
        assert!(passes_filter(&filters, push("release/1", &[])));
        assert!(!passes_filter(&filters, push("release/old/1", &[])));
        assert!(!passes_filter(&filters, push("main", &[])));
        assert!(!passes_filter(&filters, json!({ "type": "tag", "tag": "release/1" })));
    }

    #[test]
    fn excludes_alone_let_everything_else_pass() {
        let filters = json!({ "push": [{ "branches": { "excludes": ["wip-*"] } }] });
        assert!(passes_filter(&filters, push("main", &[])));
        assert!(!passes_filter(&filters, push("wip-1", &[])));
    }

    #[test]
    fn one_passing_file_is_enough_but_each_is_tested_alone() {
        let criteria = json!({ "includes": ["src/**"], "excludes": ["**/*.md"] });
        let filters = json!({ "push": [{ "branches": { "includes": ["main"] }, "filePaths": criteria }] });
        assert!(passes_filter(&filters, push("main", &["README.md", "src/a.rs"])));
        assert!(!passes_filter(&filters, push("main", &["docs/x", "src/a.md"])));
        assert!(!passes_filter(&filters, push("other", &["src/a.rs"])));
    }

    #[test]
    fn only_the_first_hundred_files_count() {
        let filters = json!({ "push": [{ "filePaths": { "includes": ["last"] } }] });
        let mut files = vec!["other"; 99];
        files.push("last");
        assert!(passes_filter(&filters, push("main", &files)));
        files.insert(0, "other");
        assert!(!passes_filter(&filters, push("main", &files)));
    }

    #[test]
    fn a_push_without_files_passes_no_filter_on_files() {
        let filters = json!({ "push": [{ "filePaths": { "excludes": ["docs/**"] } }] });
        assert!(!passes_filter(&filters, json!({ "type": "push", "branch": "new" })));
    }

    #[test]
    fn tag_filters_take_tags_only() {
        let filters = json!({ "push": [{ "tags": { "includes": ["v*"] } }] });
        assert!(passes_filter(&filters, json!({ "type": "tag", "tag": "v1" })));
        assert!(!passes_filter(&filters, json!({ "type": "tag", "tag": "x1" })));
        assert!(!passes_filter(&filters, push("v1", &[])));
    }

    #[test]
    fn filters_are_alternatives() {
        let filters = json!({ "push": [{ "tags": { "includes": ["v*"] } }, { "branches": { "includes": ["main"] } }] });
        assert!(passes_filter(&filters, push("main", &[])));
        assert!(passes_filter(&filters, json!({ "type": "tag", "tag": "v1" })));
    }

    #[test]
    fn merge_requests_match_by_target_branch_and_event() {
        let filters =
            json!({ "pullRequest": [{ "events": ["OPEN", "CLOSED"], "branches": { "includes": ["main"] } }] });
        for (action, passes) in [
            ("open", true),
            ("reopen", true),
            ("merge", true),
            ("close", true),
            ("update", false),
        ] {
            assert_eq!(passes_filter(&filters, merge(action, "main")), passes, "{action}");
            assert!(!passes_filter(&filters, merge(action, "topic")));
        }
        assert!(!passes_filter(&filters, push("main", &[])));
    }

    #[test]
    fn a_merge_request_filter_without_events_takes_all_of_them() {
        let filters = json!({ "pullRequest": [{ "branches": { "includes": ["main"] } }] });
        assert!(passes_filter(&filters, merge("update", "main")));
    }
}
