//! Features that require a pipeline of type V2.

use terraform_provider_sdk::value::Path;

use super::action_types;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{OpenPipeline, ResourceType},
};

/// Trigger in a pipeline of type V1.
pub const TRIGGER_NEEDS_V2: Check = Check {
    code: "CPGL032",
    severity: Severity::Error,
    title: "Trigger in a pipeline of type V1",
    cause: "Triggers require a pipeline of type V2.",
    fix: "Set `pipeline_type = \"V2\"`, or remove the triggers.",
    example: Example::new(
        Place::Pipeline,
        r#"pipeline_type = "V2"

trigger {
  provider_type = "CodeStarSourceConnection"

  git_configuration {
    source_action_name = "GitLab"

    push {
      tags {
        includes = ["v*"]
      }
    }
  }
}"#,
        Edit {
            replace: r#""V2""#,
            with: r#""V1""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        let triggers = pipeline.root.get("trigger");
        if pipeline.is_v1() && triggers.is_present() {
            let (change, remove) = match pipeline.resource_type {
                ResourceType::Pipeline => ("Set pipeline_type = \"V2\"", "the triggers"),
                ResourceType::SourceAction => ("Ask the owner of the pipeline to change its type to V2", "`trigger`"),
            };
            let detail = format!(
                "Triggers require a pipeline of type V2, and this one is of type V1. {change}, or remove {remove}: then each \
                 push to the branch of the source starts the pipeline."
            );
            findings.error(triggers.path.index(0), "Triggers require a pipeline of type V2", detail);
        }
    }),
};

/// V2 feature in a pipeline of type V1.
pub const FEATURE_NEEDS_V2: Check = Check {
    code: "CPGL059",
    severity: Severity::Error,
    title: "V2 feature in a pipeline of type V1",
    cause: "Variables, the execution modes `QUEUED` and `PARALLEL`, conditions of stages, and the actions Commands, \
            ECRBuildAndPublish, EC2 and EKS require a pipeline of type V2.",
    fix: "Set `pipeline_type = \"V2\"`.",
    example: Example::new(
        Place::Pipeline,
        r#"pipeline_type  = "V2"
execution_mode = "QUEUED""#,
        Edit {
            replace: r#""V2""#,
            with: r#""V1""#,
        },
    ),
    judge: Judge::Pipeline(features_have_the_type_that_they_need),
};

/// Returns the uses of one feature: what they are, to begin a sentence, and where.
type Feature = fn(&OpenPipeline<'_>) -> Vec<(String, Path)>;

const NEED_V2: &[Feature] = &[
    |pipeline| {
        let variables = pipeline.root.get("variable");
        let is_used = variables.is_present();
        Vec::from_iter(is_used.then(|| ("Variables".to_owned(), variables.path.index(0))))
    },
    |pipeline| {
        let mode = pipeline.root.get("execution_mode");
        let text = mode.as_str().filter(|text| ["QUEUED", "PARALLEL"].contains(text));
        Vec::from_iter(text.map(|text| (format!("The execution mode {text}"), mode.path)))
    },
    |pipeline| {
        let stages = pipeline.stages.known.iter();
        let uses = stages.flat_map(|stage| {
            let feature = move |at: &str| format!("`{at}` of the stage {}", stage.label());
            stage
                .condition_blocks()
                .map(move |(at, block)| (feature(at.as_str()), block.path))
        });
        uses.collect()
    },
    |pipeline| {
        let uses = pipeline.actions().filter_map(|action| {
            let action_type = action_types::of(action).filter(|action_type| action_type.requires_v2)?;
            let feature = format!("An action of the provider {}", action_type.provider);
            Some((feature, action.node.get("provider").path))
        });
        uses.collect()
    },
];

fn features_have_the_type_that_they_need(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    if !pipeline.is_v1() {
        return;
    }
    for (feature, at) in NEED_V2.iter().flat_map(|feature| feature(pipeline)) {
        let detail = format!(
            "{feature} can be used only in a pipeline of type V2, but this one is of type V1. Set pipeline_type = \
             \"V2\", which AWS bills per minute of execution instead of per month."
        );
        findings.error(at, "Pipeline of type V2 required", detail);
    }
}
