//! The preflight: checks with GitLab whether the project and the branch of a source exist, and whether the token's user
//! has access to them.
//!
//! It runs in plans that create or change a GitLab source, if the provider block enables it.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, Severity, quote},
    value::Path,
};

use super::{check::Check, gitlab, run};
use crate::{
    gitlab::{
        branch,
        finding::{Finding, Subject},
        hosts::Hosts,
        preflight::{Preflight as Questions, Question},
        project_path::ProjectPath,
        provider_type::ProviderType,
    },
    provider::{client::Client, configuration::PreflightMode, source_provider::SourceProvider},
};

/// A source that the preflight checks.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// Source provider of the connection, if known.
    pub source_provider: Option<&'a SourceProvider>,
    /// Path of the project, and the argument that has it.
    pub project: (&'a str, Path),
    /// The branch and the argument that has it, if it is known.
    pub branch: Option<(&'a str, Path)>,
    /// Whether the project should have AWS's webhook: the pipeline was saved while its connection was available.
    pub expects_webhook: bool,
}

/// Returns the preflight findings for this source. Sends no request if the preflight is off, if this is not a GitLab
/// source, or if the path or branch is malformed.
pub async fn check(client: &Client, source: &Source<'_>) -> Diagnostics {
    let configured = &client.gitlab;
    if configured.mode() == PreflightMode::Off || !concerns_gitlab(source) {
        return Diagnostics::new();
    }
    // An unknown connection may be a connection to another host.
    let mode = source
        .source_provider
        .map_or(PreflightMode::Warn, |_| configured.mode());
    let questions = match configured.questions() {
        Ok(questions) => questions,
        Err(problem) => return grade(not_asked(source, problem.detail), true, mode).into(),
    };
    if let Some(why) = source
        .source_provider
        .and_then(|leads| another_gitlab(leads, questions))
    {
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

/// Returns the finding that GitLab did not return information about a project. A permanent failure is an error, and any
/// other failure only if the preflight is enforced.
pub fn unanswered(finding: &Finding, project: &str, mode: PreflightMode) -> Diagnostic {
    let check = run::of_gitlab(finding.kind);
    let found = Diagnostic::warning(summary(check, project), finding.advice()).code(check.code);
    let mode = if finding.is_transport() {
        mode
    } else {
        PreflightMode::Enforce
    };
    grade(found, true, mode)
}

/// Whether the preflight can check the source: it may be a connection to this GitLab, and the path and branch are
/// well-formed.
fn concerns_gitlab(source: &Source<'_>) -> bool {
    let leads_to_gitlab =
        |leads: &SourceProvider| ProviderType::parse(&leads.provider_type).is_some_and(ProviderType::is_gitlab);
    source.source_provider.is_none_or(leads_to_gitlab)
        && ProjectPath::judge(source.project.0, &Hosts::any()).is_accepted()
        && source
            .branch
            .as_ref()
            .is_none_or(|(name, _)| branch::judge(name).is_accepted())
}

/// Returns why the preflight uses a GitLab other than that of the connection, if that is certain.
fn another_gitlab(leads: &SourceProvider, asked: &Questions) -> Option<String> {
    let host = asked.host();
    let endpoint = leads.endpoint.as_deref();
    match ProviderType::parse(&leads.provider_type)? {
        ProviderType::GitLab if !asked.may_be(&Hosts::gitlab_com()) => Some(format!(
            "This is a connection to GitLab.com, but the preflight queries {host}. To check this source as well, use \
             another provider block (`alias`) without base_url for it."
        )),
        ProviderType::GitLabSelfManaged if asked.is_gitlab_com() => Some(
            "This is a connection to a self-managed GitLab, but the preflight has no URL for it. Set base_url in the \
             `gitlab` block of the provider, or GITLAB_BASE_URL."
                .to_owned(),
        ),
        ProviderType::GitLabSelfManaged if endpoint.is_some_and(|endpoint| !asked.may_be(&Hosts::at(endpoint))) => {
            Some(format!(
                "This is a connection to {}, but the preflight queries {host}. Set base_url in the `gitlab` block of \
                 the provider, or GITLAB_BASE_URL, to the URL of the connection's GitLab.",
                quote(endpoint.unwrap_or_default())
            ))
        }
        _ => None,
    }
}

fn not_asked(source: &Source<'_>, why: String) -> Diagnostic {
    Diagnostic::warning(summary(&gitlab::TRANSPORT, source.project.0), why).code(gitlab::TRANSPORT.code)
}

fn diagnostic(finding: &Finding, source: &Source<'_>, mode: PreflightMode) -> Diagnostic {
    let check = run::of_gitlab(finding.kind);
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

/// Returns the title with the project, because Terraform merges warnings with equal titles.
fn summary(check: &Check, project: &str) -> String {
    format!("{}: {project}", check.title)
}

/// Makes a finding an error if it can be one and the preflight is enforced, otherwise a warning.
fn grade(found: Diagnostic, can_fail: bool, mode: PreflightMode) -> Diagnostic {
    let severity = if can_fail && mode == PreflightMode::Enforce {
        Severity::Error
    } else {
        Severity::Warning
    };
    found.with_severity(severity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gitlab::finding::FindingKind;

    fn source<'a>(source_provider: Option<&'a SourceProvider>, project: &'a str, branch: &'a str) -> Source<'a> {
        Source {
            source_provider,
            project: (project, Path::attribute("full_repository_id")),
            branch: Some((branch, Path::attribute("branch_name"))),
            expects_webhook: false,
        }
    }

    #[test]
    fn gitlab_is_asked_about_well_formed_sources_that_may_be_its_own() {
        for (provider_type, project, branch, asked) in [
            (None, "acme/web", "main", true),
            (Some("GitLab"), "acme/web", "main", true),
            (Some("GitLabSelfManaged"), "acme/platform/web", "main", true),
            (Some("GitHub"), "acme/web", "main", false),
            (Some("SomethingNew"), "acme/web", "main", false),
            (Some("GitLab"), "https://gitlab.com/acme/web", "main", false),
            (Some("GitLab"), "acme/web", "release/*", false),
        ] {
            let source_provider = provider_type.map(SourceProvider::of);
            let source = source(source_provider.as_ref(), project, branch);
            assert_eq!(concerns_gitlab(&source), asked, "{source:?}");
        }
    }

    #[test]
    fn the_page_states_which_findings_can_be_errors() {
        for kind in [
            FindingKind::Transport,
            FindingKind::BranchMissing,
            FindingKind::MaintainerOnly,
        ] {
            let can_fail = kind == FindingKind::Transport || kind.is_severe();
            let said = run::of_gitlab(kind).severity;
            assert_eq!(
                said == crate::provider::checks::check::Severity::ErrorOrWarning,
                can_fail,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_severe_finding_is_an_error_only_if_the_preflight_is_enforced() {
        let table = [
            (FindingKind::BranchMissing, PreflightMode::Warn, false),
            (FindingKind::BranchMissing, PreflightMode::Enforce, true),
            (FindingKind::Transport, PreflightMode::Warn, false),
            (FindingKind::Transport, PreflightMode::Enforce, true),
            (FindingKind::MaintainerOnly, PreflightMode::Enforce, false),
        ];
        for (kind, mode, is_error) in table {
            let finding = Finding {
                kind,
                sentence: "Cause.".to_owned(),
                hint: "Help.".to_owned(),
                suggestion: Some("main".to_owned()),
            };
            let gitlab = SourceProvider::of("GitLab");
            let found = diagnostic(&finding, &source(Some(&gitlab), "acme/web", "mian"), mode);
            assert_eq!(found.is_error(), is_error, "{kind:?}");
            assert_eq!(found.detail, "Cause. Help. Write \"main\".");
            assert_eq!(found.code, Some(run::of_gitlab(kind).code));
        }
    }
}
