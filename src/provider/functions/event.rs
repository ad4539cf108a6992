//! An event in a GitLab project, as an argument of functions.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    engine::dynamic,
    typed::{Attributes, Choice},
    value::{Path, Value},
};

use crate::aws::triggers::{self, PullRequestEvent};

/// An event in a GitLab project.
#[derive(Attributes, Debug)]
struct Event {
    /// Action on a merge request, in GitLab's words: `open`, `reopen`, `update`, `merge` or `close`.
    action: Option<String>,
    /// Branch of the push.
    branch: Option<String>,
    /// Changed files; omitted for the first push of a branch.
    files: Option<Vec<String>>,
    /// Project, which is ignored.
    repository: Option<String>,
    /// Source branch, which is ignored.
    source_branch: Option<String>,
    /// Name of the pushed tag.
    tag: Option<String>,
    /// Target branch of the merge request.
    target_branch: Option<String>,
    /// Kind of the event.
    r#type: EventType,
}

/// Kind of an event.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
#[choice(rename = "snake_case")]
enum EventType {
    /// An action on a merge request.
    MergeRequest,
    /// A push to a branch.
    Push,
    /// A push of a tag.
    Tag,
}

/// Reads `{ type = "push", branch = "main", files = [] }`, `{ type = "tag", tag = "v1" }` or
/// `{ type = "merge_request", action = "open", target_branch = "main", files = [] }`.
///
/// # Errors
/// Returns what is missing, invalid or unknown.
pub(super) fn read(value: &Value) -> Result<triggers::Event, Diagnostics> {
    let event: Event = dynamic::read(value)?;
    Ok(match event.r#type {
        EventType::Push => triggers::Event::Push {
            branch: needed(event.branch, Event::BRANCH.name, "push")?,
            files: event.files,
        },
        EventType::Tag => triggers::Event::Tag {
            tag: needed(event.tag, Event::TAG.name, "tag")?,
        },
        EventType::MergeRequest => triggers::Event::PullRequest {
            event: pull_request_event(&needed(event.action, Event::ACTION.name, "merge_request")?)?,
            target_branch: needed(event.target_branch, Event::TARGET_BRANCH.name, "merge_request")?,
            files: event.files,
        },
    })
}

fn needed(value: Option<String>, name: &'static str, event: &str) -> Result<String, Diagnostic> {
    value.filter(|text| !text.is_empty()).ok_or_else(|| {
        let detail = format!("An event of the type {event:?} requires {name:?}.");
        Diagnostic::error("Missing value", detail).at(Path::attribute(name))
    })
}

fn pull_request_event(action: &str) -> Result<PullRequestEvent, Diagnostic> {
    PullRequestEvent::of_gitlab_action(action).ok_or_else(|| {
        let detail = format!(
            "CodePipeline does not support the action {action:?}. The supported actions are \"open\", \"reopen\", \
             \"update\", \"merge\" and \"close\"."
        );
        Diagnostic::error("Unknown action", detail).at(Event::ACTION.path())
    })
}
