//! Turns GitLab's answers into findings for the user. Pure.

use super::{
    branch_lookup::BranchSighting,
    failure::Failure,
    finding::{Finding, FindingKind},
    lookup::{Hidden, Visible},
    project::{AccessLevel, Project},
    quote::{quoted, quoted_words},
    requester::Requester,
    webhook::WebhookStatus,
};

const PROXY: &str = " A reverse proxy that decodes %2F in URLs gives this answer too.";

/// A failure to get an answer.
pub(crate) fn failure(failure: &Failure, requester: &Requester<'_>) -> Finding {
    let kind = match failure {
        Failure::InvalidToken => FindingKind::InvalidToken,
        Failure::InsufficientScope => FindingKind::InsufficientScope,
        Failure::Forbidden(_) | Failure::NeedsToken => FindingKind::Forbidden,
        _ => FindingKind::Transport,
    };
    finding(kind, failure.sentence(requester), failure.hint())
}

/// Nothing can be seen at the path.
pub(crate) fn hidden(hidden: &Hidden, path: &str, requester: &Requester<'_>) -> Finding {
    let (host, caveat) = (requester.host, requester.caveat());
    let proxy = if host == "gitlab.com" { "" } else { PROXY };
    let path = quoted(path);
    let sentence = match requester.token {
        Some(_) => format!(
            "The token's user sees no project {path} on {host}: it may not exist, or this user may not see it. GitLab gives the same answer in both cases."
        ),
        None => format!(
            "No project {path} is visible on {host}: it may not exist, or it is not public. GitLab gives the same answer in both cases."
        ),
    };
    let hint = match (&hidden.missing_parent, &hidden.suggestion) {
        (_, Some(suggestion)) => format!(
            "The user sees {}, which may be the project that was meant.{proxy}",
            quoted(suggestion)
        ),
        (Some(parent), None) => {
            format!(
                "Already {} cannot be seen: check its spelling and who may see it. {caveat}{proxy}",
                quoted(parent)
            )
        }
        (None, None) => {
            format!(
                "What stands before the last slash can be seen: check the project's spelling and its members. {caveat}{proxy}"
            )
        }
    };
    Finding {
        suggestion: hidden.suggestion.clone(),
        ..finding(FindingKind::ProjectHidden, sentence, hint)
    }
}

/// The project's own problems, and those of the user in it.
pub(crate) fn visible(visible: &Visible, asked: &str, requester: &Requester<'_>) -> Vec<Finding> {
    let path = spelling(&visible.project, asked, visible.moved);
    let access = if blocks_access(&visible.project) {
        None
    } else {
        access(visible.level, requester)
    };
    path.into_iter()
        .chain(state(&visible.project, requester))
        .chain(access)
        .collect()
}

/// The finding about a branch.
pub(crate) fn branch(
    sighting: &BranchSighting,
    branch: &str,
    project: &Project,
    requester: &Requester<'_>,
) -> Option<Finding> {
    match sighting {
        BranchSighting::Exists => None,
        BranchSighting::Missing { meant } => {
            let suggestion = meant.clone().or_else(|| project.default_branch.clone());
            let hint = match (&suggestion, meant) {
                (Some(meant_branch), Some(_)) => format!(
                    "{} exists and may be the branch that was meant; upper and lower case count.",
                    quoted(meant_branch)
                ),
                (Some(default), None) => format!("The project's default branch is {}.", quoted(default)),
                _ => "Push the branch first.".to_owned(),
            };
            let sentence = format!(
                "The project {} has no branch {}.",
                quoted(&project.path),
                quoted(branch)
            );
            Some(Finding {
                suggestion,
                ..finding(FindingKind::BranchMissing, sentence, hint)
            })
        }
        BranchSighting::Refused(words) => {
            let sentence = format!(
                "GitLab refuses the branch name {}: {}.",
                quoted(branch),
                quoted_words(words)
            );
            Some(finding(
                FindingKind::BranchRefused,
                sentence,
                "Write the name of one branch, as GitLab lists it.",
            ))
        }
        BranchSighting::NoRepository => Some(repository_disabled(&project.path, requester)),
        BranchSighting::NoCode(words) => {
            let sentence = format!(
                "The code of {} may not be read by {}: {}.",
                quoted(&project.path),
                requester.who(),
                quoted_words(words)
            );
            let hint = format!(
                "Make the user who authorized the connection an Owner of the project. {}",
                requester.caveat()
            );
            Some(finding(FindingKind::CodeHidden, sentence, hint))
        }
    }
}

/// The finding about AWS's webhook, which is expected once a pipeline was saved while its connection was available.
pub(crate) fn webhook(status: &WebhookStatus, path: &str) -> Option<Finding> {
    let path = quoted(path);
    let (kind, sentence) = match status {
        WebhookStatus::Unknown | WebhookStatus::Healthy => return None,
        WebhookStatus::Absent => (
            FindingKind::WebhookAbsent,
            format!("No webhook of an AWS connection is on the project {path}: pushes will not start the pipeline."),
        ),
        WebhookStatus::OldStyleOnly => (
            FindingKind::WebhookAbsent,
            format!(
                "The project {path} has a webhook of CodePipeline's older kind only, which no connection uses: pushes will not start the pipeline."
            ),
        ),
        WebhookStatus::Failing(failing) => {
            let until = failing
                .disabled_until
                .as_deref()
                .map(|until| format!(" until {}", quoted(until)))
                .unwrap_or_default();
            let status = quoted(&failing.alert_status);
            (
                FindingKind::WebhookFailing,
                format!(
                    "GitLab has stopped delivering to AWS's webhook {} on {path}{until} ({status}).",
                    failing.id
                ),
            )
        }
    };
    let hint = match kind {
        FindingKind::WebhookFailing => {
            "See the webhook's recent deliveries in the project's settings, then send a test push."
        }
        _ => "Save the pipeline again while its connection is available: AWS registers the webhook then.",
    };
    Some(finding(kind, sentence, hint))
}

fn spelling(project: &Project, asked: &str, moved: bool) -> Option<Finding> {
    if project.path == asked {
        return None;
    }
    let (kind, sentence, hint) = if moved {
        (
            FindingKind::ProjectMoved,
            format!(
                "The project was renamed or moved: {} is {} now.",
                quoted(asked),
                quoted(&project.path)
            ),
            "GitLab follows the old path until another project takes it; webhooks and policies compare the new one.",
        )
    } else {
        (
            FindingKind::PathCase,
            format!(
                "GitLab spells the project's path {}, not {}.",
                quoted(&project.path),
                quoted(asked)
            ),
            "GitLab ignores case in paths; AWS and conditions in IAM policies do not.",
        )
    };
    Some(Finding {
        suggestion: Some(project.path.clone()),
        ..finding(kind, sentence, hint)
    })
}

fn state(project: &Project, requester: &Requester<'_>) -> Vec<Finding> {
    let path = quoted(&project.path);
    let mut findings = Vec::new();
    if let Some(day) = &project.marked_for_deletion_on {
        let sentence = format!("The project {path} is marked for deletion ({}).", quoted(day));
        findings.push(finding(
            FindingKind::MarkedForDeletion,
            sentence,
            "Restore the project in its settings, or use another.",
        ));
    }
    if project.is_archived {
        let sentence = format!("The project {path} is archived: it is read-only, and no webhook can be added.");
        findings.push(finding(
            FindingKind::Archived,
            sentence,
            "Unarchive the project in its settings, or use another.",
        ));
    }
    if let Some(status) = &project.unfinished_import {
        let sentence = format!("The import of the project {path} is not finished ({}).", quoted(status));
        findings.push(finding(
            FindingKind::ImportUnfinished,
            sentence,
            "Wait for the import, or start it again if it has failed.",
        ));
    }
    if project.is_repository_disabled {
        findings.push(repository_disabled(&project.path, requester));
    } else if project.is_empty && project.unfinished_import.is_none() {
        let sentence = format!("The repository of the project {path} is empty: there is nothing to fetch.");
        findings.push(finding(FindingKind::EmptyRepository, sentence, "Push a first commit."));
    }
    findings
}

fn repository_disabled(path: &str, requester: &Requester<'_>) -> Finding {
    let sentence = format!(
        "The repository of the project {} is switched off, or hidden from {}.",
        quoted(path),
        requester.who()
    );
    finding(
        FindingKind::RepositoryDisabled,
        sentence,
        "Switch the repository on in the project's settings (Visibility, project features, permissions).",
    )
}

/// Whether the state of the project prevents changes at every access level.
fn blocks_access(project: &Project) -> bool {
    project.is_archived || project.marked_for_deletion_on.is_some()
}

fn access(level: Option<AccessLevel>, requester: &Requester<'_>) -> Option<Finding> {
    let hint = format!(
        "Make the user who authorized the connection an Owner of the project, or of a group above it. {}",
        requester.caveat()
    );
    match level {
        Some(level) if level >= AccessLevel::OWNER => None,
        Some(level) if level >= AccessLevel::MAINTAINER => Some(finding(
            FindingKind::MaintainerOnly,
            format!(
                "The token's user is {} of the project, where AWS documents Owner: expect a part not to work.",
                level.name()
            ),
            hint,
        )),
        Some(level) => Some(finding(
            FindingKind::NotOwner,
            format!(
                "The token's user has the level {} in the project. A connection needs Owner: without it AWS cannot add the webhook, and the console lists no branches.",
                level.name()
            ),
            hint,
        )),
        None => Some(finding(
            FindingKind::AccessUnknown,
            match requester.token {
                Some(_) => {
                    "The level of the token's user in the project could not be determined; a connection needs Owner."
                }
                None => "Without a token no level in the project could be determined; a connection needs Owner.",
            },
            hint,
        )),
    }
}

fn finding(kind: FindingKind, sentence: impl Into<String>, hint: impl Into<String>) -> Finding {
    Finding {
        kind,
        sentence: sentence.into(),
        hint: hint.into(),
        suggestion: None,
    }
}
