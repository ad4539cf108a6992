//! Configuration values that name an input artifact.

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::references;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, OpenPipeline},
};

/// Artifact that is not an input of the action.
pub const ARTIFACT_SETTING: Check = Check {
    code: "CPGL108",
    severity: Severity::Error,
    title: "Artifact that is not an input of the action",
    cause: "A key of the configuration names an artifact, such as `PrimarySource` or the part before `::` in \
            `TemplatePath`, and the artifact is not among the input artifacts of the action.",
    fix: "Use an input artifact, or add the artifact to `input_artifacts`.",
    example: Example::new(
        Place::Action,
        r#"category = "Deploy"
provider = "CloudFormation"

configuration = {
  ActionMode   = "CREATE_UPDATE"
  StackName    = "payments"
  RoleArn      = "arn:aws:iam::111122223333:role/stack"
  TemplatePath = "source::template.yaml"
}"#,
        Edit {
            replace: "source::",
            with: "other::",
        },
    ),
    judge: Judge::Pipeline(artifacts_are_inputs),
};

/// Form of a value that names an artifact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The name alone.
    Name,
    /// `ARTIFACT::FILE`.
    File,
    /// `ARTIFACT::FILE`, or something else.
    MaybeFile,
}

/// Keys that name an artifact, by provider.
const SETTINGS: &[(&str, &str, Form)] = &[
    ("CodeBuild", "PrimarySource", Form::Name),
    ("CloudFormation", "TemplatePath", Form::File),
    ("CloudFormation", "TemplateConfiguration", Form::File),
    ("CloudFormationStackSet", "TemplatePath", Form::File),
    ("CloudFormationStackSet", "Parameters", Form::MaybeFile),
    ("CloudFormationStackSet", "DeploymentTargets", Form::MaybeFile),
    ("CloudFormationStackInstances", "DeploymentTargets", Form::MaybeFile),
    ("CodeDeployToECS", "TaskDefinitionTemplateArtifact", Form::Name),
    ("CodeDeployToECS", "AppSpecTemplateArtifact", Form::Name),
    ("CodeDeployToECS", "Image1ArtifactName", Form::Name),
    ("CodeDeployToECS", "Image2ArtifactName", Form::Name),
    ("CodeDeployToECS", "Image3ArtifactName", Form::Name),
    ("CodeDeployToECS", "Image4ArtifactName", Form::Name),
];

fn artifacts_are_inputs(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for action in pipeline.actions().filter(|action| action.owner() == Some("AWS")) {
        for (_, key, form) in SETTINGS
            .iter()
            .filter(|(provider, ..)| action.provider() == Some(provider))
        {
            let setting = action.setting(key);
            if let Some(text) = references::literal(&setting) {
                judge(action, (key, *form), setting.path, text, findings);
            }
        }
    }
}

fn judge(action: &Action<'_>, (key, form): (&str, Form), at: Path, text: &str, findings: &mut Findings) {
    let inputs = action.inputs();
    let names: Vec<&str> = inputs
        .known
        .iter()
        .map(|(_, name)| *name)
        .filter(|name| !name.is_empty())
        .collect();
    let artifact = match (form, text.split_once("::")) {
        (Form::Name, _) => text,
        (_, Some((artifact, _))) => artifact,
        (Form::MaybeFile, None) => return,
        (Form::File, None) => {
            let example = names.first().map_or("ARTIFACT", |name| name);
            let detail = format!(
                "{key} of the action {} must name a file in an input artifact, such as {example}::{text}, but {} does not \
                 contain the name of an artifact.",
                action.label(),
                quote(text)
            );
            findings.error(at, format!("{key} without an artifact"), detail);
            return;
        }
    };
    if inputs.is_complete && !names.is_empty() && !names.contains(&artifact) {
        let detail = format!(
            "{key} of the action {} names the artifact {}, which is not one of its input artifacts: {}. Use one of them, or \
             add the artifact to `input_artifacts`.",
            action.label(),
            quote(artifact),
            names.join(", ")
        );
        findings.error(
            at,
            format!("{} is not an input of the action {}", quote(artifact), action.label()),
            detail,
        );
    }
}
