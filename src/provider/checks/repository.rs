//! Repositories and branches of source actions.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, quote},
    value::Path,
};

use crate::{
    gitlab::{
        branch as branches, hosts::Hosts, provider_type::ProviderType, quote::may_hold_secret, repository_id,
        verdict::Verdict,
    },
    provider::{
        checks::codes::{self, Check},
        destination::Destination,
    },
};

/// What is wrong with a repository's id at `path`. `destination` is where the connection leads, if that is known: without
/// it only what is wrong everywhere is an error, and what is wrong for GitLab a warning.
pub fn id(text: &str, destination: Option<&Destination>, path: &Path) -> Diagnostics {
    let provider_type = destination.and_then(|destination| ProviderType::parse(&destination.provider_type));
    if destination.is_some() && provider_type.is_none() {
        return Diagnostics::new(); // AWS has added the type since.
    }
    let endpoint = destination.and_then(|destination| destination.endpoint.as_deref());
    let hosts = match (provider_type, endpoint) {
        (Some(ProviderType::GitLab), _) => Hosts::gitlab_com(),
        (Some(ProviderType::GitLabSelfManaged), Some(endpoint)) => Hosts::at(endpoint),
        _ => Hosts::any(),
    };
    let verdict = repository_id::judge(text, provider_type, &hosts);
    findings(verdict, text, "the id of a repository", codes::REPOSITORY, path)
}

/// What is wrong with the name of a branch at `path`.
pub fn branch(text: &str, path: &Path) -> Diagnostics {
    findings(branches::judge(text), text, "the name of a branch", codes::BRANCH, path)
}

fn findings<R>(verdict: Verdict<R>, text: &str, wanted: &str, check: Check, path: &Path) -> Diagnostics {
    // Terraform shows only the first of several warnings with one summary.
    let doubtful = if may_hold_secret(text) {
        format!("Perhaps not {wanted}")
    } else {
        format!("{} is perhaps not {wanted}", quote(text))
    };
    let found = match verdict {
        Verdict::Refused(problem) => vec![Diagnostic::error(format!("Not {wanted}"), problem.advice())],
        Verdict::Accepted(doubts) => doubts
            .into_iter()
            .map(|doubt| Diagnostic::warning(doubtful.clone(), doubt.advice()))
            .collect(),
    };
    found
        .into_iter()
        .map(|found| found.at(path.clone()).code(check.code))
        .collect()
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
        let gitlab = Destination::of("GitLab");
        let found = id("https://gitlab.com/acme/platform/api.git", Some(&gitlab), &path);
        let (is_error, detail) = first(&found).unwrap();
        assert!(is_error && detail.ends_with("Write \"acme/platform/api\"."), "{detail}");
        let found = found.iter().next().unwrap();
        assert_eq!((found.code, &found.path), (Some("CPGL001"), &path));
    }

    #[test]
    fn a_path_with_groups_is_right_for_gitlab_only() {
        for (provider_type, refused) in [(None, false), (Some("GitLab"), false), (Some("GitHub"), true)] {
            let destination = provider_type.map(Destination::of);
            let found = id("acme/platform/api", destination.as_ref(), &Path::root());
            assert_eq!(found.has_errors(), refused, "{provider_type:?}");
        }
    }

    #[test]
    fn the_address_of_the_host_says_where_a_path_begins() {
        let own = Destination {
            endpoint: Some("https://code.example.com/gitlab".to_owned()),
            ..Destination::of("GitLabSelfManaged")
        };
        for (text, said) in [
            ("https://code.example.com/gitlab/acme/web", "Write \"acme/web\"."),
            ("code.example.com/gitlab/acme/web", "Write \"acme/web\"."),
            (
                "https://gitlab.com/acme/web",
                "another site than the connection's GitLab",
            ),
            (
                "https://gitlab.example.com/acme/web",
                "not on the GitLab that the connection reaches",
            ),
        ] {
            let found = id(text, Some(&own), &Path::root());
            let (is_error, detail) = first(&found).expect(text);
            assert!(is_error && detail.contains(said), "{text}: {detail}");
        }
        let found = id(
            "https://gitlab.example.com/acme/web",
            Some(&Destination::of("GitLab")),
            &Path::root(),
        );
        assert!(
            first(&found)
                .unwrap()
                .1
                .contains("not on the GitLab that the connection reaches")
        );
    }

    #[test]
    fn what_only_gitlab_refuses_is_a_warning_while_the_type_is_unknown() {
        let found = id("acme/web.git", None, &Path::root());
        let (is_error, detail) = first(&found).unwrap();
        assert!(!is_error && detail.ends_with("Write \"acme/web\"."), "{detail}");
        assert!(id("acme/web.git", Some(&Destination::of("Unheard")), &Path::root()).is_empty());
    }

    #[test]
    fn a_branch_is_refused_or_doubted() {
        assert!(branch("main", &Path::root()).is_empty());
        assert!(first(&branch("release/*", &Path::root())).unwrap().0);
        let doubted = branch("origin/main", &Path::root());
        assert_eq!(first(&doubted).map(|(is_error, _)| is_error), Some(false));
    }
}
