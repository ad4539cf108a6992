//! Triggers: patterns against a naive matcher, filters against CodePipeline's rules.

use proptest::prelude::*;
use terraform_provider_codepipeline::aws::triggers::{
    Criteria, Decision, Event, Glob, PullRequestEvent, PullRequestFilter, PushFilter, Trigger,
};

fn matches(pattern: &str, name: &str) -> bool {
    Glob::parse(pattern).unwrap().matches(name)
}

fn criteria(includes: &[&str], excludes: &[&str]) -> Option<Criteria> {
    let globs = |patterns: &[&str]| patterns.iter().map(|pattern| Glob::parse(pattern).unwrap()).collect();
    Some(Criteria {
        includes: globs(includes),
        excludes: globs(excludes),
    })
}

fn push(branch: &str, files: Option<&[&str]>) -> Event {
    let files = files.map(|files| files.iter().map(|file| (*file).to_owned()).collect());
    Event::Push {
        branch: branch.to_owned(),
        files,
    }
}

fn starts(trigger: &Trigger, event: &Event) -> bool {
    matches!(trigger.decide(event), Decision::Starts(_))
}

fn on_push(filter: PushFilter) -> Trigger {
    Trigger {
        push: vec![filter],
        ..Trigger::default()
    }
}

#[test]
fn patterns_match_as_the_guide_says() {
    for (pattern, name, expected) in [
        ("main", "main", true),
        ("main", "main2", false),
        ("Main", "main", false),
        ("*", "main", true),
        ("*", "feature/x", false),
        ("*", "", true),
        ("**", "feature/x/y", true),
        ("feature/*", "feature/x", true),
        ("feature/*", "feature/x/y", false),
        ("feature/**", "feature/x/y", true),
        ("feature/**", "feature", false),
        ("**/x", "a/b/x", true),
        ("**/x", "x", false),
        ("a**b", "a/x/b", true),
        ("release-?", "release-1", true),
        ("release-?", "release-", false),
        ("a?b", "a/b", false),
        ("v[0-9].[!0-8]", "v1.9", true),
        ("v[0-9].[!0-8]", "v1.8", false),
        ("[!a]", "/", false),
        ("[-a]", "-", true),
        ("[!-a]", "b", true),
        ("[a-]", "-", true),
        ("[*?\\]", "*", true),
        ("[*?\\]", "\\", true),
        ("[*?\\]", "x", false),
        ("{main,release/*}", "release/1", true),
        ("{main,release/*}", "develop", false),
        ("x{,y}", "x", true),
        ("x{,y}z", "xyz", true),
        ("{a,b}{c,d}", "bd", true),
        ("\\*", "*", true),
        ("\\*", "x", false),
        ("\\{a,b\\}", "{a,b}", true),
        ("{a\\,b,c}", "a,b", true),
        ("a,b}c]", "a,b}c]", true),
        ("*.{rs,toml}", ".rs", true),
        ("é*", "éü", true),
    ] {
        assert_eq!(matches(pattern, name), expected, "{pattern} on {name}");
    }
}

#[test]
fn a_broken_pattern_says_where() {
    for (pattern, position) in [
        ("a{b,c", 1),
        ("{a,{b}}", 3),
        ("ab[cd", 2),
        ("[]", 0),
        ("[!]", 0),
        ("é[z-a]", 2),
        ("abc\\", 3),
        ("[a-", 0),
    ] {
        let error = Glob::parse(pattern).expect_err(pattern);
        assert_eq!(error.position, position, "{pattern}: {}", error.cause);
    }
}

#[test]
fn a_hostile_pattern_takes_no_time() {
    let start = std::time::Instant::now();
    assert!(!matches(&"*a".repeat(127), &"a".repeat(4000).replace("aaaa", "aaab")));
    assert!(!matches(&format!("{}c", "{a*,b*}".repeat(36)), &"ab".repeat(2000)));
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn excludes_go_before_includes() {
    let trigger = on_push(PushFilter {
        branches: criteria(&["release/**"], &["release/old*"]),
        ..PushFilter::default()
    });
    assert!(starts(&trigger, &push("release/1", None)));
    assert!(starts(&trigger, &push("refs/heads/release/1", None)));
    assert!(!starts(&trigger, &push("release/old-1", None)));
    assert!(!starts(&trigger, &push("main", None)));
    let only_excludes = on_push(PushFilter {
        branches: criteria(&[], &["wip/**"]),
        ..PushFilter::default()
    });
    assert!(starts(&only_excludes, &push("main", None)));
    assert!(!starts(&only_excludes, &push("wip/x", None)));
}

#[test]
fn all_criteria_of_a_filter_must_be_met() {
    let filter = PushFilter {
        branches: criteria(&["main"], &[]),
        file_paths: criteria(&["src/**"], &["**/*.md"]),
        tags: None,
    };
    let trigger = on_push(filter);
    assert!(starts(&trigger, &push("main", Some(&["README.md", "src/a.rs"]))));
    assert!(!starts(&trigger, &push("main", Some(&["src/a.md", "docs/a.rs"]))));
    assert!(!starts(&trigger, &push("develop", Some(&["src/a.rs"]))));
}

#[test]
fn one_filter_that_passes_is_enough_and_is_named() {
    let main = PushFilter {
        branches: criteria(&["main"], &[]),
        ..PushFilter::default()
    };
    let tags = PushFilter {
        tags: criteria(&["v*"], &[]),
        ..PushFilter::default()
    };
    let trigger = Trigger {
        push: vec![main, tags],
        pull_request: Vec::new(),
    };
    assert_eq!(
        trigger.decide(&Event::Tag { tag: "v1".into() }),
        Decision::Starts("push filter 2".into())
    );
    assert_eq!(
        trigger.decide(&push("main", None)),
        Decision::Starts("push filter 1".into())
    );
    let Decision::Stopped(reasons) = trigger.decide(&push("x", None)) else {
        panic!("no filter passes")
    };
    assert_eq!(
        reasons,
        [
            "push filter 1: the branch \"x\" matches none of the includes",
            "push filter 2: it filters tags, and this is a push to a branch"
        ]
    );
}

#[test]
fn a_tag_passes_filters_for_tags_only() {
    let tag = Event::Tag {
        tag: "refs/tags/v1.0".to_owned(),
    };
    assert!(starts(
        &on_push(PushFilter {
            tags: criteria(&["v*"], &[]),
            ..PushFilter::default()
        }),
        &tag
    ));
    assert!(!starts(
        &on_push(PushFilter {
            branches: criteria(&["**"], &[]),
            ..PushFilter::default()
        }),
        &tag
    ));
    assert!(!starts(
        &on_push(PushFilter {
            file_paths: criteria(&["**"], &[]),
            ..PushFilter::default()
        }),
        &tag
    ));
    let both = PushFilter {
        branches: criteria(&["**"], &[]),
        tags: criteria(&["**"], &[]),
        ..PushFilter::default()
    };
    assert!(!starts(&on_push(both), &tag));
}

#[test]
fn file_paths_do_not_pass_where_there_is_no_list_of_files() {
    let trigger = on_push(PushFilter {
        file_paths: criteria(&["**"], &[]),
        ..PushFilter::default()
    });
    assert!(!starts(&trigger, &push("new-branch", None)));
    assert!(!starts(&trigger, &push("main", Some(&[]))));
    assert!(starts(&trigger, &push("main", Some(&["a"]))));
}

#[test]
fn only_the_first_hundred_files_count() {
    let trigger = on_push(PushFilter {
        file_paths: criteria(&["wanted"], &[]),
        ..PushFilter::default()
    });
    let files = |before: usize| [vec!["other"; before], vec!["wanted"]].concat();
    assert!(starts(&trigger, &push("main", Some(&files(99)))));
    assert!(!starts(&trigger, &push("main", Some(&files(100)))));
}

#[test]
fn a_merge_request_is_judged_by_its_target_branch_and_event() {
    let filter = PullRequestFilter {
        events: vec![PullRequestEvent::Open, PullRequestEvent::Updated],
        branches: criteria(&["main"], &[]),
        file_paths: None,
    };
    let trigger = Trigger {
        push: Vec::new(),
        pull_request: vec![filter],
    };
    let merge_request = |action: &str, target: &str| Event::PullRequest {
        event: PullRequestEvent::of_gitlab_action(action).unwrap(),
        target_branch: target.to_owned(),
        files: None,
    };
    assert!(starts(&trigger, &merge_request("open", "main")));
    assert!(starts(&trigger, &merge_request("reopen", "main")));
    assert!(starts(&trigger, &merge_request("update", "main")));
    assert!(!starts(&trigger, &merge_request("merge", "main")));
    assert!(!starts(&trigger, &merge_request("open", "develop")));
    assert!(!starts(&trigger, &push("main", None)));
    assert_eq!(PullRequestEvent::of_gitlab_action("approved"), None);
    assert!(starts(
        &Trigger {
            pull_request: vec![PullRequestFilter::default()],
            push: vec![]
        },
        &merge_request("close", "x")
    ));
}

#[test]
fn a_trigger_without_filters_decides_nothing() {
    assert_eq!(Trigger::default().decide(&push("main", None)), Decision::Unfiltered);
}

/// A part of a pattern. Its matcher tries every split: slow, and short enough to be verified by reading.
#[derive(Clone, Debug)]
enum Part {
    Literal(char),
    One,
    Set(bool, Vec<char>),
    Star,
    DoubleStar,
    Group(Vec<Vec<Self>>),
}

fn naive(parts: &[Part], name: &[char]) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        return name.is_empty();
    };
    let one = |accepts: &dyn Fn(char) -> bool| {
        name.split_first()
            .is_some_and(|(c, left)| accepts(*c) && naive(rest, left))
    };
    match part {
        Part::Literal(literal) => one(&|c| c == *literal),
        Part::One => one(&|c| c != '/'),
        Part::Set(negated, listed) => one(&|c| c != '/' && listed.contains(&c) != *negated),
        Part::Star => (0..=name.len()).any(|at| !name[..at].contains(&'/') && naive(rest, &name[at..])),
        Part::DoubleStar => (0..=name.len()).any(|at| naive(rest, &name[at..])),
        Part::Group(alternatives) => alternatives
            .iter()
            .any(|alternative| naive(&[alternative.as_slice(), rest].concat(), name)),
    }
}

fn written(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Literal(literal) if "*?[{},\\".contains(*literal) => format!("\\{literal}"),
            Part::Literal(literal) => literal.to_string(),
            Part::One => "?".to_owned(),
            Part::Set(negated, listed) => format!("[{}{}]", if *negated { "!" } else { "" }, String::from_iter(listed)),
            Part::Star => "*".to_owned(),
            Part::DoubleStar => "**".to_owned(),
            Part::Group(alternatives) => {
                format!(
                    "{{{}}}",
                    alternatives
                        .iter()
                        .map(|parts| written(parts))
                        .collect::<Vec<_>>()
                        .join(",")
                )
            }
        })
        .collect()
}

/// Returns whether two stars are side by side: they are written like one double star, and have its meaning.
fn has_neighboring_stars(parts: &[Part]) -> bool {
    parts.windows(2).any(|pair| matches!(pair, [Part::Star, Part::Star]))
        || parts
            .iter()
            .any(|part| matches!(part, Part::Group(groups) if groups.iter().any(|group| has_neighboring_stars(group))))
}

fn part() -> impl Strategy<Value = Part> {
    let leaf = prop_oneof![
        4 => prop::sample::select(vec!['a', 'b', '/', '-', '*', ',', '{', '\\']).prop_map(Part::Literal),
        1 => Just(Part::One),
        1 => Just(Part::Star),
        1 => Just(Part::DoubleStar),
        1 => (any::<bool>(), prop::collection::vec(prop::sample::select(vec!['a', 'b', '*', '/', '\\']), 1..3))
            .prop_map(|(negated, listed)| Part::Set(negated, listed)),
    ];
    let alternatives = prop::collection::vec(prop::collection::vec(leaf.clone(), 0..3), 1..4);
    prop_oneof![8 => leaf, 1 => alternatives.prop_map(Part::Group)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn matching_agrees_with_the_naive_matcher(
        parts in prop::collection::vec(part(), 0..6),
        name in prop::collection::vec(prop::sample::select(vec!['a', 'b', '/', '-', '*', ',', '{', '\\']), 0..7),
    ) {
        let pattern = written(&parts);
        prop_assume!(!pattern.contains("***"));
        prop_assume!(!has_neighboring_stars(&parts));
        let expected = naive(&parts, &name);
        prop_assert_eq!(matches(&pattern, &String::from_iter(&name)), expected, "{}", pattern);
    }

    #[test]
    fn parsing_never_panics_and_errors_point_into_the_pattern(pattern in "[ab/*?\\[\\]{},\\\\!-]{0,12}", name in "[ab/*]{0,6}") {
        match Glob::parse(&pattern) {
            Ok(glob) => {
                glob.matches(&name);
                prop_assert_eq!(glob.as_str(), pattern);
            }
            Err(error) => prop_assert!(error.position < pattern.chars().count()),
        }
    }
}
