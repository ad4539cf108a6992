//! The form of references, and the variables of CodePipeline itself.

use terraform_provider_sdk::diagnostics::quote;

use super::references;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::OpenPipeline,
};

/// Space in a reference.
pub const REFERENCE_SPACE: Check = Check {
    code: "CPGL103",
    severity: Severity::Warning,
    title: "Space in a reference",
    cause: "AWS documents references without spaces, `#{namespace.key}`, and may treat one with spaces as plain text.",
    fix: "Remove the spaces.",
    example: Example::new(
        Place::Action,
        r##"configuration = {
  ProjectName = "build-#{codepipeline.PipelineExecutionId}"
}"##,
        Edit {
            replace: "#{codepipeline.PipelineExecutionId}",
            with: "#{ codepipeline.PipelineExecutionId }",
        },
    ),
    judge: Judge::Pipeline(references_have_no_spaces),
};

fn references_have_no_spaces(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for consumer in &pipeline.consumers {
        let configuration = consumer.node.get("configuration");
        for (key, value) in configuration.string_entries() {
            let Some(reference) = references::all(value).find(|reference| references::has_blank(reference)) else {
                continue;
            };
            let detail = format!(
                "In the configuration of the {}, a reference contains a space, and AWS may treat it as plain text. Write #{{{}}}.",
                consumer.label(),
                reference.split_whitespace().collect::<String>()
            );
            let summary = format!("#{{{reference}}} contains a space");
            findings.warning(configuration.key(key).path, summary, detail);
        }
    }
}

/// Unknown variable of CodePipeline.
pub const PIPELINE_VARIABLE: Check = Check {
    code: "CPGL104",
    severity: Severity::Warning,
    title: "Unknown variable of CodePipeline",
    cause: "The namespace `codepipeline` has one documented variable, `PipelineExecutionId`. The variables of the pipeline are \
            in the namespace `variables`.",
    fix: "Write `#{variables.NAME}` for a variable of the pipeline.",
    example: Example::new(
        Place::Pipeline,
        r##"variable {
  name          = "channel"
  default_value = "stable"
}

stage {
  name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"

    configuration = {
      CustomData = "#{codepipeline.PipelineExecutionId}: release to #{variables.channel}"
    }
  }
}"##,
        Edit {
            replace: "#{variables.channel}",
            with: "#{codepipeline.channel}",
        },
    ),
    judge: Judge::Pipeline(variables_of_codepipeline_exist),
};

fn variables_of_codepipeline_exist(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let variables: Vec<_> = pipeline.root.blocks("variable").collect();
    for consumer in &pipeline.consumers {
        let configuration = consumer.node.get("configuration");
        for (key, reference) in references::in_configuration(&configuration) {
            let Some(name) = reference
                .strip_prefix("codepipeline.")
                .filter(|name| *name != "PipelineExecutionId")
            else {
                continue;
            };
            let is_own = variables.iter().any(|variable| variable.string("name") == Some(name));
            let fix = if is_own {
                format!("The pipeline has a variable of that name: write #{{variables.{name}}}.")
            } else {
                "Write #{codepipeline.PipelineExecutionId}, or #{variables.NAME} for a variable of the pipeline."
                    .to_owned()
            };
            let detail = format!(
                "CodePipeline has no documented variable {} (in the {}). {fix}",
                quote(name),
                consumer.label()
            );
            findings.warning(
                configuration.key(key).path,
                format!("Unknown variable #{{{reference}}}"),
                detail,
            );
        }
    }
}
