//! Full clones: a reference that only CodeBuild can follow.

use super::{
    findings::Findings,
    sketch::{Action, Sketch},
};
use crate::framework::quote::quote;
use crate::{
    framework::path::Path,
    provider::{checks::codes, resources::pipeline::action::CONNECTION_SOURCE},
};

/// What messages about full clones through a connection end in.
const OF_CONNECTION: &str = "The role of the CodeBuild project needs codeconnections:UseConnection and \
                             codestar-connections:UseConnection on the connection, whichever of the two its ARN has; \
                             provider::codepipeline::full_clone_policy gives the policy.";
/// What those about full clones of CodeCommit end in.
const OF_CODECOMMIT: &str = "The role of the CodeBuild project needs codecommit:GitPull on the repository.";

pub(super) fn only_builds_clone(sketch: &Sketch<'_>, findings: &mut Findings) {
    for source in sketch.actions().filter(|action| role_advice(action).is_some()) {
        if source.setting("OutputArtifactFormat").text() != Some("CODEBUILD_CLONE_REF") {
            continue;
        }
        for (_, artifact) in source.outputs().known {
            for consumer in sketch.actions() {
                for (at, _) in consumer
                    .inputs()
                    .known
                    .into_iter()
                    .filter(|(_, input)| *input == artifact)
                {
                    judge(source, consumer, artifact, at, findings);
                }
            }
        }
    }
}

/// What CodeBuild needs to clone what this source hands on; none for sources that know no full clone.
fn role_advice(source: &Action<'_>) -> Option<&'static str> {
    match source.provider()? {
        _ if source.category() != Some("Source") || source.owner() != Some("AWS") => None,
        CONNECTION_SOURCE => Some(OF_CONNECTION),
        "CodeCommit" => Some(OF_CODECOMMIT),
        _ => None,
    }
}

fn judge(source: &Action<'_>, consumer: &Action<'_>, artifact: &str, at: Path, findings: &mut Findings) {
    let Some(provider) = consumer.provider().filter(|provider| *provider != "CodeBuild") else {
        return;
    };
    let role = role_advice(source).unwrap_or_default();
    let cause = format!(
        "The source action {} makes {artifact} with OutputArtifactFormat = \"CODEBUILD_CLONE_REF\": a reference to clone, not \
         the files.",
        source.label(),
        artifact = quote(artifact)
    );
    if matches!(provider, "Commands" | "ECRBuildAndPublish") {
        let detail = format!(
            "{cause} AWS documents it for CodeBuild only; whether {provider} can clone is not documented. If the action fails, \
             write CODE_ZIP, or let a CodeBuild action take the artifact. {role}"
        );
        findings.warning(
            codes::DOUBTFUL_CLONE,
            at,
            format!("The action {} may not be able to clone", consumer.label()),
            detail,
        );
    } else {
        let detail = format!(
            "{cause} Only CodeBuild can clone it, and the action {} is of the provider {provider}: it would fail when the pipeline \
             runs. Write OutputArtifactFormat = \"CODE_ZIP\" in the source, or put a CodeBuild action between. {role}",
            consumer.label()
        );
        findings.error(
            codes::CLONE,
            at,
            format!("The action {} cannot clone", consumer.label()),
            detail,
        );
    }
}
