//! Transitions into the stages of a pipeline.

use aws_sdk_codepipeline::types::StageTransitionType;
use serde_json::Value;

use super::api::{Pipelines, call};
use crate::aws::{
    error::{Error, found},
    wait::Patience,
    wire::{failed, missing},
};

/// The transition into a stage.
///
/// Shape: `TransitionState` of the CodePipeline API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Name of the stage.
    pub stage: String,
    /// Whether executions may enter the stage.
    pub is_enabled: bool,
    /// Why it is disabled.
    pub reason: Option<String>,
    /// ARN of the user who changed it last.
    pub changed_by: Option<String>,
}

impl Pipelines {
    /// Returns the transitions into the stages of a pipeline, in their order, or `None` if the pipeline does not exist.
    ///
    /// # Errors
    /// Returns the failure of `GetPipelineState`.
    pub async fn transitions(&self, region: &str, pipeline: &str) -> Result<Option<Vec<Transition>>, Error> {
        let Some(state) = self.state(region, pipeline).await? else {
            return Ok(None);
        };
        let stages = state["stageStates"].as_array().into_iter().flatten();
        let transitions = stages
            .map(|stage| transition(stage).ok_or_else(|| missing(call("GetPipelineState"), "inboundTransitionState")));
        transitions.collect::<Result<_, _>>().map(Some)
    }

    /// Disables the transition into a stage, or changes the reason.
    ///
    /// # Errors
    /// Returns the failure of `DisableStageTransition`.
    pub async fn disable_transition(
        &self,
        region: &str,
        pipeline: &str,
        stage: &str,
        reason: &str,
        patience: &Patience,
    ) -> Result<(), Error> {
        let client = self.client(region).await?;
        let request = client
            .disable_stage_transition()
            .pipeline_name(pipeline)
            .stage_name(stage);
        let request = request.transition_type(StageTransitionType::Inbound).reason(reason);
        self.persist(patience, async || {
            let sent = request.clone().send().await;
            sent.map(drop)
                .map_err(|error| failed(call("DisableStageTransition"), error))
        })
        .await
    }

    /// Enables the transition into a stage; succeeds if the pipeline or the stage does not exist.
    ///
    /// # Errors
    /// Returns the failure of `EnableStageTransition`.
    pub async fn enable_transition(
        &self,
        region: &str,
        pipeline: &str,
        stage: &str,
        patience: &Patience,
    ) -> Result<(), Error> {
        let client = self.client(region).await?;
        let request = client
            .enable_stage_transition()
            .pipeline_name(pipeline)
            .stage_name(stage);
        let request = request.transition_type(StageTransitionType::Inbound);
        let enabled = self.persist(patience, async || {
            let sent = request.clone().send().await;
            sent.map(drop)
                .map_err(|error| failed(call("EnableStageTransition"), error))
        });
        found(enabled.await).map(|_| ())
    }
}

/// Returns the transition of a `StageState`; `None` if it lacks a required member.
fn transition(stage: &Value) -> Option<Transition> {
    let state = &stage["inboundTransitionState"];
    let text = |member: &str| state[member].as_str().map(str::to_owned);
    Some(Transition {
        stage: stage["stageName"].as_str()?.to_owned(),
        is_enabled: state["enabled"].as_bool()?,
        reason: text("disabledReason"),
        changed_by: text("lastChangedBy"),
    })
}
