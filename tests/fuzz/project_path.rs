//! Texts that should be project paths or repository ids: whatever is suggested is accepted, and messages can be shown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use terraform_provider_codepipeline::gitlab::hosts::Hosts;
use terraform_provider_codepipeline::gitlab::path_rule::PathRule;
use terraform_provider_codepipeline::gitlab::project_path::ProjectPath;
use terraform_provider_codepipeline::gitlab::provider_type::ProviderType;
use terraform_provider_codepipeline::gitlab::repository_id;
use terraform_provider_codepipeline::gitlab::verdict::{Problem, Verdict};

fuzz_target!(|text: &str| {
    let own = Hosts::at("https://code.example.com/tools/gitlab").and("ssh.example.com");
    for hosts in [Hosts::any(), Hosts::gitlab_com(), own] {
        obeys(text, |text| ProjectPath::judge(text, &hosts));
        if let Ok(path) = ProjectPath::read(text, &hosts) {
            let again = ProjectPath::read(path.as_str(), &hosts);
            assert_eq!(again.as_ref(), Ok(&path), "a path is a fixed point");
        }
    }
    for provider_type in ProviderType::ALL.iter().copied().map(Some).chain([None]) {
        obeys(text, |text| repository_id::judge(text, provider_type, &Hosts::any()));
    }
});

fn obeys(text: &str, judge: impl Fn(&str) -> Verdict<PathRule>) {
    let problems: Vec<Problem<PathRule>> = match judge(text) {
        Verdict::Accepted(doubts) => doubts,
        Verdict::Refused(problem) => vec![problem],
    };
    for problem in problems {
        let sentence = &problem.sentence;
        assert!(sentence.chars().count() < 600, "{sentence}");
        assert!(!sentence.chars().any(char::is_control), "{sentence:?}");
        if let Some(suggestion) = &problem.suggestion {
            assert!(
                judge(suggestion).is_accepted(),
                "{suggestion:?} is suggested for {text:?}"
            );
        }
    }
}
