//! Branch names, and common mistakes in their place.

use proptest::prelude::*;
use terraform_provider_codepipeline::gitlab::{branch, branch_rule::BranchRule, verdict::Verdict};

use super::vectors::{describe, parse};

fn described(name: &str) -> String {
    describe(&branch::judge(name), "ok", BranchRule::code)
}

fn disagreements(file: &str) -> Vec<String> {
    let vectors = parse(file);
    assert!(vectors.len() > 20, "the file holds vectors");
    let found = vectors.iter().map(|vector| (vector, described(&vector.input)));
    found
        .filter(|(vector, found)| *found != vector.expected)
        .map(|(vector, found)| format!("{:?}: expected {}, found {found}", vector.input, vector.expected))
        .collect()
}

#[test]
fn the_vectors_of_the_facts_pass() {
    assert_eq!(disagreements(include_str!("branches.tsv")), Vec::<String>::new());
}

#[test]
fn further_vectors_pass() {
    assert_eq!(disagreements(include_str!("more_branches.tsv")), Vec::<String>::new());
}

#[test]
fn every_rule_of_the_grammar_is_reached_by_a_vector() {
    let vectors = [
        parse(include_str!("branches.tsv")),
        parse(include_str!("more_branches.tsv")),
    ]
    .concat();
    let mut codes: Vec<&str> = vectors
        .iter()
        .filter_map(|vector| {
            vector
                .expected
                .split_once(['!', '~'])
                .and_then(|(_, code)| code.split("=>").next())
        })
        .collect();
    codes.extend(["too_long", "invisible_char"]); // The two tests below.
    let unreached: Vec<&str> = BranchRule::ALL
        .iter()
        .map(|rule| rule.code())
        .filter(|code| !codes.contains(code))
        .collect();
    assert_eq!(unreached, Vec::<&str>::new());
}

#[test]
fn the_longest_branch_has_a_thousand_characters() {
    assert_eq!(described(&"é".repeat(1000)), "ok");
    assert_eq!(described(&"é".repeat(1001)), "!too_long");
    assert_eq!(described(&"a".repeat(1_000_000)), "!too_long");
}

#[test]
fn unseen_characters_are_legal_and_pointed_out() {
    assert_eq!(described("ma\u{202e}in"), "ok~invisible_char");
    assert_eq!(described("ma\u{200b}in"), "ok~invisible_char");
    assert_eq!(described("main\u{feff}"), "ok~invisible_char");
}

/// Names in which every rule has a chance to be broken.
fn typed() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-z0-9]{1,5}",
        2 => Just("/".to_owned()),
        1 => prop::sample::select(vec![
            "refs/heads/", "refs/remotes/", "refs/tags/", "origin/", "heads/", "HEAD", "@", "@{", ".", "..", ".lock", "-", "*", "?",
            "~", "^", ":", "\\", "[", " ", "\t", "https://", "/-/tree/", "?ref=", "%2F", "\u{202e}", "é",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

/// Git's own rules, written down once more from git-check-ref-format, for names without a prefix of a full ref name.
fn git_accepts(name: &str) -> bool {
    let is_refused = |c: char| (c as u32) < 0x21 || c as u32 == 0x7f || "~^:?*[\\".contains(c);
    !name.chars().any(is_refused)
        && !["..", "//", "@{"].iter().any(|inside| name.contains(inside))
        && !name.starts_with(['-', '/'])
        && !name.ends_with(['/', '.'])
        && !name
            .split('/')
            .any(|component| component.is_empty() || component.starts_with('.') || component.ends_with(".lock"))
        && name != "HEAD"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_accepted_is_what_git_and_gitlab_accept(name in typed()) {
        let full = ["refs/heads/", "refs/remotes/", "refs/tags/"].iter().any(|prefix| name.starts_with(prefix));
        prop_assert_eq!(branch::judge(&name).is_accepted(), git_accepts(&name) && !full, "{}", name);
    }

    #[test]
    fn every_suggestion_is_accepted(name in prop_oneof![typed(), any::<String>()]) {
        let problems = match branch::judge(&name) {
            Verdict::Accepted(warnings) => warnings,
            Verdict::Refused(problem) => vec![problem],
        };
        for suggestion in problems.into_iter().filter_map(|problem| problem.suggestion) {
            prop_assert!(branch::judge(&suggestion).is_accepted(), "{} suggested for {}", suggestion, name);
        }
    }
}
