//! The commits that repositories are thought to hold: there is no Git here, so they are made up when first needed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Ids,
    pipelines::{
        declaration::PullRequestEvent,
        triggers::{Event, Happening},
    },
};

/// The head of each branch and tag, by repository.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(in crate::pipelines) struct Heads {
    commits: BTreeMap<String, BTreeMap<String, String>>,
}

/// What happened in GitLab, as far as an execution needs it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) repository: String,
    pub(super) commit: String,
    pub(super) reference: Reference,
}

/// What a commit was reached by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Reference {
    Branch { name: String },
    Tag { name: String },
    MergeRequest { source: String, target: String },
}

impl Heads {
    /// Takes note of an event: what was pushed to gets a new commit.
    pub(in crate::pipelines) fn moved_by(&mut self, event: &Event, ids: &mut dyn Ids) {
        let brings_commits = match &event.happening {
            Happening::Push { .. } | Happening::Tag { .. } => true,
            Happening::MergeRequest { kind, .. } => *kind == PullRequestEvent::Updated,
        };
        if brings_commits {
            let commits = self.commits.entry(event.repository.clone()).or_default();
            commits.insert(head_name(event), commit(ids));
        }
    }

    /// The change that an event brings.
    pub(super) fn change(&mut self, event: &Event, ids: &mut dyn Ids) -> Change {
        let reference = match &event.happening {
            Happening::Push { branch } => Reference::Branch { name: branch.clone() },
            Happening::Tag { tag } => Reference::Tag { name: tag.clone() },
            Happening::MergeRequest {
                source_branch,
                target_branch,
                ..
            } => Reference::MergeRequest {
                source: source_branch.clone(),
                target: target_branch.clone(),
            },
        };
        let commit = self.of(&event.repository, &head_name(event), ids);
        Change {
            repository: event.repository.clone(),
            commit,
            reference,
        }
    }

    /// The head of a branch.
    pub(super) fn of(&mut self, repository: &str, branch: &str, ids: &mut dyn Ids) -> String {
        let branches = self.commits.entry(repository.to_owned()).or_default();
        branches.entry(branch.to_owned()).or_insert_with(|| commit(ids)).clone()
    }
}

/// A merge request's head is the one of the branch that it comes from.
fn head_name(event: &Event) -> String {
    match &event.happening {
        Happening::Push { branch } => branch.clone(),
        Happening::Tag { tag } => format!("refs/tags/{tag}"),
        Happening::MergeRequest { source_branch, .. } => source_branch.clone(),
    }
}

/// A new commit: 40 hexadecimal digits.
pub(super) fn commit(ids: &mut dyn Ids) -> String {
    let digits = format!("{}{}", ids.uuid(), ids.uuid());
    digits.chars().filter(char::is_ascii_hexdigit).take(40).collect()
}
