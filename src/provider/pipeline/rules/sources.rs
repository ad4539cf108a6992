//! Source actions that use a connection.

use terraform_provider_sdk::diagnostics::{self, quote};

use super::allowed_values::{self, AllowedValues};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, Node, OpenPipeline},
};

/// Two branches of one repository.
pub const TWO_BRANCHES: Check = Check {
    code: "CPGL003",
    severity: Severity::Warning,
    title: "Two branches of one repository",
    cause: "Two sources of a pipeline detect changes on different branches of one repository. AWS documents that only one \
            of them starts the pipeline reliably.",
    fix: "Set `DetectChanges = \"false\"` for one of them, or create a pipeline for each branch.",
    example: Example::new(
        Place::SourceStage,
        r#"action {
  name             = "Next"
  category         = "Source"
  owner            = "AWS"
  provider         = "CodeStarSourceConnection"
  version          = "1"
  output_artifacts = ["next"]

  configuration = {
    ConnectionArn    = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
    FullRepositoryId = "acme/platform/payments-api"
    BranchName       = "next"
    DetectChanges    = "false"
  }
}"#,
        Edit {
            replace: r#"BranchName       = "next"
    DetectChanges    = "false""#,
            with: r#"BranchName       = "next""#,
        },
    ),
    judge: Judge::Pipeline(one_branch_detects_changes),
};

fn one_branch_detects_changes(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let triggered: Vec<Node<'_>> = pipeline
        .git_configurations()
        .map(|git| git.get("source_action_name"))
        .collect();
    let triggers_are_known = pipeline.root.get("trigger").elements().is_complete;
    if !triggers_are_known || triggered.iter().any(Node::is_unknown) {
        return;
    }
    let detects_changes = |source: &&Action<'_>| {
        let setting = source.setting("DetectChanges");
        let is_on = setting.value.is_null() || setting.as_str() == Some("true");
        is_on && source.name().is_some() && triggered.iter().all(|name| name.as_str() != source.name())
    };
    let detecting: Vec<&Action<'_>> = pipeline.connection_sources().filter(detects_changes).collect();
    for (index, source) in detecting.iter().enumerate() {
        let mut earlier = detecting[..index].iter();
        if let Some(other) = earlier.find(|other| is_other_branch(source, other)) {
            let (other, source_label) = (other.label(), source.label());
            let summary = format!("{other} and {source_label} use two branches of one repository");
            let detail = format!(
                "Both detect changes, and AWS documents that only one of several branches of a repository starts a pipeline \
                 reliably. Set {} for one of them, or create a pipeline for each branch.",
                pipeline.resource_type.assignment("DetectChanges", "false")
            );
            findings.warning(source.setting("BranchName").path, summary, detail);
        }
    }
}

/// Whether both use different branches of one repository.
fn is_other_branch(one: &Action<'_>, other: &Action<'_>) -> bool {
    let both = |key: &str| Some((one.setting(key).as_str()?, other.setting(key).as_str()?));
    let is_same = |key: &str| both(key).is_some_and(|(one, other)| one == other);
    let differs = both("BranchName").is_some_and(|(one, other)| one != other);
    is_same("ConnectionArn") && is_same("FullRepositoryId") && differs
}

/// Invalid value of a source setting.
pub const SETTING_VALUE: Check = Check {
    code: "CPGL022",
    severity: Severity::ErrorOrWarning,
    title: "Invalid value of a source setting",
    cause: "`OutputArtifactFormat` and `DetectChanges` of a source that uses a connection have two valid values each. \
            A value of `DetectChanges` in uppercase letters is a warning.",
    fix: "Set `OutputArtifactFormat` to `CODE_ZIP` or `CODEBUILD_CLONE_REF`, and `DetectChanges` to `true` or `false`.",
    example: Example::new(
        Place::SourceConfiguration,
        r#"OutputArtifactFormat = "CODE_ZIP""#,
        Edit {
            replace: r#""CODE_ZIP""#,
            with: r#""ZIP""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        allowed_values::judge(FORMATS, pipeline, findings);
        pipeline
            .connection_sources()
            .for_each(|source| detection_is_a_boolean(source, findings));
    }),
};

const FORMATS: &[AllowedValues] = &[AllowedValues {
    name: "OutputArtifactFormat",
    values: &["CODE_ZIP", "CODEBUILD_CLONE_REF"],
    severity: diagnostics::Severity::Error,
    nodes: |pipeline| {
        let sources = pipeline.connection_sources();
        sources
            .map(|source| {
                (
                    source.setting("OutputArtifactFormat"),
                    format!("source action {}", source.label()),
                )
            })
            .collect()
    },
}];

fn detection_is_a_boolean(source: &Action<'_>, findings: &mut Findings) {
    let setting = source.setting("DetectChanges");
    let text = match setting.as_str() {
        None | Some("" | "true" | "false") => return,
        Some(text) => text,
    };
    let lowercase = text.to_ascii_lowercase();
    let summary = format!(
        "DetectChanges of the source action {} is {}",
        source.label(),
        quote(text)
    );
    if matches!(lowercase.as_str(), "true" | "false") {
        let detail = format!(
            "AWS documents \"true\" and \"false\", in lowercase. Set {}.",
            quote(&lowercase)
        );
        findings.warning(setting.path, summary, detail);
    } else {
        findings.error(setting.path, summary, "DetectChanges must be true or false.");
    }
}
