//! Repository ids of every provider type.

use terraform_provider_codepipeline::gitlab::hosts::Hosts;
use terraform_provider_codepipeline::gitlab::path_rule::PathRule;
use terraform_provider_codepipeline::gitlab::provider_type::ProviderType;
use terraform_provider_codepipeline::gitlab::repository_id;

use super::vectors::describe;

fn described(text: &str, provider_type: Option<ProviderType>) -> String {
    describe(
        &repository_id::judge(text, provider_type, &Hosts::any()),
        text,
        PathRule::code,
    )
}

#[test]
fn gitlab_types_take_project_paths() {
    for provider_type in [ProviderType::GitLab, ProviderType::GitLabSelfManaged] {
        assert_eq!(described("group/sub/project", Some(provider_type)), "group/sub/project");
        assert_eq!(described("group/edit", Some(provider_type)), "!reserved_word");
    }
}

#[test]
fn github_and_bitbucket_take_owner_and_repository() {
    for provider_type in [
        ProviderType::GitHub,
        ProviderType::GitHubEnterpriseServer,
        ProviderType::Bitbucket,
    ] {
        for (text, expected) in [
            ("owner/repo", "owner/repo"),
            ("api/tree", "api/tree"),
            ("owner/.github", "owner/.github"),
            ("a/b/c", "!not_owner_and_repository"),
            ("repo", "!missing_namespace"),
            ("owner/repo.git", "!git_suffix=>owner/repo"),
            ("owner/my repo", "!bad_char"),
            ("owner/repo#main", "!bad_char"),
            ("/owner/repo/", "!leading_slash=>owner/repo"),
            ("https://github.com/owner/repo", "!url=>owner/repo"),
            ("https://github.com/owner/repo/tree/main", "!url=>owner/repo"),
            ("git@bitbucket.org:owner/repo.git", "!clone_url=>owner/repo"),
            ("https://ghes.example.com/owner/repo.git", "!url=>owner/repo"),
            (
                "https://user:pass@github.com/owner/repo",
                "!credentials_in_url=>owner/repo",
            ),
            ("https://github.com/owner", "!url"),
        ] {
            assert_eq!(
                described(text, Some(provider_type)),
                expected,
                "{text} for {provider_type}"
            );
        }
    }
}

#[test]
fn what_is_right_for_one_type_is_accepted_when_the_type_is_unknown() {
    for text in [
        "group/sub/project",
        "group/edit",
        "api/repo",
        "My Project/my repo",
        "a/b.git",
        "github.com/owner/repo",
        "группа/x",
    ] {
        assert_eq!(described(text, None), text);
        assert_eq!(described(text, Some(ProviderType::AzureDevOps)), text);
    }
}

#[test]
fn what_is_wrong_for_every_type_is_refused_when_the_type_is_unknown() {
    for (text, expected) in [
        ("", "!empty"),
        ("  ", "!empty"),
        ("project", "!missing_namespace"),
        ("42", "!numeric_id"),
        ("group/project ", "!surrounding_space=>group/project"),
        (" /group/my project/ ", "!surrounding_space=>group/my project"),
        ("group/pro\nject", "!control_char"),
        ("group/pro\u{202e}ject", "!invisible_char"),
        ("/group/project", "!leading_slash=>group/project"),
        ("group/project/", "!trailing_slash=>group/project"),
        ("group//project", "!empty_segment=>group/project"),
        ("group\\project", "!backslash=>group/project"),
        ("./group/project", "!relative_path"),
        ("https://gitlab.com/group/sub/project", "!url=>group/sub/project"),
        ("https://gitlab.com/group/project/-/tree/main", "!ui_url=>group/project"),
        ("https://github.com/owner/repo/tree/main", "!url=>owner/repo"),
        ("https://dev.azure.com/org/project/_git/repo", "!other_host"),
        ("git@github.com:owner/repo.git", "!clone_url=>owner/repo"),
        (
            "https://user:pass@gitlab.com/group/project",
            "!credentials_in_url=>group/project",
        ),
        ("arn:aws:codecommit:us-east-1:111122223333:x", "!arn"),
        ("file:///x/y", "!unsupported_scheme"),
    ] {
        assert_eq!(described(text, None), expected, "{text:?}");
    }
    assert_eq!(described(&format!("a/{}", "b".repeat(999)), None), "!too_long");
}

#[test]
fn a_refused_id_never_shows_its_credentials() {
    for provider_type in ProviderType::ALL.iter().copied().map(Some).chain([None]) {
        for text in [
            "https://user:ZQSECRET@github.com/a/b",
            "user:ZQSECRET@github.com:a/b c",
            "https://x:ZQ/SECRET@h/a/b",
        ] {
            let verdict = repository_id::judge(text, provider_type, &Hosts::any());
            let problem = verdict.refusal().expect("an address is refused");
            let said = format!("{problem:?}");
            assert!(!said.contains("SECRET"), "{said} for {text}");
        }
    }
}
