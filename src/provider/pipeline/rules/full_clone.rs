//! Full clones: a reference that only CodeBuild can clone.

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, CONNECTION_SOURCE, OpenPipeline, ResourceType},
};

/// Full clone for an action that cannot clone.
pub const CLONE: Check = Check {
    code: "CPGL020",
    severity: Severity::Error,
    title: "Full clone for an action that cannot clone",
    cause: "A source that uses a connection or CodeCommit, with `OutputArtifactFormat = \"CODEBUILD_CLONE_REF\"`, \
            outputs a reference that only CodeBuild can clone. Any other action fails when the pipeline runs.",
    fix: "Set `CODE_ZIP`, or put a CodeBuild action between the source and this action. The role of the CodeBuild \
          project needs `codeconnections:UseConnection` and `codestar-connections:UseConnection` on the connection, \
          regardless of the prefix of its ARN (the function `full_clone_policy` returns the policy), or \
          `codecommit:GitPull` on a CodeCommit repository.",
    example: Example::new(
        Place::SourceConfiguration,
        r#"OutputArtifactFormat = "CODE_ZIP" # an S3 action uses the artifact"#,
        Edit {
            replace: r#""CODE_ZIP""#,
            with: r#""CODEBUILD_CLONE_REF""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        for clone in clones(pipeline).filter(|clone| !clone.may_work()) {
            clone.report_error(findings);
        }
    }),
};

/// Full clone for an action that may not be able to clone.
pub const DOUBTFUL_CLONE: Check = Check {
    code: "CPGL021",
    severity: Severity::Warning,
    title: "Full clone for an action that may not be able to clone",
    cause: "AWS documents CodeBuild as the only consumer of a full clone. It does not document whether the actions Commands \
            and ECRBuildAndPublish, which run in CodeBuild, can clone.",
    fix: "If the action fails, set `CODE_ZIP`, or use a CodeBuild action.",
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
      ConnectionArn        = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
      FullRepositoryId     = "acme/platform/payments-api"
      BranchName           = "main"
      OutputArtifactFormat = "CODEBUILD_CLONE_REF"
    }
  }
}

stage {
  name = "Build"

  action {
    name            = "Build"
    category        = "Build"
    owner           = "AWS"
    provider        = "CodeBuild"
    version         = "1"
    input_artifacts = ["source"]

    configuration = {
      ProjectName = "payments-build"
    }
  }
}"#,
        Edit {
            replace: r#"category        = "Build"
    owner           = "AWS"
    provider        = "CodeBuild"
    version         = "1"
    input_artifacts = ["source"]

    configuration = {
      ProjectName = "payments-build"
    }"#,
            with: r#"category        = "Compute"
    owner           = "AWS"
    provider        = "Commands"
    version         = "1"
    commands        = ["git describe", "make"]
    input_artifacts = ["source"]"#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        for clone in clones(pipeline).filter(Clone::may_work) {
            clone.report_doubt(findings);
        }
    }),
};

/// A full clone that an action other than CodeBuild uses.
struct Clone<'s, 'a> {
    source: &'s Action<'a>,
    consumer: &'s Action<'a>,
    /// Provider of the consumer.
    provider: &'a str,
    artifact: &'a str,
    /// Path of the artifact in the consumer.
    at: Path,
    resource_type: ResourceType,
}

fn clones<'s, 'a>(pipeline: &'s OpenPipeline<'a>) -> impl Iterator<Item = Clone<'s, 'a>> {
    let is_full_clone =
        |source: &&Action<'a>| source.setting("OutputArtifactFormat").as_str() == Some("CODEBUILD_CLONE_REF");
    let sources = pipeline.actions().filter(|action| role_needs(action).is_some());
    let artifacts = sources.filter(is_full_clone).flat_map(|source| {
        let outputs = source.outputs().known.into_iter();
        outputs.map(move |(_, artifact)| (source, artifact))
    });
    artifacts.flat_map(move |(source, artifact)| {
        let consumers = pipeline.actions().filter_map(|consumer| {
            let provider = consumer.provider().filter(|provider| *provider != "CodeBuild")?;
            Some((consumer, provider))
        });
        consumers.flat_map(move |(consumer, provider)| {
            let inputs = consumer.inputs().known.into_iter();
            inputs
                .filter(move |(_, input)| *input == artifact)
                .map(move |(at, _)| Clone {
                    source,
                    consumer,
                    provider,
                    artifact,
                    at,
                    resource_type: pipeline.resource_type,
                })
        })
    })
}

/// Returns the permission that CodeBuild needs to clone the output of this source; `None` for sources without full
/// clones.
fn role_needs(source: &Action<'_>) -> Option<&'static str> {
    match source.provider()? {
        _ if source.category() != Some("Source") || source.owner() != Some("AWS") => None,
        CONNECTION_SOURCE => Some(
            "The role of the CodeBuild project needs codeconnections:UseConnection and \
             codestar-connections:UseConnection on the connection, regardless of the prefix of its ARN; \
             provider::codepipeline::full_clone_policy returns the policy.",
        ),
        "CodeCommit" => Some("The role of the CodeBuild project needs codecommit:GitPull on the repository."),
        _ => None,
    }
}

impl Clone<'_, '_> {
    /// Whether AWS does not document that the consumer cannot clone.
    fn may_work(&self) -> bool {
        matches!(self.provider, "Commands" | "ECRBuildAndPublish")
    }

    fn report_error(self, findings: &mut Findings) {
        let detail = format!(
            "{} Only CodeBuild can clone it: the action {} of the provider {} fails when the pipeline runs. Set {} in \
             the source, or put a CodeBuild action between the source and this action. {}",
            self.cause(),
            self.consumer.label(),
            self.provider,
            self.code_zip(),
            role_needs(self.source).unwrap_or_default()
        );
        let summary = format!("The action {} cannot clone", self.consumer.label());
        findings.error(self.at, summary, detail);
    }

    fn report_doubt(self, findings: &mut Findings) {
        let detail = format!(
            "{} AWS documents full clones for CodeBuild only, and does not document whether {} can clone. If the \
             action fails, set {}, or use a CodeBuild action. {}",
            self.cause(),
            self.provider,
            self.code_zip(),
            role_needs(self.source).unwrap_or_default()
        );
        let summary = format!("The action {} may not be able to clone", self.consumer.label());
        findings.warning(self.at, summary, detail);
    }

    fn cause(&self) -> String {
        let format = self
            .resource_type
            .assignment("OutputArtifactFormat", "CODEBUILD_CLONE_REF");
        format!(
            "The source action {} produces {} with {format}: a reference to clone instead of the files.",
            self.source.label(),
            quote(self.artifact)
        )
    }

    fn code_zip(&self) -> String {
        self.resource_type.assignment("OutputArtifactFormat", "CODE_ZIP")
    }
}
