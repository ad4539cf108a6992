//! Repositories and branches of source actions.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, quote},
    value::{Path, Value},
};

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
    findings::Findings,
};
use crate::{
    gitlab::{
        branch as branches, hosts::Hosts, provider_type::ProviderType, quote::may_hold_secret, repository_id,
        verdict::Verdict,
    },
    provider::{
        pipeline::{
            open::{Action, OpenPipeline, ResourceType},
            rules::references::literal,
        },
        source_provider::SourceProvider,
    },
};

/// Invalid repository path.
pub const REPOSITORY: Check = Check {
    code: "CPGL001",
    severity: Severity::ErrorOrWarning,
    title: "Invalid repository path",
    cause: "The repository of a source action is a URL, a display name, a number, or an invalid path. An unusual path \
            is a warning.",
    fix: "Write the path of the project as in its URL, with every group and without the host and `.git`: \
          `group/subgroup/project`. For GitHub and Bitbucket, write `owner/repository`.",
    example: Example::new(
        Place::SourceConfiguration,
        r#"FullRepositoryId = "acme/platform/payments-api""#,
        Edit {
            replace: r#""acme/platform/payments-api""#,
            with: r#""https://gitlab.com/acme/platform/payments-api.git""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        for source in pipeline.connection_sources() {
            // The plan reports GitLab-specific problems, because it can read the type of the connection.
            findings.extend(of_source(source, None).split().0);
        }
    }),
};

/// Invalid branch name.
pub const BRANCH: Check = Check {
    code: "CPGL002",
    severity: Severity::ErrorOrWarning,
    title: "Invalid branch name",
    cause: "The branch of a source action is a URL, a full ref name, a commit or a pattern instead of the name of one \
            branch. An unusual name is a warning.",
    fix: "Write only the name of the branch. Patterns belong in the filters of a trigger.",
    example: Example::new(
        Place::SourceConfiguration,
        r#"BranchName = "main""#,
        Edit {
            replace: r#""main""#,
            with: r#""release/*""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        for source in pipeline.connection_sources() {
            let name = source.setting("BranchName");
            if let Some(text) = literal(&name) {
                findings.extend(branch(text, &name.path));
            }
        }
    }),
};

/// Returns what a plan reports about the repositories of the sources that `is_new` selects, beyond what is wrong for every
/// provider type. `source_provider` finds that of a connection by its ARN. Without it, what is wrong for GitLab is a warning.
pub fn judge_new<'t>(
    pipeline: &Value,
    is_new: impl Fn(&Action<'_>) -> bool,
    source_provider: impl Fn(&str) -> Option<&'t SourceProvider>,
) -> Diagnostics {
    let pipeline = OpenPipeline::new(ResourceType::Pipeline, pipeline, None);
    let new = pipeline.connection_sources().filter(|source| is_new(source));
    let found = new.flat_map(|source| {
        let arn = source.setting("ConnectionArn").as_str();
        let doubts = of_source(source, None);
        match arn.and_then(&source_provider) {
            _ if doubts.has_errors() => Diagnostics::new(),
            None => doubts.into_iter().map(|doubt| doubt_of(source, doubt)).collect(),
            known => of_source(source, known),
        }
    });
    found.collect()
}

/// Adds the source action to the summary, and how to confirm the finding.
fn doubt_of(source: &Action<'_>, doubt: Diagnostic) -> Diagnostic {
    Diagnostic {
        summary: format!("{} (source action {})", doubt.summary, source.label()),
        detail: format!(
            "{}\n\nThis plan cannot read the provider type of the connection. The apply reads it, and fails before it changes \
             anything if the path is invalid for that type.",
            doubt.detail
        ),
        ..doubt
    }
}

fn of_source(source: &Action<'_>, source_provider: Option<&SourceProvider>) -> Diagnostics {
    let path = source.setting("FullRepositoryId");
    literal(&path).map_or_else(Diagnostics::new, |text| id(text, source_provider, &path.path))
}

/// Returns the problems of the repository at `path`. Without the `source_provider` of the connection, a value that is
/// invalid for every provider type is an error, and a value that is invalid for GitLab is a warning.
pub fn id(text: &str, source_provider: Option<&SourceProvider>, path: &Path) -> Diagnostics {
    let provider_type = source_provider.and_then(|source_provider| ProviderType::parse(&source_provider.provider_type));
    if source_provider.is_some() && provider_type.is_none() {
        return Diagnostics::new(); // AWS has added the type since.
    }
    let endpoint = source_provider.and_then(|source_provider| source_provider.endpoint.as_deref());
    let hosts = match (provider_type, endpoint) {
        (Some(ProviderType::GitLab), _) => Hosts::gitlab_com(),
        (Some(ProviderType::GitLabSelfManaged), Some(endpoint)) => Hosts::at(endpoint),
        _ => Hosts::any(),
    };
    let verdict = repository_id::judge(text, provider_type, &hosts);
    findings(&REPOSITORY, "repository path", verdict, text, path)
}

/// Returns the problems of the name of a branch at `path`.
pub fn branch(text: &str, path: &Path) -> Diagnostics {
    findings(&BRANCH, "branch name", branches::judge(text), text, path)
}

fn findings<R>(check: &Check, noun: &str, verdict: Verdict<R>, text: &str, path: &Path) -> Diagnostics {
    let mut findings = Findings::of(check.code);
    match verdict {
        Verdict::Refused(problem) => findings.error(path.clone(), format!("Invalid {noun}"), problem.advice()),
        Verdict::Accepted(doubts) => {
            // Terraform shows only the first of several warnings with one summary.
            let summary = if may_hold_secret(text) {
                format!("Possibly invalid {noun}")
            } else {
                format!("{} may not be a valid {noun}", quote(text))
            };
            let doubts = doubts.into_iter();
            findings.extend(doubts.map(|doubt| Diagnostic::warning(summary.clone(), doubt.advice()).at(path.clone())));
        }
    }
    findings.into_diagnostics()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(found: &Diagnostics) -> Option<(bool, &str)> {
        let first = found.iter().next()?;
        Some((first.is_error(), &first.detail))
    }

    #[test]
    fn a_url_is_refused_with_the_path_to_write() {
        let path = Path::attribute("full_repository_id");
        let gitlab = SourceProvider::of("GitLab");
        let found = id("https://gitlab.com/acme/platform/api.git", Some(&gitlab), &path);
        let (is_error, detail) = first(&found).unwrap();
        assert!(is_error && detail.ends_with("Write \"acme/platform/api\"."), "{detail}");
        let found = found.iter().next().unwrap();
        assert_eq!((found.code, &found.path), (Some("CPGL001"), &path));
    }

    #[test]
    fn a_path_with_subgroups_is_valid_for_gitlab_only() {
        for (provider_type, refused) in [(None, false), (Some("GitLab"), false), (Some("GitHub"), true)] {
            let source_provider = provider_type.map(SourceProvider::of);
            let found = id("acme/platform/api", source_provider.as_ref(), &Path::root());
            assert_eq!(found.has_errors(), refused, "{provider_type:?}");
        }
    }

    #[test]
    fn the_url_of_the_host_decides_where_a_path_begins() {
        let own = SourceProvider {
            endpoint: Some("https://code.example.com/gitlab".to_owned()),
            ..SourceProvider::of("GitLabSelfManaged")
        };
        for (text, said) in [
            ("https://code.example.com/gitlab/acme/web", "Write \"acme/web\"."),
            ("code.example.com/gitlab/acme/web", "Write \"acme/web\"."),
            (
                "https://gitlab.com/acme/web",
                "a different site than the connection's GitLab",
            ),
            ("https://gitlab.example.com/acme/web", "not on the connection's GitLab"),
        ] {
            let found = id(text, Some(&own), &Path::root());
            let (is_error, detail) = first(&found).expect(text);
            assert!(is_error && detail.contains(said), "{text}: {detail}");
        }
        let found = id(
            "https://gitlab.example.com/acme/web",
            Some(&SourceProvider::of("GitLab")),
            &Path::root(),
        );
        assert!(first(&found).unwrap().1.contains("not on the connection's GitLab"));
    }

    #[test]
    fn what_only_gitlab_refuses_is_a_warning_while_the_provider_type_is_unknown() {
        let found = id("acme/web.git", None, &Path::root());
        let (is_error, detail) = first(&found).unwrap();
        assert!(!is_error && detail.ends_with("Write \"acme/web\"."), "{detail}");
        assert!(id("acme/web.git", Some(&SourceProvider::of("Unheard")), &Path::root()).is_empty());
    }

    #[test]
    fn a_pattern_is_not_a_branch_and_a_remote_may_not_be_one() {
        assert!(branch("main", &Path::root()).is_empty());
        assert!(first(&branch("release/*", &Path::root())).unwrap().0);
        let doubted = branch("origin/main", &Path::root());
        assert_eq!(first(&doubted).map(|(is_error, _)| is_error), Some(false));
    }
}
