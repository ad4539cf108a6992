//! The resource type, its arguments, its computed attributes and its identity.

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::typed::Attributes;

use crate::provider::checks;

/// The disabled transition into one stage of a pipeline.
#[derive(Debug)]
pub struct StageTransition;

/// Disables the transition into a stage of a pipeline as long as this resource exists: executions wait before the stage.
/// Destroying the resource enables the transition again, and a waiting execution enters the stage.
///
/// The pipeline may be managed in the same configuration, in another one, or by another tool: updates of a
/// `codepipeline_pipeline` do not change its transitions. If the transition is enabled out of band, the next apply
/// disables it again.
#[derive(Attributes, Clone, Debug)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// Name of the pipeline.
    #[attr(requires_replace, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Reason for disabling the transition, which the AWS console shows.
    #[attr(length(1..=300), pattern("[a-zA-Z0-9!@ ().*?-]+"))]
    pub reason: String,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(computed, requires_replace, use_state_for_unknown, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Name of the stage that no execution may enter.
    #[attr(requires_replace, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub stage_name: String,
}

/// The computed attributes.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// URL of the pipeline in the AWS console.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// Pipeline and stage: `release/Deploy`.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// ARN of the user or role that last changed the transition.
    pub last_changed_by: Option<String>,
    /// ARN of the pipeline.
    #[attr(use_state_for_unknown)]
    pub pipeline_arn: Option<String>,
}

/// The private state of a stage transition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// Whether the plan of a replacement creates the pipeline of the new transition.
    #[serde(default)]
    pub in_new_pipeline: bool,
}

/// Identity of a stage transition.
#[derive(Attributes, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// AWS account of the pipeline, 12 digits.
    pub account_id: Option<String>,
    /// Region of the pipeline.
    pub region: Option<String>,
    /// Name of the pipeline.
    pub pipeline_name: String,
    /// Name of the stage.
    pub stage_name: String,
}
