//! Properties of `trigger_matches`, held against a matcher of the test's own that knows literals, `*` and `**` only.

use std::collections::BTreeSet;

use proptest::{collection::vec, option, prelude::*};
use terraform_provider_codepipeline::provider::functions::trigger_matches::{Parameters, TriggerMatches};
use terraform_provider_sdk::{author::Function, value::Value};

/// Whether the pattern matches the whole name: the plain definition, in exponential time.
fn matches(pattern: &str, name: &str) -> bool {
    let tails = |name: &str| {
        (0..=name.len())
            .map(|at| name.split_at(at))
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect::<Vec<_>>()
    };
    if let Some(rest) = pattern.strip_prefix("**") {
        return tails(name).iter().any(|(_, tail)| matches(rest, tail));
    }
    if let Some(rest) = pattern.strip_prefix('*') {
        return tails(name)
            .iter()
            .any(|(head, tail)| !head.contains('/') && matches(rest, tail));
    }
    match (pattern.chars().next(), name.chars().next()) {
        (None, None) => true,
        (Some(one), Some(other)) if one == other => matches(&pattern[1..], &name[1..]),
        _ => false,
    }
}

#[derive(Clone, Debug)]
struct Criteria {
    includes: Vec<String>,
    excludes: Vec<String>,
}

impl Criteria {
    fn admits(&self, name: &str) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, name));
        !any(&self.excludes) && (self.includes.is_empty() || any(&self.includes))
    }

    fn value(&self) -> Value {
        Value::object([("includes", texts(&self.includes)), ("excludes", texts(&self.excludes))])
    }
}

/// A filter for pushes to branches.
#[derive(Clone, Debug)]
struct Filter {
    branches: Criteria,
    file_paths: Option<Criteria>,
}

impl Filter {
    fn admits(&self, branch: &str, files: &Option<Vec<String>>) -> bool {
        let files_pass = |criteria: &Criteria| {
            let files = files.iter().flatten().take(100);
            files.into_iter().any(|file| criteria.admits(file))
        };
        self.branches.admits(branch) && self.file_paths.as_ref().is_none_or(files_pass)
    }

    fn value(&self) -> Value {
        let file_paths = self.file_paths.as_ref().map_or(Value::Null, Criteria::value);
        Value::object([("branches", self.branches.value()), ("file_paths", file_paths)])
    }
}

fn texts(texts: &[String]) -> Value {
    Value::List(texts.iter().map(|text| text.as_str().into()).collect())
}

fn push(branch: &str, files: &Option<Vec<String>>) -> Value {
    let files = files.as_ref().map_or(Value::Null, |files| texts(files));
    Value::object([("type", "push".into()), ("branch", branch.into()), ("files", files)])
}

fn starts(filters: &[Filter], event: Value) -> bool {
    let push = Value::List(filters.iter().map(Filter::value).collect());
    let trigger = Value::object([("push", push)]);
    TriggerMatches.call(Parameters { trigger, event }).unwrap()
}

fn criteria() -> impl Strategy<Value = Criteria> {
    let patterns = || vec("([ab/]|\\*|\\*\\*){1,4}", 0..3);
    (patterns(), patterns()).prop_map(|(includes, excludes)| Criteria { includes, excludes })
}

fn filter() -> impl Strategy<Value = Filter> {
    (criteria(), option::of(criteria())).prop_map(|(branches, file_paths)| Filter { branches, file_paths })
}

/// Filters of one trigger. AWS takes no filter twice.
fn filters() -> impl Strategy<Value = Vec<Filter>> {
    vec(filter(), 1..4).prop_map(|mut filters| {
        let mut seen = BTreeSet::new();
        filters.retain(|filter| seen.insert(format!("{filter:?}")));
        filters
    })
}

proptest! {
    #[test]
    fn a_push_starts_what_the_plain_definition_says(
        filters in filters(),
        branch in "[ab/]{1,5}",
        files in option::of(vec("[ab/]{1,5}", 0..4)),
    ) {
        let expected = filters.iter().any(|filter| filter.admits(&branch, &files));
        prop_assert_eq!(starts(&filters, push(&branch, &files)), expected);
    }

    #[test]
    fn the_order_of_filters_makes_no_difference(filters in filters(), branch in "[ab/]{1,5}") {
        let turned: Vec<Filter> = filters.iter().rev().cloned().collect();
        prop_assert_eq!(starts(&filters, push(&branch, &None)), starts(&turned, push(&branch, &None)));
    }

    #[test]
    fn a_further_exclude_never_starts_more(filter in filter(), exclude in "[ab/*]{1,3}", branch in "[ab/]{1,5}") {
        let mut stricter = filter.clone();
        stricter.branches.excludes.push(exclude);
        let event = || push(&branch, &None);
        prop_assert!(!starts(&[stricter], event()) || starts(&[filter], event()));
    }

    #[test]
    fn only_the_first_100_files_count(before in 90_usize..110) {
        let mut files = vec!["a".to_owned(); before];
        files.push("b".to_owned());
        let filter = Filter {
            branches: Criteria { includes: Vec::new(), excludes: Vec::new() },
            file_paths: Some(Criteria { includes: vec!["b".to_owned()], excludes: Vec::new() }),
        };
        prop_assert_eq!(starts(&[filter], push("main", &Some(files))), before < 100);
    }

    #[test]
    fn whatever_is_written_is_answered_or_refused(pattern in ".{0,12}", branch in ".{1,12}") {
        let criteria = Value::object([("includes", texts(&[pattern]))]);
        let push_filters = Value::List(vec![Value::object([("branches", criteria)])]);
        let trigger = Value::object([("push", push_filters)]);
        if let Err(error) = TriggerMatches.call(Parameters { trigger, event: push(&branch, &None) }) {
            prop_assert!(error.argument.is_some() && !error.text.is_empty());
        }
    }
}
