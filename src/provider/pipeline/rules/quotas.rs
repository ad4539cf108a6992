//! Quotas of a pipeline that AWS does not raise.

use std::collections::BTreeMap;

use super::limits::{self, Count, Limit};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
    },
    pipeline::open::{Action, OpenPipeline},
};

/// Quota exceeded.
pub const QUOTA: Check = Check {
    code: "CPGL066",
    severity: Severity::Error,
    title: "Quota exceeded",
    cause: "A pipeline can have at most 1000 actions and 50 variables, a stage 100 actions in parallel and 100 in \
            sequence, and an action 10 environment variables. AWS does not raise these quotas.",
    fix: "Split the pipeline: one pipeline can start another with an Invoke action of the provider CodePipeline. Set \
          additional environment variables in the commands.",
    example: Example::new(
        Place::Action,
        r#"category = "Compute"
provider = "Commands"
commands = ["make"]

dynamic "environment_variable" {
  for_each = range(10)

  content {
    name  = "VARIABLE_${environment_variable.value}"
    value = "x"
  }
}"#,
        Edit {
            replace: "range(10)",
            with: "range(11)",
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| limits::judge(QUOTAS, pipeline, findings)),
};

const QUOTAS: &[Limit] = &[
    Limit {
        items: "actions",
        at_least: 0,
        at_most: 1000,
        counts: |pipeline| {
            let count = pipeline.actions().count();
            vec![Count::at_least("The pipeline", pipeline.root.get("stage").path, count)]
        },
        fix: "Split the pipeline.",
    },
    Limit {
        items: "variables",
        at_least: 0,
        at_most: 50,
        counts: |pipeline| vec![Count::of("The pipeline", &pipeline.root.get("variable"))],
        fix: "Remove variables.",
    },
    Limit {
        items: "environment variables",
        at_least: 0,
        at_most: 10,
        counts: |pipeline| {
            let of_action = |action: &Action<'_>| {
                let owner = format!("The action {}", action.label());
                Count::of(owner, &action.node.get("environment_variable"))
            };
            pipeline.actions().map(of_action).collect()
        },
        fix: "Combine some of them, or set them in the commands.",
    },
    Limit {
        items: "actions in sequence",
        at_least: 0,
        at_most: 100,
        counts: |pipeline| of_stages(pipeline, |by_run_order| by_run_order.len()),
        fix: "Split the stage.",
    },
    Limit {
        items: "actions in parallel",
        at_least: 0,
        at_most: 100,
        counts: |pipeline| {
            of_stages(pipeline, |by_run_order| {
                by_run_order.values().copied().max().unwrap_or_default()
            })
        },
        fix: "Split the stage, or give some of its actions another run_order.",
    },
];

/// Counts actions of each stage by run order.
fn of_stages(pipeline: &OpenPipeline<'_>, count: fn(&BTreeMap<i64, usize>) -> usize) -> Vec<Count> {
    let stages = pipeline.stages.known.iter();
    let counts = stages.map(|stage| {
        let mut by_run_order = BTreeMap::new();
        for run_order in stage.actions.known.iter().filter_map(|action| action.run_order) {
            *by_run_order.entry(run_order).or_default() += 1;
        }
        let owner = format!("The stage {}", stage.label());
        Count::at_least(owner, stage.node.path.clone(), count(&by_run_order))
    });
    counts.collect()
}
