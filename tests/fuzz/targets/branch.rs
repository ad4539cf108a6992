//! Branch names.

use terraform_provider_codepipeline::gitlab::{branch::judge, verdict::Verdict};

use super::super::target::{Target, vectors};

pub(crate) const TARGET: Target = Target {
    name: "branch",
    input: "Branch names",
    run,
    seeds: || vectors(include_str!("../../gitlab/branches.tsv")),
};

/// Git's own rules hold for accepted names, and suggestions are accepted.
fn run(bytes: &[u8]) {
    let Ok(name) = std::str::from_utf8(bytes) else { return };
    let problems = match judge(name) {
        Verdict::Accepted(doubts) => {
            let is_refused = |letter: char| letter <= ' ' || letter == '\u{7f}' || "~^:?*[\\".contains(letter);
            assert!(!name.is_empty() && !name.contains(is_refused) && !name.contains("..") && !name.contains("@{"));
            assert!(
                name.split('/').all(|part| !part.is_empty() && !part.starts_with('.')),
                "{name:?}"
            );
            doubts
        }
        Verdict::Refused(problem) => vec![problem],
    };
    for suggestion in problems.into_iter().filter_map(|problem| problem.suggestion) {
        assert!(
            judge(&suggestion).is_accepted(),
            "{suggestion:?} is suggested for {name:?}"
        );
        assert_ne!(suggestion, name);
    }
}
