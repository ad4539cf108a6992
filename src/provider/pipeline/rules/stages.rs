//! Stages and the names of their actions.

use super::{
    limits::{self, Count, Limit},
    unique::{Named, UniqueName},
};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::OpenPipeline,
};

/// Number of stages.
pub const STAGE_COUNT: Check = Check {
    code: "CPGL040",
    severity: Severity::Error,
    title: "Number of stages",
    cause: "A pipeline has 2 to 50 stages.",
    fix: "Add a stage that uses the sources, such as a build or a manual approval, or merge stages.",
    example: Example::new(
        Place::Stages,
        r#"stage {
  name = "Source"

  action {
    name             = "GitLab"
    category         = "Source"
    owner            = "AWS"
    provider         = "CodeStarSourceConnection"
    version          = "1"
    output_artifacts = ["source"]

    configuration = {
      ConnectionArn    = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
      FullRepositoryId = "acme/platform/payments-api"
      BranchName       = "main"
    }
  }
}

stage {
  name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
        Edit {
            replace: r#"}

stage {
  name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
            with: "}",
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        limits::judge(
            &[Limit {
                items: "stages",
                at_least: 2,
                at_most: 50,
                counts: |pipeline| vec![Count::of("The pipeline", &pipeline.root.get("stage"))],
                fix: "A pipeline needs a stage with sources and a stage that uses them; merge stages or split the pipeline \
                      if it has too many.",
            }],
            pipeline,
            findings,
        );
    }),
};

/// Stage without actions.
pub const EMPTY_STAGE: Check = Check {
    code: "CPGL041",
    severity: Severity::Error,
    title: "Stage without actions",
    cause: "Every stage needs at least one action.",
    fix: "Add an action to the stage, or remove the stage.",
    example: Example::new(
        Place::Pipeline,
        r#"stage {
  name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
        Edit {
            replace: r#"name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }"#,
            with: r#"name = "Approve""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        for stage in &pipeline.stages.known {
            if stage.actions.is_complete && stage.actions.known.is_empty() {
                let detail = format!(
                    "The stage {} has no actions. Add at least one `action` block, or remove the stage.",
                    stage.label()
                );
                findings.error(stage.node.path.clone(), "Stage without actions", detail);
            }
        }
    }),
};

/// Action in the first stage that is not a source.
pub const FIRST_STAGE: Check = Check {
    code: "CPGL042",
    severity: Severity::Error,
    title: "First stage with actions other than sources",
    cause: "The first stage can have source actions only.",
    fix: "Move other actions to a later stage.",
    example: Example::new(
        Place::SourceStage,
        r#"action {
  name             = "Templates"
  category         = "Source"
  owner            = "AWS"
  provider         = "S3"
  version          = "1"
  output_artifacts = ["templates"]

  configuration = {
    S3Bucket    = "acme-templates"
    S3ObjectKey = "templates.zip"
  }
}"#,
        Edit {
            replace: r#"name             = "Templates"
  category         = "Source"
  owner            = "AWS"
  provider         = "S3"
  version          = "1"
  output_artifacts = ["templates"]

  configuration = {
    S3Bucket    = "acme-templates"
    S3ObjectKey = "templates.zip"
  }"#,
            with: r#"name     = "Approve"
  category = "Approval"
  owner    = "AWS"
  provider = "Manual"
  version  = "1""#,
        },
    ),
    judge: Judge::Pipeline(first_stage_has_sources_only),
};

fn first_stage_has_sources_only(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for action in pipeline.actions().filter(|action| action.stage == 0) {
        if let Some(category) = action.category().filter(|category| *category != "Source") {
            let detail = format!(
                "The first stage can have source actions only, and its action {} has the category {category}. Move it to a \
                 later stage.",
                action.label()
            );
            let at = action.node.get("category").path;
            findings.error(at, "First stage with actions other than sources", detail);
        }
    }
}

/// Source action outside the first stage.
pub const LATE_SOURCE: Check = Check {
    code: "CPGL043",
    severity: Severity::Error,
    title: "Source action outside the first stage",
    cause: "Source actions can be in the first stage only.",
    fix: "Move the source action to the first stage.",
    example: Example::new(
        Place::LaterStage,
        r#"action {
  name     = "Approve"
  category = "Approval"
  owner    = "AWS"
  provider = "Manual"
  version  = "1"
}"#,
        Edit {
            replace: r#"name     = "Approve"
  category = "Approval"
  owner    = "AWS"
  provider = "Manual"
  version  = "1""#,
            with: r#"name             = "Templates"
  category         = "Source"
  owner            = "AWS"
  provider         = "S3"
  version          = "1"
  output_artifacts = ["templates"]

  configuration = {
    S3Bucket    = "acme-templates"
    S3ObjectKey = "templates.zip"
  }"#,
        },
    ),
    judge: Judge::Pipeline(sources_are_in_the_first_stage),
};

fn sources_are_in_the_first_stage(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for stage in pipeline.stages.known.iter().skip(1) {
        for action in &stage.actions.known {
            if action.category() == Some("Source") {
                let detail = format!(
                    "The action {} is a source, and the stage {} is not the first. Move the action to the first stage: \
                     source actions there run at the same time.",
                    action.label(),
                    stage.label()
                );
                let at = action.node.get("category").path;
                findings.error(at, "Source action outside the first stage", detail);
            }
        }
    }
}

/// Duplicate stage name.
pub const STAGE_NAME: Check = Check {
    code: "CPGL044",
    severity: Severity::Error,
    title: "Duplicate stage name",
    cause: "The stages of a pipeline must have different names.",
    fix: "Rename one of the stages.",
    example: Example::new(
        Place::Pipeline,
        r#"stage {
  name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
        Edit {
            replace: r#"name = "Approve""#,
            with: r#"name = "Build""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        let stages = pipeline.stages.known.iter();
        let names = stages.filter_map(|stage| Named::block(&stage.node, "name"));
        let unique = UniqueName {
            noun: "stage name",
            rule: "The stages of a pipeline must have different names. Rename one of them.",
        };
        unique.judge(names, findings);
    }),
};

/// Duplicate action name in a stage.
pub const ACTION_NAME: Check = Check {
    code: "CPGL045",
    severity: Severity::Error,
    title: "Duplicate action name in a stage",
    cause: "The actions of a stage must have different names.",
    fix: "Rename one of the actions.",
    example: Example::new(
        Place::LaterStage,
        r#"action {
  name     = "Approve-Build"
  category = "Approval"
  owner    = "AWS"
  provider = "Manual"
  version  = "1"
}"#,
        Edit {
            replace: r#""Approve-Build""#,
            with: r#""Build""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        for stage in &pipeline.stages.known {
            let actions = stage.actions.known.iter();
            let names = actions.filter_map(|action| Named::block(&action.node, "name"));
            let unique = UniqueName {
                noun: "action name",
                rule: "The actions of a stage must have different names. Rename one of them.",
            };
            unique.judge(names, findings);
        }
    }),
};
