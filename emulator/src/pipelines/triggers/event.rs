//! The events of GitLab.

use serde_json::{Map, Value};

use crate::{pipelines::declaration::PullRequestEvent, wire::Failure};

/// An event in a GitLab project.
#[derive(Debug)]
pub(in crate::pipelines) struct Event {
    /// Full path of the project.
    pub(in crate::pipelines) repository: String,
    /// Paths of the changed files.
    pub(super) files: Vec<String>,
    /// Kind of the event.
    pub(in crate::pipelines) kind: EventKind,
}

/// The kind of an event.
#[derive(Debug)]
pub(in crate::pipelines) enum EventKind {
    /// Commits arrived on a branch.
    Push { branch: String },
    /// A tag arrived.
    Tag { tag: String },
    /// A merge request changed.
    MergeRequest {
        kind: PullRequestEvent,
        source_branch: String,
        target_branch: String,
    },
}

impl Event {
    /// Reads an event.
    ///
    /// # Errors
    /// Returns `ValidationException`, which names the missing or wrong member and the expected value.
    pub(in crate::pipelines) fn read(event: &Value) -> Result<Self, Failure> {
        let event = event
            .as_object()
            .ok_or_else(|| refused("An event must be a JSON object".to_owned()))?;
        let (kind, members) = kind(event)?;
        let is_known = |name: &str| ["type", "repository"].contains(&name) || members.contains(&name);
        let read = Self {
            repository: text(event, "repository")?.to_owned(),
            files: files(event)?,
            kind,
        };
        match event.keys().find(|name| !is_known(name)) {
            Some(name) => Err(refused(format!("'{name}' is not a member of this event"))),
            None => Ok(read),
        }
    }
}

/// Reads the kind of an event. Returns it with the names of its members.
fn kind(event: &Map<String, Value>) -> Result<(EventKind, &'static [&'static str]), Failure> {
    match text(event, "type")? {
        "push" => {
            let branch = text(event, "branch")?.to_owned();
            Ok((EventKind::Push { branch }, &["branch", "files"]))
        }
        "tag" => {
            let tag = text(event, "tag")?.to_owned();
            Ok((EventKind::Tag { tag }, &["tag"]))
        }
        "merge_request" => {
            let kind = EventKind::MergeRequest {
                kind: merge_request_event(text(event, "action")?)?,
                source_branch: text(event, "source_branch")?.to_owned(),
                target_branch: text(event, "target_branch")?.to_owned(),
            };
            Ok((kind, &["action", "source_branch", "target_branch", "files"]))
        }
        other => Err(refused(format!(
            "'type' is '{other}': expected 'push', 'tag' or 'merge_request'"
        ))),
    }
}

fn merge_request_event(action: &str) -> Result<PullRequestEvent, Failure> {
    match action {
        "open" | "reopen" => Ok(PullRequestEvent::Open),
        "update" => Ok(PullRequestEvent::Updated),
        "merge" | "close" => Ok(PullRequestEvent::Closed),
        other => Err(refused(format!(
            "'action' is '{other}': expected 'open', 'update', 'merge', 'close' or 'reopen'"
        ))),
    }
}

fn text<'e>(event: &'e Map<String, Value>, member: &str) -> Result<&'e str, Failure> {
    match event.get(member).and_then(Value::as_str) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(refused(format!("'{member}' must be a string that is not empty"))),
    }
}

fn files(event: &Map<String, Value>) -> Result<Vec<String>, Failure> {
    let wrong = || refused("'files' must be a list of paths".to_owned());
    match event.get("files") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(files)) => files
            .iter()
            .map(|file| file.as_str().map(str::to_owned).ok_or_else(wrong))
            .collect(),
        Some(_) => Err(wrong()),
    }
}

fn refused(problem: String) -> Failure {
    Failure::new(
        "ValidationException",
        format!(
            "{problem}. An event is {{\"repository\",\"type\":\"push\",\"branch\",\"files\"}}, \
             {{\"repository\",\"type\":\"tag\",\"tag\"}} or {{\"repository\",\"type\":\"merge_request\",\"action\",\
             \"source_branch\",\"target_branch\",\"files\"}}."
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_malformed_event_says_what_is_expected() {
        let table = [
            (json!([]), "An event must be a JSON object"),
            (json!({}), "'type' must be a string"),
            (
                json!({ "type": "issue" }),
                "'type' is 'issue': expected 'push', 'tag' or 'merge_request'",
            ),
            (
                json!({ "type": "push", "repository": "g/p" }),
                "'branch' must be a string",
            ),
            (
                json!({ "type": "push", "branch": "main" }),
                "'repository' must be a string",
            ),
            (
                json!({ "type": "push", "branch": "main", "repository": "g/p", "files": [1] }),
                "'files' must be a list",
            ),
            (
                json!({ "type": "push", "branch": "main", "repository": "g/p", "files": "x" }),
                "'files' must be a list",
            ),
            (
                json!({ "type": "tag", "tag": 1, "repository": "g/p" }),
                "'tag' must be a string",
            ),
            (
                json!({ "type": "push", "branch": "main", "repository": "g/p", "file": ["x"] }),
                "'file' is not a member of this event",
            ),
            (
                json!({ "type": "tag", "tag": "v1", "repository": "g/p", "files": [] }),
                "'files' is not a member of this event",
            ),
            (
                json!({ "type": "merge_request", "action": "approve" }),
                "'action' is 'approve': expected 'open'",
            ),
        ];
        for (event, expected) in table {
            let failure = Event::read(&event).unwrap_err();
            assert!(failure.message.starts_with(expected), "{}", failure.message);
        }
    }
}
