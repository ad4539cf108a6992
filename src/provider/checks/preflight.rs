//! GitLab's own answer, before anything is created: does the project exist, may this user connect it, is there the branch?
//!
//! A plan that makes or changes a GitLab source asks, if the provider block says so. The answers are those that the
//! token's user gets.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, Severity, quote},
    value::Path,
};

use super::codes::{Check, preflight};
use crate::{
    gitlab::{
        branch,
        finding::{Finding, FindingKind, Subject},
        hosts::Hosts,
        preflight::{Preflight as Questions, Question},
        project_path::ProjectPath,
        provider_type::ProviderType,
    },
    provider::{client::Client, config::Preflight, destination::Destination},
};

/// A source of which GitLab is asked.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// Where the connection leads, if that is known already.
    pub destination: Option<&'a Destination>,
    /// The project's path, and the argument that names it.
    pub project: (&'a str, Path),
    /// The branch, and the argument that names it, if it is known already.
    pub branch: Option<(&'a str, Path)>,
    /// Whether AWS's webhook should be on the project: the pipeline was saved while its connection was available.
    pub expects_webhook: bool,
}

/// What GitLab says against this source. Nothing where the preflight is off, where the source is none of GitLab's, and
/// where path or branch are refused for their form alone.
pub async fn check(client: &Client, source: &Source<'_>) -> Diagnostics {
    let gitlab = &client.gitlab;
    if gitlab.mode() == Preflight::Off || !concerns_gitlab(source) {
        return Diagnostics::new();
    }
    // A connection of which nothing is known may lead elsewhere.
    let mode = source.destination.map_or(Preflight::Warn, |_| gitlab.mode());
    let questions = match gitlab.questions() {
        Ok(questions) => questions,
        Err(problem) => return grade(not_asked(source, problem.detail), true, mode).into(),
    };
    if let Some(why) = source.destination.and_then(|leads| another_gitlab(leads, questions)) {
        return not_asked(source, why).into();
    }
    let question = Question {
        path: source.project.0.to_owned(),
        branch: source.branch.as_ref().map(|(branch, _)| (*branch).to_owned()),
        expects_webhook: source.expects_webhook,
    };
    let findings = questions.examine(&question).await;
    findings
        .problems
        .iter()
        .map(|finding| diagnostic(finding, source, mode))
        .collect()
}

/// That GitLab gave no answer about a project. An answer that will be the same next time is an error, any other one only
/// where the preflight is enforced.
pub fn unanswered(finding: &Finding, project: &str, mode: Preflight) -> Diagnostic {
    let check = explained(finding.kind);
    let found = Diagnostic::warning(summary(check, project), finding.advice()).code(check.code);
    let mode = if finding.is_transport() {
        mode
    } else {
        Preflight::Enforce
    };
    grade(found, true, mode)
}

/// Whether GitLab can be asked of the source: its connection may lead there, and its path and branch have the right form.
fn concerns_gitlab(source: &Source<'_>) -> bool {
    let leads_to_gitlab =
        |leads: &Destination| ProviderType::parse(&leads.provider_type).is_some_and(ProviderType::is_gitlab);
    source.destination.is_none_or(leads_to_gitlab)
        && ProjectPath::judge(source.project.0, &Hosts::any()).is_accepted()
        && source
            .branch
            .as_ref()
            .is_none_or(|(name, _)| branch::judge(name).is_accepted())
}

/// Why the connection leads to another GitLab than the one that is asked, if it does for certain.
fn another_gitlab(leads: &Destination, asked: &Questions) -> Option<String> {
    let host = asked.host();
    let endpoint = leads.endpoint.as_deref();
    match ProviderType::parse(&leads.provider_type)? {
        ProviderType::GitLab if !asked.may_be(&Hosts::gitlab_com()) => Some(format!(
            "The connection leads to GitLab.com, and the preflight asks {host}. To have this source checked too, use it with \
             a provider block of its own (`alias`) that names no other GitLab."
        )),
        ProviderType::GitLabSelfManaged if asked.is_gitlab_com() => Some(
            "The connection leads to a self-managed GitLab, and the provider does not know its address for the preflight. \
             Set base_url in the block `gitlab` of the provider, or GITLAB_BASE_URL."
                .to_owned(),
        ),
        ProviderType::GitLabSelfManaged if endpoint.is_some_and(|endpoint| !asked.may_be(&Hosts::at(endpoint))) => {
            Some(format!(
                "The connection leads to {}, and the preflight asks {host}. Set base_url in the block `gitlab` of the \
                 provider, or GITLAB_BASE_URL, to the address of the connection's GitLab.",
                quote(endpoint.unwrap_or_default())
            ))
        }
        _ => None,
    }
}

fn not_asked(source: &Source<'_>, why: String) -> Diagnostic {
    Diagnostic::warning(summary(&preflight::TRANSPORT, source.project.0), why).code(preflight::TRANSPORT.code)
}

fn diagnostic(finding: &Finding, source: &Source<'_>, mode: Preflight) -> Diagnostic {
    let check = explained(finding.kind);
    let path = match (finding.kind.subject(), &source.branch) {
        (Subject::Preflight, _) => Path::root(),
        (Subject::Branch, Some((_, path))) => path.clone(),
        _ => source.project.1.clone(),
    };
    let found = Diagnostic::warning(summary(check, source.project.0), finding.advice())
        .at(path)
        .code(check.code);
    grade(found, finding.is_transport() || finding.kind.is_severe(), mode)
}

/// Terraform merges warnings with equal titles, so each names its project.
fn summary(check: &Check, project: &str) -> String {
    format!("{}: {project}", check.title)
}

/// An error if it can be one and the practitioner wants those, else a warning.
fn grade(found: Diagnostic, can_fail: bool, mode: Preflight) -> Diagnostic {
    let severity = if can_fail && mode == Preflight::Enforce {
        Severity::Error
    } else {
        Severity::Warning
    };
    found.with_severity(severity)
}

/// What the page of checks says of a kind of finding.
pub const fn explained(kind: FindingKind) -> &'static Check {
    match kind {
        FindingKind::Transport => &preflight::TRANSPORT,
        FindingKind::InvalidToken => &preflight::INVALID_TOKEN,
        FindingKind::InsufficientScope => &preflight::INSUFFICIENT_SCOPE,
        FindingKind::Forbidden => &preflight::FORBIDDEN,
        FindingKind::ProjectHidden => &preflight::PROJECT_HIDDEN,
        FindingKind::ProjectMoved => &preflight::PROJECT_MOVED,
        FindingKind::PathCase => &preflight::PATH_CASE,
        FindingKind::Archived => &preflight::ARCHIVED,
        FindingKind::MarkedForDeletion => &preflight::MARKED_FOR_DELETION,
        FindingKind::EmptyRepository => &preflight::EMPTY_REPOSITORY,
        FindingKind::RepositoryDisabled => &preflight::REPOSITORY_DISABLED,
        FindingKind::ImportUnfinished => &preflight::IMPORT_UNFINISHED,
        FindingKind::NotOwner => &preflight::NOT_OWNER,
        FindingKind::MaintainerOnly => &preflight::MAINTAINER_ONLY,
        FindingKind::AccessUnknown => &preflight::ACCESS_UNKNOWN,
        FindingKind::CodeHidden => &preflight::CODE_HIDDEN,
        FindingKind::BranchMissing => &preflight::BRANCH_MISSING,
        FindingKind::BranchRefused => &preflight::BRANCH_REFUSED,
        FindingKind::WebhookAbsent => &preflight::WEBHOOK_ABSENT,
        FindingKind::WebhookFailing => &preflight::WEBHOOK_FAILING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source<'a>(destination: Option<&'a Destination>, project: &'a str, branch: &'a str) -> Source<'a> {
        Source {
            destination,
            project: (project, Path::attribute("full_repository_id")),
            branch: Some((branch, Path::attribute("branch_name"))),
            expects_webhook: false,
        }
    }

    #[test]
    fn only_sources_that_may_be_gitlabs_and_have_the_right_form_are_asked_of() {
        for (provider_type, project, branch, asked) in [
            (None, "acme/web", "main", true),
            (Some("GitLab"), "acme/web", "main", true),
            (Some("GitLabSelfManaged"), "acme/platform/web", "main", true),
            (Some("GitHub"), "acme/web", "main", false),
            (Some("SomethingNew"), "acme/web", "main", false),
            (Some("GitLab"), "https://gitlab.com/acme/web", "main", false),
            (Some("GitLab"), "acme/web", "release/*", false),
        ] {
            let destination = provider_type.map(Destination::of);
            let source = source(destination.as_ref(), project, branch);
            assert_eq!(concerns_gitlab(&source), asked, "{source:?}");
        }
    }

    #[test]
    fn the_page_says_what_can_be_an_error() {
        for kind in [
            FindingKind::Transport,
            FindingKind::BranchMissing,
            FindingKind::MaintainerOnly,
        ] {
            let can_fail = kind == FindingKind::Transport || kind.is_severe();
            let said = explained(kind).severity;
            assert_eq!(
                said == crate::provider::checks::codes::Severity::Either,
                can_fail,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn what_must_fail_is_an_error_only_where_that_is_enforced() {
        let table = [
            (FindingKind::BranchMissing, Preflight::Warn, false),
            (FindingKind::BranchMissing, Preflight::Enforce, true),
            (FindingKind::Transport, Preflight::Warn, false),
            (FindingKind::Transport, Preflight::Enforce, true),
            (FindingKind::MaintainerOnly, Preflight::Enforce, false),
        ];
        for (kind, mode, is_error) in table {
            let finding = Finding {
                kind,
                sentence: "Cause.".to_owned(),
                hint: "Help.".to_owned(),
                suggestion: Some("main".to_owned()),
            };
            let gitlab = Destination::of("GitLab");
            let found = diagnostic(&finding, &source(Some(&gitlab), "acme/web", "mian"), mode);
            assert_eq!(found.is_error(), is_error, "{kind:?}");
            assert_eq!(found.detail, "Cause. Help. Write \"main\".");
            assert_eq!(found.code, Some(explained(kind).code));
        }
    }
}
