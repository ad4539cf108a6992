//! Texts that should be names of branches: whatever is suggested is accepted, and git's own rules hold for what is accepted.

#![no_main]

use libfuzzer_sys::fuzz_target;
use terraform_provider_codepipeline::gitlab::branch::judge;
use terraform_provider_codepipeline::gitlab::verdict::Verdict;

fuzz_target!(|name: &str| {
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
});
