//! The transition as AWS has it, and what prevents its creation.

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::schema::Arguments;
use crate::{
    aws::pipelines::Transition,
    provider::{notices::steps, pipelines},
};

/// What AWS returned for a stage.
pub(super) enum Found {
    NoPipeline,
    /// The pipeline has only these stages.
    NoStage(Vec<String>),
    Stage(Transition),
}

impl Found {
    /// Finds the stage among the transitions of its pipeline.
    pub(super) fn of(transitions: Option<Vec<Transition>>, stage: &str) -> Self {
        let Some(transitions) = transitions else {
            return Self::NoPipeline;
        };
        match transitions.iter().position(|transition| transition.stage == stage) {
            Some(index) => Self::Stage(transitions[index].clone()),
            None => Self::NoStage(transitions.into_iter().map(|transition| transition.stage).collect()),
        }
    }

    /// Returns the reason why the transition cannot be disabled for `reason`.
    pub(super) fn obstacle(&self, stage: &Stage, reason: Option<&str>) -> Option<Diagnostic> {
        match self {
            Self::NoPipeline => Some(stage.without_pipeline()),
            Self::NoStage(stages) => Some(stage.not_in(stages)),
            // An equal reason means that a response of an earlier apply was lost.
            Self::Stage(transition) if transition.is_enabled || transition.reason.as_deref() == reason => None,
            Self::Stage(transition) => Some(stage.is_disabled(transition)),
        }
    }

    /// Returns the error that the transition cannot be imported.
    pub(super) fn not_importable(&self, stage: &Stage) -> Diagnostic {
        match self {
            Self::NoPipeline => pipelines::not_found_by_import(&stage.region, &stage.pipeline),
            Self::NoStage(stages) => stage.not_in(stages),
            Self::Stage(_) => stage.is_enabled(),
        }
    }
}

/// A stage of a pipeline.
#[derive(PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) region: String,
    pub(super) pipeline: String,
    pub(super) name: String,
}

impl Stage {
    fn without_pipeline(&self) -> Diagnostic {
        let Self { region, pipeline, name } = self;
        pipelines::not_found(pipeline, region, &format!("The pipeline of the stage {name:?}"))
    }

    fn not_in(&self, stages: &[String]) -> Diagnostic {
        let Self { pipeline, name, .. } = self;
        Diagnostic::error(
            format!("The pipeline {pipeline:?} has no stage {name:?}"),
            format!(
                "Its stages are {}. Names of stages are case-sensitive. If the same configuration adds the stage, write \
                 pipeline_name = codepipeline_pipeline.NAME.name, so that it is added first.",
                pipelines::quoted_names(stages.iter().map(String::as_str))
            ),
        )
        .at(Arguments::STAGE_NAME.path())
    }

    fn is_disabled(&self, transition: &Transition) -> Diagnostic {
        let Self { region, pipeline, name } = self;
        let by = transition.changed_by.as_deref();
        let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
        let reason = transition.reason.as_deref().unwrap_or_default();
        let id = format!("{pipeline}/{name}@{region}");
        Diagnostic::error(
            format!("The transition into the stage {name:?} of {pipeline:?} is already disabled"),
            format!(
                "It was disabled{by}, with the reason {reason:?}. Destroying this resource would enable it again. To \
                 manage it, add this block with the address of your resource:\n\n{}",
                steps::import_block("codepipeline_stage_transition", name, &id)
            ),
        )
        .at(Arguments::STAGE_NAME.path())
    }

    /// Returns the error that the transition cannot be imported, since it is enabled.
    pub(super) fn is_enabled(&self) -> Diagnostic {
        let Self { pipeline, name, .. } = self;
        Diagnostic::error(
            format!("The transition into the stage {name:?} of {pipeline:?} is enabled"),
            "This resource manages a disabled transition. To disable it, apply the resource without an import.",
        )
    }
}
