//! Full clones: a reference that only CodeBuild can follow.

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::{
    findings::Findings,
    sketch::{Action, Sketch},
    syntax::Syntax,
};
use crate::provider::{checks::codes, pipeline::model::action::CONNECTION_SOURCE};

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
                    let clone = Clone {
                        source,
                        consumer,
                        artifact,
                        syntax: sketch.syntax,
                    };
                    clone.judge(at, findings);
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

/// A full clone that somebody takes.
struct Clone<'s, 'a> {
    source: &'s Action<'a>,
    consumer: &'s Action<'a>,
    artifact: &'a str,
    syntax: Syntax,
}

impl Clone<'_, '_> {
    fn judge(&self, at: Path, findings: &mut Findings) {
        let Some(provider) = self.consumer.provider().filter(|provider| *provider != "CodeBuild") else {
            return;
        };
        let (consumer, format) = (self.consumer.label(), "OutputArtifactFormat");
        let role = role_advice(self.source).unwrap_or_default();
        let code_zip = self.syntax.set(format, "CODE_ZIP");
        let cause = format!(
            "The source action {} makes {} with {}: a reference to clone, not the files.",
            self.source.label(),
            quote(self.artifact),
            self.syntax.set(format, "CODEBUILD_CLONE_REF")
        );
        if matches!(provider, "Commands" | "ECRBuildAndPublish") {
            let detail = format!(
                "{cause} AWS documents it for CodeBuild only; whether {provider} can clone is not documented. If the action \
                 fails, write {code_zip}, or let a CodeBuild action take the artifact. {role}"
            );
            let summary = format!("The action {consumer} may not be able to clone");
            findings.warning(codes::DOUBTFUL_CLONE, at, summary, detail);
        } else {
            let detail = format!(
                "{cause} Only CodeBuild can clone it, and the action {consumer} is of the provider {provider}: it would fail when \
                 the pipeline runs. Write {code_zip} in the source, or put a CodeBuild action between. {role}"
            );
            findings.error(codes::CLONE, at, format!("The action {consumer} cannot clone"), detail);
        }
    }
}
