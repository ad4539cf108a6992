//! GitLab repositories, without Git: commits are generated when they are first needed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Ids,
    pipelines::{
        declaration::PullRequestEvent,
        triggers::{Event, EventKind},
    },
};

/// The GitLab repositories, each with the head commit of its branches and tags.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(in crate::pipelines) struct Repositories {
    heads: BTreeMap<String, BTreeMap<String, String>>,
}

/// A change in a repository that starts an execution.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) repository: String,
    pub(super) commit: String,
    pub(super) reference: Reference,
}

/// The reference that a commit was reached by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Reference {
    Branch { name: String },
    Tag { name: String },
    MergeRequest { source: String, target: String },
}

impl Repositories {
    /// Applies an event: what was pushed to gets a new commit.
    pub(in crate::pipelines) fn update(&mut self, event: &Event, ids: &mut dyn Ids) {
        let brings_commits = match &event.kind {
            EventKind::Push { .. } | EventKind::Tag { .. } => true,
            EventKind::MergeRequest { kind, .. } => *kind == PullRequestEvent::Updated,
        };
        if brings_commits {
            let heads = self.heads.entry(event.repository.clone()).or_default();
            heads.insert(head_name(event), new_commit(ids));
        }
    }

    /// Returns the change that an event brings.
    pub(super) fn change(&mut self, event: &Event, ids: &mut dyn Ids) -> Change {
        let reference = match &event.kind {
            EventKind::Push { branch } => Reference::Branch { name: branch.clone() },
            EventKind::Tag { tag } => Reference::Tag { name: tag.clone() },
            EventKind::MergeRequest {
                source_branch,
                target_branch,
                ..
            } => Reference::MergeRequest {
                source: source_branch.clone(),
                target: target_branch.clone(),
            },
        };
        let commit = self.head(&event.repository, &head_name(event), ids);
        Change {
            repository: event.repository.clone(),
            commit,
            reference,
        }
    }

    /// Returns the head of a branch.
    pub(super) fn head(&mut self, repository: &str, branch: &str, ids: &mut dyn Ids) -> String {
        let branches = self.heads.entry(repository.to_owned()).or_default();
        branches
            .entry(branch.to_owned())
            .or_insert_with(|| new_commit(ids))
            .clone()
    }
}

/// A merge request's head is the one of the branch that it comes from.
fn head_name(event: &Event) -> String {
    match &event.kind {
        EventKind::Push { branch } => branch.clone(),
        EventKind::Tag { tag } => format!("refs/tags/{tag}"),
        EventKind::MergeRequest { source_branch, .. } => source_branch.clone(),
    }
}

/// Returns a new commit: 40 hexadecimal digits.
pub(super) fn new_commit(ids: &mut dyn Ids) -> String {
    let digits = format!("{}{}", ids.uuid(), ids.uuid());
    digits.chars().filter(char::is_ascii_hexdigit).take(40).collect()
}
