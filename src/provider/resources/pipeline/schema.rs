//! The resource type, its computed attributes and its identity.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::typed::Attributes;

use crate::provider::{
    object_list::ObjectList,
    pipeline::{
        model::{arguments::Arguments, trigger::Trigger},
        write_only::WriteOnlyKeys,
    },
    replaced::{Kept, Remembers, Replaced},
    source_connections,
};

/// A pipeline of AWS CodePipeline.
#[derive(Debug)]
pub struct Pipeline;

/// The computed attributes.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// ARN of the pipeline.
    #[attr(use_state_for_unknown)]
    pub arn: String,
    /// URL of the pipeline in the AWS console.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// Name of the pipeline.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// All triggers of the pipeline, including those that AWS adds by default.
    pub trigger_all: ObjectList<Trigger>,
    /// ARNs of the connections that were not `AVAILABLE` when this resource last saved the pipeline, so AWS has not
    /// registered webhooks for them. Once one of them is `AVAILABLE`, the next apply saves the pipeline again.
    pub unregistered_connections: BTreeSet<String>,
    /// Version of the pipeline, which AWS increments with each change.
    pub version: Option<i64>,
}

/// Identity of a pipeline.
#[derive(Attributes, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// AWS account of the pipeline, 12 digits.
    pub account_id: Option<String>,
    /// Region of the pipeline.
    pub region: Option<String>,
    /// Name of the pipeline.
    pub name: String,
}

/// The private data of a pipeline.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Remembered {
    /// The connections that have become available.
    #[serde(flatten)]
    pub connections: source_connections::Remembered,
    /// The pipeline that a plan replaces.
    #[serde(default)]
    pub replaced: Option<Replaced>,
    /// Whether the pipeline was moved from hashicorp/aws since the last apply.
    #[serde(default)]
    pub moved: bool,
    /// Time of its creation, which a later pipeline of its name does not have.
    #[serde(default)]
    pub created: Option<String>,
    /// The keys of the write-only settings of its last save.
    #[serde(default)]
    pub write_only: WriteOnlyKeys,
}

impl Remembers for Remembered {
    fn replaced(&mut self) -> &mut Option<Replaced> {
        &mut self.replaced
    }
}

/// The values that the replacement of a pipeline inherits.
pub(super) const KEPT: Kept = Kept {
    argument: Arguments::PIPELINE_TYPE.name,
    default: "V2",
    status: None,
};
