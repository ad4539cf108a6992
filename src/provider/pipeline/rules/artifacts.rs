//! Artifacts: produced by one action, used by later ones.

use std::collections::BTreeMap;

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::unique::{Named, UniqueName};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, Consumer, OpenPipeline},
};

/// Artifact used before it is produced.
pub const INPUT_ARTIFACT: Check = Check {
    code: "CPGL046",
    severity: Severity::ErrorOrWarning,
    title: "Artifact used before it is produced",
    cause: "An action uses an artifact that no action produces, or that is produced at the same time or later. In the \
            rule of a condition, this is a warning.",
    fix: "Use an artifact of an earlier stage, or of an action of the same stage with a lower `run_order`.",
    example: Example::new(
        Place::Action,
        r#"input_artifacts = ["source"] # the output artifact of a source action"#,
        Edit {
            replace: r#"["source"] # the output artifact of a source action"#,
            with: r#"["sources"]"#,
        },
    ),
    judge: Judge::Pipeline(inputs_are_produced_before),
};

fn inputs_are_produced_before(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let producers = Producers::of(pipeline);
    for consumer in &pipeline.consumers {
        for (at, name) in consumer.node.artifacts("input_artifacts").known {
            match producers.origin(consumer, name) {
                Origin::Earlier | Origin::Unknown => {}
                Origin::NotEarlier(producer) => produced_too_late(findings, at, consumer, name, producer),
                Origin::Nowhere => not_produced(pipeline, findings, at, consumer, name),
            }
        }
    }
}

/// The origin of an artifact for its consumer.
enum Origin<'s, 'a> {
    Earlier,
    NotEarlier(&'s Action<'a>),
    Nowhere,
    Unknown,
}

/// The producers of artifacts.
struct Producers<'s, 'a> {
    by_artifact: BTreeMap<&'a str, Vec<&'s Action<'a>>>,
    /// Actions that may produce further artifacts.
    with_unknown_outputs: Vec<&'s Action<'a>>,
    /// Whether every action is known.
    is_complete: bool,
}

impl<'s, 'a> Producers<'s, 'a> {
    fn of(pipeline: &'s OpenPipeline<'a>) -> Self {
        let mut producers = Self {
            by_artifact: BTreeMap::new(),
            with_unknown_outputs: Vec::new(),
            is_complete: pipeline.is_complete(),
        };
        for action in pipeline.actions() {
            let outputs = action.outputs();
            for (_, output) in outputs.known {
                producers.by_artifact.entry(output).or_default().push(action);
            }
            if !outputs.is_complete {
                producers.with_unknown_outputs.push(action);
            }
        }
        producers
    }

    fn origin(&self, consumer: &Consumer<'a>, name: &str) -> Origin<'s, 'a> {
        let producers = self.by_artifact.get(name).map_or(&[][..], Vec::as_slice);
        let precedes = |action: &&Action<'a>| action.precedes(consumer.position);
        if producers.iter().any(|producer| precedes(producer) == Some(true)) {
            return Origin::Earlier;
        }
        let may_be_earlier = producers.iter().any(|producer| precedes(producer).is_none())
            || self
                .with_unknown_outputs
                .iter()
                .any(|action| precedes(action) != Some(false));
        if !self.is_complete || may_be_earlier {
            return Origin::Unknown;
        }
        producers
            .first()
            .map_or(Origin::Nowhere, |producer| Origin::NotEarlier(producer))
    }
}

fn produced_too_late(
    findings: &mut Findings,
    at: Path,
    consumer: &Consumer<'_>,
    artifact: &str,
    producer: &Action<'_>,
) {
    let (user, maker, artifact) = (consumer.label(), producer.label(), quote(artifact));
    let fix = if consumer.is_rule {
        "Use an artifact of an earlier stage, or move the rule to `on_success`.".to_owned()
    } else if producer.node.path == consumer.node.path {
        "An action cannot use its own output artifact.".to_owned()
    } else if producer.position().is_in_stage_of(consumer.position) {
        format!(
            "Both are in one stage, where actions with the same run_order run in parallel: give the {user} a higher \
             run_order than {maker}."
        )
    } else {
        format!("Move the {user} to a stage after that of {maker}.")
    };
    let detail = format!("The {user} uses the artifact {artifact}, which {maker} does not produce earlier. {fix}");
    let summary = format!("Artifact {artifact} is used before it is produced");
    findings.in_consumer(consumer, at, summary, detail);
}

fn not_produced(
    pipeline: &OpenPipeline<'_>,
    findings: &mut Findings,
    at: Path,
    consumer: &Consumer<'_>,
    artifact: &str,
) {
    let earlier = pipeline
        .actions()
        .filter(|action| action.precedes(consumer.position) == Some(true));
    let names = earlier.flat_map(|action| action.outputs().known);
    let names: Vec<String> = names.map(|(_, name)| quote(name)).collect();
    let artifact = quote(artifact);
    let fix = if names.is_empty() {
        "No earlier action produces an artifact. Add `output_artifacts` to an earlier action.".to_owned()
    } else {
        format!(
            "Earlier actions produce {}. Use one of these, or add {artifact} to the `output_artifacts` of an earlier action.",
            names.join(", ")
        )
    };
    let detail = format!(
        "The {} uses the artifact {artifact}, which no action produces. {fix}",
        consumer.label()
    );
    let summary = format!("No action produces the artifact {artifact}");
    findings.in_consumer(consumer, at, summary, detail);
}

/// Duplicate artifact name.
pub const OUTPUT_ARTIFACT: Check = Check {
    code: "CPGL047",
    severity: Severity::Error,
    title: "Duplicate artifact name",
    cause: "The names of output artifacts are unique within a pipeline.",
    fix: "Rename one of the artifacts.",
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
            replace: r#"["templates"]"#,
            with: r#"["source"]"#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        let of_action = |action: &Action<'_>| format!("The action {}", action.label());
        let names = pipeline.actions().flat_map(|action| {
            let outputs = action.outputs().known.into_iter();
            outputs.map(move |(at, name)| Named::new(name, at, of_action(action)))
        });
        let unique = UniqueName {
            noun: "output artifact",
            rule: "The names of output artifacts are unique within a pipeline. Rename one of them.",
        };
        unique.judge(names, findings);
    }),
};
