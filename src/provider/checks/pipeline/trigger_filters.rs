//! Filters of triggers: what goes together, and how much.

use terraform_provider_sdk::{diagnostics::quote, value::Value};

use super::{
    findings::Findings,
    sketch::{Part, Sketch},
    syntax::Syntax,
    triggers::configurations,
};
use crate::provider::checks::codes;

const TRIGGERS: usize = 50;
const FILTERS: usize = 3;
const EVENTS: usize = 3;
const PATTERNS: usize = 8;
const PATTERN_LENGTH: usize = 255;
const BYTES: usize = 200 * 1024;

/// The criteria that a filter can have.
pub const CRITERIA: [&str; 3] = ["branches", "file_paths", "tags"];
/// The lists of patterns of a criterion.
const LISTS: [&str; 2] = ["includes", "excludes"];

/// The kinds of filters.
const KINDS: [&str; 2] = ["push", "pull_request"];

/// The lists of patterns of all filters, each with the name of its criterion and its own.
pub(super) fn lists<'a>(sketch: &Sketch<'a>) -> impl Iterator<Item = (&'static str, &'static str, Part<'a>)> + use<'a> {
    let filters = configurations(sketch).flat_map(|git| git.blocks(KINDS));
    let criteria = filters.flat_map(|(_, filter)| filter.blocks(CRITERIA));
    criteria.flat_map(|(name, criterion)| LISTS.map(|list| (name, list, criterion.get(list))))
}

pub(super) fn combine(sketch: &Sketch<'_>, findings: &mut Findings) {
    for git in configurations(sketch) {
        let filters = format!("Filters of {}", quote(git.text_of("source_action_name").unwrap_or("?")));
        for (_, push) in git.blocks(["push"]) {
            tags_stand_alone(&push, &filters, sketch.syntax, findings);
        }
        for kind in KINDS {
            twins(&git.get(kind).items().known, kind, findings);
        }
    }
}

/// With branches AWS has been seen to refuse them; with file paths that is only to be expected.
fn tags_stand_alone(push: &Part<'_>, filters: &str, syntax: Syntax, findings: &mut Findings) {
    let (check, tags) = (codes::FILTER_COMBINATION, push.get("tags"));
    if !tags.is_present() {
        return;
    }
    let advice = format!(
        "Write {}: what passes one of them starts the pipeline.",
        syntax.two_filters("push")
    );
    if push.get("branches").is_present() {
        let detail =
            format!("One `push` filter asks for `tags` and for `branches`, and a push is never both. {advice}");
        findings.error(check, tags.path, format!("{filters} that do not go together"), detail);
    } else if push.get("file_paths").is_present() {
        let detail = format!(
            "One `push` filter asks for `tags` and for `file_paths`. AWS documents no such filter, and a pushed tag has no changed \
             files: AWS probably refuses it, and nothing would pass it. {advice}"
        );
        findings.warning(
            check,
            tags.path,
            format!("{filters} that probably do not go together"),
            detail,
        );
    }
}

/// Filters of one kind that ask for the same.
fn twins(filters: &[Part<'_>], kind: &str, findings: &mut Findings) {
    for (index, filter) in filters.iter().enumerate() {
        let same = |other: &Part<'_>| meaning(other.value) == meaning(filter.value);
        if filter.value.is_wholly_known() && filters[..index].iter().any(same) {
            let detail = format!("Two `{kind}` filters of one trigger ask for the same. Remove one.");
            findings.error(
                codes::FILTER_COMBINATION,
                filter.path.clone(),
                "The same filter twice",
                detail,
            );
        }
    }
}

/// What a filter asks for: an empty list of patterns or events means the same as none, an empty criterion does not.
fn meaning(value: &Value) -> Value {
    match value {
        Value::Map(members) => Value::Map(
            members
                .iter()
                .map(|(name, member)| (name.clone(), meaning(member)))
                .collect(),
        ),
        Value::List(elements) if elements.is_empty() => Value::Null,
        Value::List(elements) => Value::List(elements.iter().map(meaning).collect()),
        other => other.clone(),
    }
}

pub(super) fn ask_for_something(sketch: &Sketch<'_>, findings: &mut Findings) {
    for git in configurations(sketch) {
        let source = quote(git.text_of("source_action_name").unwrap_or("?"));
        if git.get("push").is_absent() && git.get("pull_request").is_absent() {
            let detail = format!(
                "Without `push` and `pull_request` it filters nothing. Add a filter, or remove the trigger: each push to the \
                 source's branch starts the pipeline then, unless there is {}.",
                sketch.syntax.set("DetectChanges", "false")
            );
            doubt(
                &git,
                format!("Trigger for {source} without a filter"),
                &detail,
                findings,
            );
        }
        for (kind, filter) in git.blocks(KINDS) {
            is_about_something(kind, &filter, &source, sketch.syntax, findings);
            criteria_are_about_something(&filter, &source, findings);
        }
    }
}

fn is_about_something(kind: &str, filter: &Part<'_>, source: &str, syntax: Syntax, findings: &mut Findings) {
    if kind == "push" && CRITERIA.iter().all(|name| filter.get(name).is_absent()) {
        let detail = "AWS does not document what a filter without criteria lets through. Add `branches`, `tags` or `file_paths`.";
        doubt(
            filter,
            format!("Filter of the trigger for {source} without criteria"),
            detail,
            findings,
        );
    }
    if kind == "pull_request" && filter.get("branches").is_absent() {
        let detail = format!(
            "AWS documents pull request filters with `branches` only. Write {} for every branch.",
            syntax.criterion("branches", "**")
        );
        doubt(
            filter,
            format!("Pull request filter of the trigger for {source} without branches"),
            &detail,
            findings,
        );
    }
}

fn criteria_are_about_something(filter: &Part<'_>, source: &str, findings: &mut Findings) {
    for (_, criterion) in filter.blocks(CRITERIA) {
        if LISTS.iter().all(|list| criterion.get(list).is_absent()) {
            let detail = "It has neither `includes` nor `excludes`. Add one of them, or remove it.";
            doubt(
                &criterion,
                format!("Empty filter in the trigger for {source}"),
                detail,
                findings,
            );
        }
    }
}

fn doubt(at: &Part<'_>, summary: String, detail: &str, findings: &mut Findings) {
    findings.warning(codes::EMPTY_FILTER, at.path.clone(), summary, detail);
}

pub(super) fn are_within_the_limits(sketch: &Sketch<'_>, findings: &mut Findings) {
    let triggers = sketch.root.get("trigger");
    at_most(&triggers, TRIGGERS, "triggers of a pipeline", findings);
    for git in configurations(sketch) {
        for kind in KINDS {
            let what = format!("`{kind}` filters of a trigger");
            at_most(&git.get(kind), FILTERS, &what, findings);
        }
        for (_, filter) in git.blocks(KINDS) {
            at_most(&filter.get("events"), EVENTS, "events of a filter", findings);
        }
    }
    let mut bytes = 0;
    for (_, list, patterns) in lists(sketch) {
        at_most(&patterns, PATTERNS, &format!("`{list}` of a filter"), findings);
        for (path, text) in patterns.texts().known {
            bytes += text.len();
            if text.is_empty() || text.chars().count() > PATTERN_LENGTH {
                let detail = format!("A pattern has 1 to {PATTERN_LENGTH} characters.");
                findings.error(codes::TRIGGER_LIMITS, path, "Pattern of a wrong length", detail);
            }
        }
    }
    if bytes > BYTES {
        let detail = "All triggers of a pipeline together can be 200 KB long. Use fewer or shorter patterns.";
        findings.error(
            codes::TRIGGER_LIMITS,
            triggers.path,
            "Triggers that are too long",
            detail,
        );
    }
}

fn at_most(list: &Part<'_>, most: usize, what: &str, findings: &mut Findings) {
    let count = list.items().known.len();
    if count > most {
        let detail = format!("AWS takes {most} {what} at most, and here are {count}.");
        findings.error(
            codes::TRIGGER_LIMITS,
            list.path.clone(),
            format!("More than {most} {what}"),
            detail,
        );
    }
}
