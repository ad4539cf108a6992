//! Project paths and repository IDs.

use terraform_provider_codepipeline::gitlab::{
    hosts::Hosts,
    path_rule::PathRule,
    project_path::ProjectPath,
    provider_type::ProviderType,
    repository_id,
    verdict::{Problem, Verdict},
};

use super::super::target::{Target, vectors};

pub(crate) const TARGET: Target = Target {
    name: "project_path",
    input: "Project paths and repository IDs",
    run,
    seeds: || vectors(include_str!("../../gitlab/project_paths.tsv")),
};

/// Suggestions are accepted, and messages can be shown.
fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
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
}

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
