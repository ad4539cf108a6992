//! Turns GitLab's responses into findings for the user, without I/O.

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

const PROXY: &str = " A reverse proxy that decodes %2F in URLs also causes this response.";

/// Returns the finding about a failed request.
pub(crate) fn failure(failure: &Failure, requester: &Requester<'_>) -> Finding {
    let kind = match failure {
        Failure::InvalidToken => FindingKind::InvalidToken,
        Failure::InsufficientScope => FindingKind::InsufficientScope,
        Failure::Forbidden(_) | Failure::NeedsToken => FindingKind::Forbidden,
        _ => FindingKind::Transport,
    };
    finding(kind, failure.sentence(requester), failure.hint())
}

/// Returns the finding about a path without a visible project.
pub(crate) fn hidden(hidden: &Hidden, path: &str, requester: &Requester<'_>) -> Finding {
    let (host, caveat) = (requester.host, requester.caveat());
    let proxy = if host == "gitlab.com" { "" } else { PROXY };
    let path = quoted(path);
    let sentence = match requester.token {
        Some(_) => format!(
            "The project {path} is not visible on {host}: it may not exist, or the token's user may have no access. \
             GitLab returns the same response in both cases."
        ),
        None => format!(
            "The project {path} is not visible on {host}: it may not exist, or it may not be public. GitLab returns \
             the same response in both cases."
        ),
    };
    let hint = match (&hidden.missing_parent, &hidden.suggestion) {
        (_, Some(suggestion)) => format!(
            "The closest match that the user can access is {}.{proxy}",
            quoted(suggestion)
        ),
        (Some(parent), None) => {
            format!(
                "The namespace {} is not visible: check its spelling and its members. {caveat}{proxy}",
                quoted(parent)
            )
        }
        (None, None) => {
            format!(
                "The namespace of the project is visible: check the spelling and the members of the project. \
                 {caveat}{proxy}"
            )
        }
    };
    Finding {
        suggestion: hidden.suggestion.clone(),
        ..finding(FindingKind::ProjectHidden, sentence, hint)
    }
}

/// Returns the findings about a project and about the user's access to it.
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

/// Returns the finding about a branch.
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
                    "The closest match is {}. Branch names are case-sensitive.",
                    quoted(meant_branch)
                ),
                (Some(default), None) => format!("The project's default branch is {}.", quoted(default)),
                _ => "Push a branch to the project first.".to_owned(),
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
                "GitLab rejects the branch name {}: {}.",
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
                "The code of {} cannot be read by {}: {}.",
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

/// Returns the finding about AWS's webhook, which must exist if a pipeline was saved while its connection was
/// available.
pub(crate) fn webhook(status: &WebhookStatus, path: &str) -> Option<Finding> {
    let path = quoted(path);
    let (kind, sentence) = match status {
        WebhookStatus::Unknown | WebhookStatus::Healthy => return None,
        WebhookStatus::Absent => (
            FindingKind::WebhookAbsent,
            format!("The project {path} has no webhook of an AWS connection: pushes do not start the pipeline."),
        ),
        WebhookStatus::OldStyleOnly => (
            FindingKind::WebhookAbsent,
            format!(
                "The project {path} has only a webhook of an older type of CodePipeline source, which connections do \
                 not use: pushes do not start the pipeline."
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
            "Check the webhook's recent deliveries in the project's settings, then send a test push."
        }
        _ => "Save the pipeline again while its connection is available, so that AWS registers the webhook.",
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
                "The project was renamed or moved: the path {} is now {}.",
                quoted(asked),
                quoted(&project.path)
            ),
            "GitLab redirects from the old path until another project uses it, but AWS compares webhook events and \
             policy conditions with the new path.",
        )
    } else {
        (
            FindingKind::PathCase,
            format!(
                "GitLab spells the project's path {}, not {}.",
                quoted(&project.path),
                quoted(asked)
            ),
            "Paths are not case-sensitive in GitLab, but they are in AWS and in conditions of IAM policies.",
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
            "Restore the project in its settings, or use another project.",
        ));
    }
    if project.is_archived {
        let sentence = format!("The project {path} is archived: it is read-only, so webhooks cannot be added.");
        findings.push(finding(
            FindingKind::Archived,
            sentence,
            "Unarchive the project in its settings, or use another project.",
        ));
    }
    if let Some(status) = &project.unfinished_import {
        let sentence = format!("The import of the project {path} is not finished ({}).", quoted(status));
        findings.push(finding(
            FindingKind::ImportUnfinished,
            sentence,
            "Wait for the import, or retry it if it failed.",
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
        "The repository of the project {} is disabled, or not visible to {}.",
        quoted(path),
        requester.who()
    );
    finding(
        FindingKind::RepositoryDisabled,
        sentence,
        "Enable the repository in the project's settings (Visibility, project features, permissions).",
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
                "The token's user has the role {} in the project. AWS documents that connections require the Owner \
                 role, so some features may not work.",
                level.name()
            ),
            hint,
        )),
        Some(level) => Some(finding(
            FindingKind::NotOwner,
            format!(
                "The token's user has the role {} in the project. A connection requires the Owner role: without it, \
                 AWS cannot add the webhook, and the console lists no branches.",
                level.name()
            ),
            hint,
        )),
        None => Some(finding(
            FindingKind::AccessUnknown,
            match requester.token {
                Some(_) => {
                    "Cannot determine the role of the token's user in the project. A connection requires the Owner \
                     role."
                }
                None => {
                    "Cannot determine the role of the user in the project without a token. A connection requires \
                         the Owner role."
                }
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
