//! The region of an action.

use super::partitions::is_possible;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::OpenPipeline,
};

/// Action that cannot run in another region.
pub const ACTION_REGION: Check = Check {
    code: "CPGL065",
    severity: Severity::Error,
    title: "Action that cannot run in another region",
    cause: "Source actions, and actions of the owners Custom and ThirdParty, run in the region of the pipeline only.",
    fix: "Remove `region` from the action.",
    example: Example::new(
        Place::Pipeline,
        r#"region = "eu-west-1"

artifact_store {
  type     = "S3"
  location = "artifacts-eu"
  region   = "eu-west-1"
}

artifact_store {
  type     = "S3"
  location = "artifacts-us"
  region   = "us-east-1"
}

stage {
  name = "Verify"

  action {
    name     = "Verify"
    category = "Test"
    owner    = "Custom"
    provider = "OurTool"
    version  = "1"
  }
}"#,
        Edit {
            replace: r#"version  = "1""#,
            with: r#"version  = "1"
    region   = "us-east-1""#,
        },
    ),
    judge: Judge::Pipeline(only_actions_of_aws_run_elsewhere),
};

fn only_actions_of_aws_run_elsewhere(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let Some(own) = pipeline.region else { return };
    for action in pipeline.actions() {
        let region = action.node.get("region");
        let Some(text) = action
            .node
            .string("region")
            .filter(|text| *text != own && is_possible(pipeline, text))
        else {
            continue;
        };
        let kind = match (action.category(), action.owner()) {
            (Some("Source"), _) => "Source actions".to_owned(),
            (_, Some(owner @ ("Custom" | "ThirdParty"))) => format!("Actions of the owner {owner}"),
            _ => continue,
        };
        let detail = format!(
            "The action {} has region = \"{text}\", and the pipeline is in {own}. {kind} run in the region of the pipeline \
             only. Remove `region`.",
            action.label()
        );
        findings.error(region.path, "Action that cannot run in another region", detail);
    }
}
