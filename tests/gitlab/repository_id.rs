//! Repository ids of every provider type.

use terraform_provider_codepipeline::gitlab::{
    hosts::Hosts, path_rule::PathRule, provider_type::ProviderType, repository_id,
};

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
            ("https://github.com/orgs/acme/repositories", "!url"),
            ("https://github.com/settings/tokens", "!url"),
            ("https://github.com/owner/../repo", "!url"),
            ("https://gitlab.com/group/sub/project", "!other_host"),
            ("https://code.example.com/group/sub/project/-/tree/main", "!other_host"),
            ("https://user:pass@gitlab.com/group/project", "!credentials_in_url"),
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
fn what_only_gitlab_refuses_is_doubted_when_the_type_is_unknown() {
    for (text, doubt) in [
        ("group/sub/project", ""),
        ("a/b", ""),
        ("group/edit", "~reserved_word"),
        ("api/repo", "~reserved_top_level"),
        ("My Project/my repo", "~space_in_segment"),
        ("My Group / My Project", "~display_name"),
        ("a/b.git", "~git_suffix=>a/b"),
        ("group/project.wiki.git", "~wiki_repo=>group/project"),
        ("group/project/-/tree/main", "~ui_path=>group/project"),
        ("-group/project", "~bad_start"),
        ("github.com/owner/repo", "~soft_host_prefix=>owner/repo"),
        ("gitlab.com/group/project", "~soft_host_prefix=>group/project"),
        ("gitlab.com/groups/group/sub", "~group_url"),
        ("группа/x", "~bad_char"),
    ] {
        assert_eq!(described(text, None), format!("{text}{doubt}"));
        assert_eq!(described(text, Some(ProviderType::AzureDevOps)), text);
    }
    let deep = format!("{}project", "group/".repeat(24));
    assert_eq!(described(&deep, None), format!("{deep}~too_deep"));
}

#[test]
fn what_no_name_holds_is_refused_when_the_type_is_unknown() {
    for provider_type in [None, Some(ProviderType::AzureDevOps)] {
        for (text, expected) in [
            ("group/*", "!wildcard"),
            ("group/pro*/x", "!wildcard"),
            ("group/project?ref=main", "!query=>group/project"),
            ("group/project#main", "!fragment=>group/project"),
            ("group/project:main", "!ref_suffix=>group/project"),
            ("/group/project:main/", "!leading_slash=>group/project"),
        ] {
            assert_eq!(described(text, provider_type), expected, "{text} for {provider_type:?}");
        }
    }
}

#[test]
fn an_address_keeps_what_is_special_about_it_when_the_type_is_unknown() {
    for (text, expected, words) in [
        (
            "https://gitlab.com/groups/acme/platform",
            "!group_url",
            "the URL of a group",
        ),
        ("https://gitlab.com/projects/278964", "!numeric_id", "a project ID"),
        ("https://gitlab.com/api/v4/projects/278964", "!api_url", "GitLab's API"),
        ("https://gitlab.com/-/snippets/12", "!snippet_url", "a snippet"),
        ("https://acme.gitlab.io/web", "!pages_url", "GitLab Pages"),
        (
            "https://gitlab.com/group/edit",
            "!reserved_word",
            "\"edit\" is not allowed",
        ),
        (
            "https://gitlab.com/group/project/merge_requests/7",
            "!ui_url",
            "probably \"group/project\"",
        ),
        (
            "https://gitlab.com/My%20Group/My%20Project",
            "!space_in_segment",
            "contain spaces",
        ),
        ("https://gitlаb.com/group/project", "!other_host", "U+0430"),
        (
            "https://gitlab.com/group/project/-/tree/main",
            "!ui_url=>group/project",
            "This is a URL",
        ),
        (
            "https://dev.azure.com/org/project/_git/repo",
            "!other_host",
            "This is a URL",
        ),
    ] {
        assert_eq!(described(text, None), expected, "{text}");
        let verdict = repository_id::judge(text, None, &Hosts::any());
        let sentence = &verdict.refusal().unwrap().sentence;
        assert!(sentence.contains(words), "{sentence}");
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
fn credentials_are_told_in_every_layer_for_every_type() {
    for provider_type in ProviderType::ALL.iter().copied().map(Some).chain([None]) {
        for text in [
            "/acme/web?private_token=glpat-SeCrEt1234567890",
            "/acme/web?private_token=glpat-SeCrEt1234567890 ",
            "/acme/web?private_token=glpat-SeCrEt1234567890/",
            "acme//web?private_token=glpat-SeCrEt1234567890",
            "acme\\web?private_token=glpat-SeCrEt1234567890",
            "acme/web#glpat-SeCrEt1234567890",
        ] {
            let found = described(text, provider_type);
            assert!(
                found.starts_with('!') && found.ends_with("=>acme/web"),
                "{found} for {text}"
            );
            let is_gitlab = provider_type.is_some_and(ProviderType::is_gitlab);
            assert!(
                is_gitlab || found.starts_with("!credentials_in_url"),
                "{found} for {text}"
            );
        }
        for text in [
            "oauth2:glpat-SeCrEt1234567890%40gitlab.com/acme/web",
            "user:SeCrEt%40gitlab.com/acme/web/",
            "user:SeCrEt%40gitlab.com/acme/web ",
            "user:SeCrEt%2540gitlab.com/acme/web",
        ] {
            let found = described(text, provider_type);
            assert!(found.starts_with("!credentials_in_url"), "{found} for {text}");
        }
    }
}

#[test]
fn a_refused_id_never_shows_its_credentials() {
    for provider_type in ProviderType::ALL.iter().copied().map(Some).chain([None]) {
        for text in [
            "https://user:ZQSECRET@github.com/a/b",
            "user:ZQSECRET@github.com:a/b c",
            "https://x:ZQ/SECRET@h/a/b",
            "/acme/web?private_token=glpat-SECRET1234567890",
            " /acme/web?private_token=glpat-SECRET1234567890/ ",
            "acme//web?private_token=SECRET",
            "acme\\web?private_token=SECRET",
            "acme/web?a=b&access_token=SECRET#x",
            "user:SECRET%40gitlab.com/acme/web/",
            "//user:SECRET%40gitlab.com/acme/web",
            "user:SECRET%2540github.com/acme/web ",
            "oauth2:glpat-SECRET1234567890%40gitlab.com/acme/web",
            "https://user:SECRET＠gitlab.com/acme/web",
            "https://github.com/acme/glpat-SECRET1234567890",
            "gitlab.com/acme/web?private_token=SECRET",
        ] {
            let verdict = repository_id::judge(text, provider_type, &Hosts::any());
            let problem = verdict.refusal().expect("an address is refused");
            let said = format!("{problem:?}");
            assert!(!said.contains("SECRET"), "{said} for {text}");
        }
    }
}
