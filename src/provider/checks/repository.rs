//! Repositories and branches of source actions.

use crate::{
    framework::{
        diagnostics::{Diagnostic, Diagnostics},
        path::Path,
    },
    gitlab::{
        branch as branches,
        hosts::Hosts,
        provider_type::ProviderType,
        repository_id,
        verdict::{Problem, Verdict},
    },
    provider::checks::codes,
};

/// What is wrong with a repository's id at `path`. `provider_type` is AWS's name of where the connection leads, if that is
/// known: without it only what is wrong everywhere is.
pub fn id(text: &str, provider_type: Option<&str>, path: &Path) -> Diagnostics {
    let provider_type = provider_type.and_then(ProviderType::parse);
    let hosts = match provider_type {
        Some(ProviderType::GitLab) => Hosts::gitlab_com(),
        _ => Hosts::any(),
    };
    let verdict = repository_id::judge(text, provider_type, &hosts);
    findings(verdict, "the id of a repository", codes::REPOSITORY, path)
}

/// What is wrong with the name of a branch at `path`.
pub fn branch(text: &str, path: &Path) -> Diagnostics {
    findings(branches::judge(text), "the name of a branch", codes::BRANCH, path)
}

fn findings<R>(verdict: Verdict<R>, wanted: &str, code: &'static str, path: &Path) -> Diagnostics {
    let found = match verdict {
        Verdict::Refused(problem) => vec![Diagnostic::error(format!("Not {wanted}"), detail(problem))],
        Verdict::Accepted(doubts) => doubts
            .into_iter()
            .map(|doubt| Diagnostic::warning(format!("Perhaps not {wanted}"), detail(doubt)))
            .collect(),
    };
    found
        .into_iter()
        .map(|found| found.at(path.clone()).code(code))
        .collect()
}

fn detail<R>(problem: Problem<R>) -> String {
    match problem.suggestion {
        Some(suggestion) => format!("{} Write {suggestion:?}.", problem.sentence),
        None => problem.sentence,
    }
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
        let found = id("https://gitlab.com/acme/platform/api.git", Some("GitLab"), &path);
        let (is_error, detail) = first(&found).unwrap();
        assert!(is_error && detail.ends_with("Write \"acme/platform/api\"."), "{detail}");
        let found = found.iter().next().unwrap();
        assert_eq!((found.code, &found.path), (Some("CPGL001"), &path));
    }

    #[test]
    fn a_path_with_groups_is_right_for_gitlab_only() {
        for (provider_type, refused) in [(None, false), (Some("GitLab"), false), (Some("GitHub"), true)] {
            let found = id("acme/platform/api", provider_type, &Path::root());
            assert_eq!(found.has_errors(), refused, "{provider_type:?}");
        }
    }

    #[test]
    fn a_branch_is_refused_or_doubted() {
        assert!(branch("main", &Path::root()).is_empty());
        assert!(first(&branch("release/*", &Path::root())).unwrap().0);
        let doubted = branch("origin/main", &Path::root());
        assert_eq!(first(&doubted).map(|(is_error, _)| is_error), Some(false));
    }
}
