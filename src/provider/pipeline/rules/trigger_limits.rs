//! Limits of triggers.

use super::{
    limits::{self, Count, Limit},
    trigger_filters::{filters, patterns},
};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::OpenPipeline,
};

/// Trigger outside AWS's limits.
pub const TRIGGER_LIMITS: Check = Check {
    code: "CPGL034",
    severity: Severity::Error,
    title: "Trigger outside AWS's limits",
    cause: "A pipeline can have at most 50 triggers, a trigger 3 filters of each kind, a filter 3 events, a criterion \
            8 includes and 8 excludes, a pattern 255 characters, and all triggers of a pipeline together 200 KB.",
    fix: "Combine patterns with braces, as in `{main,release/*}`, or remove some patterns.",
    example: Example::new(
        Place::Trigger,
        r#"push {
  branches {
    includes = ["{a,b,c,d,e,f,g,h,i}"]
  }
}"#,
        Edit {
            replace: r#"["{a,b,c,d,e,f,g,h,i}"]"#,
            with: r#"["a", "b", "c", "d", "e", "f", "g", "h", "i"]"#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        limits::judge(LIMITS, pipeline, findings);
        patterns_keep_the_limits(pipeline, findings);
    }),
};

const COMBINE: &str = "Combine patterns with braces, as in {main,release/*}, or remove some.";

const LIMITS: &[Limit] = &[
    Limit {
        items: "triggers",
        at_least: 0,
        at_most: 50,
        counts: |pipeline| vec![Count::of("The pipeline", &pipeline.root.get("trigger"))],
        fix: "Split the pipeline.",
    },
    Limit {
        items: "`push` filters",
        at_least: 0,
        at_most: 3,
        counts: |pipeline| filters_of_kind(pipeline, "push"),
        fix: "Combine filters.",
    },
    Limit {
        items: "`pull_request` filters",
        at_least: 0,
        at_most: 3,
        counts: |pipeline| filters_of_kind(pipeline, "pull_request"),
        fix: "Combine filters.",
    },
    Limit {
        items: "events",
        at_least: 0,
        at_most: 3,
        counts: |pipeline| {
            let filters = pipeline.git_configurations().flat_map(|git| filters(&git));
            filters
                .map(|(_, filter)| Count::of("A filter", &filter.get("events")))
                .collect()
        },
        fix: "Remove duplicate events.",
    },
    Limit {
        items: "`includes`",
        at_least: 0,
        at_most: 8,
        counts: |pipeline| patterns_in(pipeline, "includes"),
        fix: COMBINE,
    },
    Limit {
        items: "`excludes`",
        at_least: 0,
        at_most: 8,
        counts: |pipeline| patterns_in(pipeline, "excludes"),
        fix: COMBINE,
    },
];

fn filters_of_kind(pipeline: &OpenPipeline<'_>, kind: &'static str) -> Vec<Count> {
    let git = pipeline.git_configurations();
    git.map(|git| Count::of("A trigger", &git.get(kind))).collect()
}

fn patterns_in(pipeline: &OpenPipeline<'_>, list: &str) -> Vec<Count> {
    patterns(pipeline)
        .filter(|patterns| patterns.list == list)
        .map(|patterns| Count::of(format!("The criterion `{}`", patterns.criterion), &patterns.node))
        .collect()
}

/// Maximum characters of a pattern.
const PATTERN_LENGTH: usize = 255;
/// Maximum bytes of all patterns of a pipeline.
const BYTES: usize = 200 * 1024;

fn patterns_keep_the_limits(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let mut bytes = 0;
    for (path, text) in patterns(pipeline).flat_map(|patterns| patterns.node.strings().known) {
        bytes += text.len();
        let length = text.chars().count();
        if length == 0 || length > PATTERN_LENGTH {
            let detail =
                format!("The pattern has {length} characters. A pattern has 1 to {PATTERN_LENGTH} characters.");
            findings.error(path, "Pattern outside AWS's limits", detail);
        }
    }
    if bytes > BYTES {
        let detail = "All triggers of a pipeline together can have 200 KB. Use fewer or shorter patterns.";
        findings.error(
            pipeline.root.get("trigger").path,
            "Triggers outside AWS's limits",
            detail,
        );
    }
}
