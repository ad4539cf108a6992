//! Project paths, and common mistakes in their place.

use proptest::prelude::*;
use terraform_provider_codepipeline::gitlab::{
    hosts::Hosts, path_rule::PathRule, project_path::ProjectPath, verdict::Verdict,
};

use super::vectors::{describe, parse};

fn described(text: &str, hosts: &Hosts) -> String {
    describe(&ProjectPath::judge(text, hosts), text, PathRule::code)
}

fn disagreements(file: &str, hosts: &Hosts) -> Vec<String> {
    let vectors = parse(file);
    assert!(vectors.len() > 20, "the file holds vectors");
    let disagrees = |input: &str, expected: &str| {
        let found = described(input, hosts);
        (found != expected).then(|| format!("{input:?}: expected {expected}, found {found}"))
    };
    vectors
        .iter()
        .filter_map(|vector| disagrees(&vector.input, &vector.expected))
        .collect()
}

#[test]
fn the_vectors_of_the_facts_pass_with_any_host() {
    assert_eq!(
        disagreements(include_str!("project_paths.tsv"), &Hosts::any()),
        Vec::<String>::new()
    );
}

#[test]
fn further_vectors_pass_with_any_host() {
    assert_eq!(
        disagreements(include_str!("more_project_paths.tsv"), &Hosts::any()),
        Vec::<String>::new()
    );
}

#[test]
fn the_vectors_of_the_facts_pass_for_gitlab_com() {
    assert_eq!(
        disagreements(include_str!("project_paths.tsv"), &Hosts::gitlab_com()),
        Vec::<String>::new()
    );
}

/// Own hosts: a self-managed GitLab below a relative root, with another name for SSH.
fn self_managed() -> Hosts {
    Hosts::at("https://Code.example.com:8443/tools/gitlab/").and("ssh.example.com")
}

#[test]
fn a_relative_root_is_taken_off_urls_of_its_host() {
    for (text, expected) in [
        (
            "https://code.example.com/tools/gitlab/group/project",
            "!url=>group/project",
        ),
        (
            "https://code.example.com:8443/tools/gitlab/group/project/-/tree/main",
            "!ui_url=>group/project",
        ),
        (
            "https://code.example.com/tools/gitlab/api/v4/projects/group%2Fproject",
            "!api_url=>group/project",
        ),
        (
            "https://code.example.com/tools/gitlab/-/ide/project/g/p/edit/main/-/",
            "!web_ide_url=>g/p",
        ),
        (
            "code.example.com/tools/gitlab/group/project",
            "!soft_host_prefix=>group/project",
        ),
        ("git@code.example.com:group/project.git", "!clone_url=>group/project"),
        ("git@ssh.example.com:group/project.git", "!clone_url=>group/project"),
        (
            "ssh://git@code.example.com:2222/group/project.git",
            "!clone_url=>group/project",
        ),
        ("https://code.example.com/wiki/group/project", "!outside_root"),
        ("https://code.example.com/tools/gitlab", "!host_only"),
        ("https://gitlab.com/group/project", "!other_host"),
        ("git@gitlab.com:group/project.git", "!other_host"),
        (
            "https://registry.code.example.com/group/project",
            "!registry_url=>group/project",
        ),
        (
            "tools/gitlab/group/project",
            "tools/gitlab/group/project~soft_relative_root",
        ),
        ("tools/other/project", "tools/other/project"),
    ] {
        assert_eq!(described(text, &self_managed()), expected, "{text}");
    }
}

#[test]
fn gitlab_com_alone_refuses_urls_of_other_hosts() {
    for text in [
        "https://gitlab.example.com/group/project",
        "git@gitlab.example.com:group/project.git",
        "ssh://10.0.0.7/g/p",
    ] {
        assert_eq!(described(text, &Hosts::gitlab_com()), "!other_host", "{text}");
        assert!(described(text, &Hosts::any()).contains("=>"), "{text}");
    }
}

#[test]
fn an_endpoint_without_a_host_leaves_every_host_possible() {
    assert_eq!(Hosts::at(" "), Hosts::any());
    assert_eq!(Hosts::at("https:///x"), Hosts::any());
}

#[test]
fn invisible_characters_are_omitted_and_reordered_text_is_refused() {
    for (text, expected) in [
        ("\u{feff}group/project", "!invisible_char=>group/project"),
        ("group/pro\u{200b}ject", "!invisible_char=>group/project"),
        ("group/\u{200f}project", "!invisible_char=>group/project"),
        ("group/\u{202e}tcejorp", "!invisible_char"),
        ("group\u{2066}/project\u{2069}", "!invisible_char"),
        ("\u{a0}group/project\u{2003}", "!surrounding_space=>group/project"),
        ("group/pro\u{a0}ject", "!space_in_segment"),
    ] {
        assert_eq!(described(text, &Hosts::any()), expected, "{text:?}");
    }
}

#[test]
fn texts_of_a_megabyte_are_judged_at_once_and_hardly_quoted() {
    let start = std::time::Instant::now();
    for unit in [
        "a", "a/", "/", ".git", "%25", " ", "\\", "@", ":", "https://", "\u{202e}", "-/", "é",
    ] {
        let problem = ProjectPath::read(&unit.repeat(1_000_000 / unit.len()), &Hosts::any()).expect_err(unit);
        assert!(problem.sentence.len() < 600, "{unit}: {}", problem.sentence.len());
        assert_eq!(problem.suggestion, None);
    }
    assert!(start.elapsed().as_secs() < 5, "thirteen megabytes take no seconds");
}

#[test]
fn an_old_page_names_the_path_that_it_probably_belongs_to() {
    let problem = ProjectPath::read("https://gitlab.com/group/sub/project/issues/7", &Hosts::any()).unwrap_err();
    assert!(
        problem.sentence.contains("\"group/sub/project\""),
        "{}",
        problem.sentence
    );
}

#[test]
fn a_look_alike_host_is_shown_with_the_letter_that_gives_it_away() {
    let problem = ProjectPath::read("https://gitlаb.com/group/project", &Hosts::any()).unwrap_err();
    assert!(problem.sentence.contains("U+0430"), "{}", problem.sentence);
}

#[test]
fn the_deepest_and_longest_path_is_accepted_and_one_more_is_not() {
    let deep = |groups: usize| format!("{}project", "gr/".repeat(groups));
    assert_eq!(described(&deep(21), &Hosts::any()), deep(21));
    assert_eq!(described(&deep(22), &Hosts::any()), "!too_deep");
    let long = |length: usize| format!("group/{}", "p".repeat(length - "group/".len()));
    assert_eq!(described(&long(255), &Hosts::any()), long(255));
    assert_eq!(described(&long(256), &Hosts::any()), "!too_long");
}

#[test]
fn every_rule_of_the_grammar_is_reached_by_a_vector() {
    let mut codes: Vec<&str> = vec![
        "outside_root",
        "soft_relative_root",
        "invisible_char",
        "not_owner_and_repository",
    ];
    let vectors = [
        parse(include_str!("project_paths.tsv")),
        parse(include_str!("more_project_paths.tsv")),
    ]
    .concat();
    codes.extend(vectors.iter().filter_map(|vector| {
        let (_, code) = vector.expected.split_once(['!', '~'])?;
        code.split("=>").next()
    }));
    let unreached: Vec<&str> = PathRule::ALL
        .iter()
        .map(|rule| rule.code())
        .filter(|code| !codes.contains(code))
        .collect();
    assert_eq!(unreached, Vec::<&str>::new());
}

/// Generates strings that look pasted: parts of paths and URLs in any order, with noise.
fn pasted() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => "[a-zA-Z0-9._-]{1,8}",
        3 => Just("/".to_owned()),
        1 => prop::sample::select(vec![
            "https://", "ssh://git@", "git@", "git::", "gitlab.com", "gitlab.com:", "user:pass@", ".git", ".wiki.git", "/-/",
            "-/ide/project/", "tree", "raw", "edit", "api/v4/projects/", "%2F", "%40", "%25", "?ref=", "#", ":", "@", "\\",
            "//", "..", " ", "\t", "\u{202e}", "\u{200b}", "а", "*", "[", "]:", "registry.", "groups/", "github.com",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

fn all_hosts() -> [Hosts; 3] {
    [Hosts::any(), Hosts::gitlab_com(), self_managed()]
}

/// What must hold for every text.
fn obeys_the_laws(text: &str) -> Result<(), TestCaseError> {
    for hosts in all_hosts() {
        match ProjectPath::judge(text, &hosts) {
            Verdict::Accepted(_) => {
                let read = ProjectPath::read(text, &hosts).expect("an accepted path can be read");
                prop_assert_eq!(read.as_str(), text);
            }
            Verdict::Refused(problem) => {
                prop_assert!(problem.sentence.chars().count() < 600);
                let unprintable = problem
                    .sentence
                    .chars()
                    .find(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(c));
                prop_assert_eq!(unprintable, None, "{}", text);
                if let Some(suggestion) = &problem.suggestion {
                    let verdict = ProjectPath::judge(suggestion, &hosts);
                    prop_assert!(
                        verdict.is_accepted(),
                        "{} suggested for {:?}: {:?}",
                        suggestion,
                        text,
                        verdict
                    );
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_for_pasted_text(text in pasted()) {
        obeys_the_laws(&text)?;
    }

    #[test]
    fn the_laws_hold_for_any_text(text in any::<String>()) {
        obeys_the_laws(&text)?;
    }

    #[test]
    fn the_laws_hold_for_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        obeys_the_laws(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn every_ordinary_path_is_accepted_and_found_again_in_its_urls(
        segments in prop::collection::vec("[a-z][a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", 2..8),
    ) {
        let path = segments.join("/");
        prop_assume!(ProjectPath::judge(&path, &Hosts::any()).is_accepted());
        for url in [
            format!("https://gitlab.com/{path}"),
            format!("https://gitlab.com/{path}.git"),
            format!("git@gitlab.com:{path}.git"),
            format!("https://gitlab.com/{path}/-/tree/main?x=y#z"),
            format!("https://gitlab.com/{path}/raw/main/README.md"),
            format!("https://gitlab.com/-/ide/project/{path}/edit/main/-/README.md"),
            format!("https://gitlab.com/api/v4/projects/{}", path.replace('/', "%2F")),
            format!("https://user:word@gitlab.com/{path}.git"),
            format!(" /{}/ ", path.replace('/', "//")),
        ] {
            let read = ProjectPath::read(&url, &Hosts::gitlab_com());
            prop_assert_eq!(read.as_ref().map(ProjectPath::as_str), Ok(path.as_str()), "{}", url);
        }
    }

    #[test]
    fn credentials_are_never_echoed(
        secret in "ZQ[A-Z]{3}[!$&'()*+,;=~A-Z/?#@%:-]{0,6}ZQ[A-Z]{6}",
        template in prop::sample::select(vec![
            "https://user:SECRET@gitlab.com/group/project", "https://SECRET:x@gitlab.com/group/project",
            "https://user:SECRET@gitlab.com/group", "https://user:SECRET@github.com/a/b", "https://user:SECRET@evil/a/b",
            "user:SECRET@gitlab.com:group/project.git", "user:SECRET@gitlab.com/group/edit", "ssh://git:SECRET@h:22/g",
            "git::https://user:SECRET@gitlab.com/g/p//x?ref=y", "https://user:SECRET@gitlab.com/-/ide/project/g/p/edit/m/-/",
            "https:/user:SECRET@gitlab.com/group/p q", "//user:SECRET@gitlab.com/group/project",
            "https://gitlab.com/group/p*?private_token=SECRET", "https://user:SECRET@gitlab.com/api/v4/projects/g%2Fedit",
            "https%3A%2F%2Fuser:SECRET%40gitlab.com%2Fg%2Fedit", "https://user:SECRET%40gitlab.com/group/project",
            "user:SECRET%40gitlab.com/group/project", "user:SECRET%2540gitlab.com/group/project", "user:SECRET%40gitlab.com:g/p",
            " https://user:SECRET@gitlab.com/admin/project",
        ]),
        encoded in any::<bool>(),
    ) {
        let spelled = match encoded {
            true => secret.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            false => secret.clone(),
        };
        let text = template.replace("SECRET", &spelled);
        for hosts in all_hosts() {
            let problem = ProjectPath::judge(&text, &hosts).refusal().cloned().expect("an address is refused");
            let said = format!("{} {}", problem.sentence, problem.suggestion.unwrap_or_default());
            for part in secret.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| part.len() > 3) {
                prop_assert!(!said.contains(part), "{:?} in {:?} for {:?}", part, said, text);
            }
            prop_assert!(!said.contains(&spelled[..6]), "{:?} for {:?}", said, text);
        }
    }
}
