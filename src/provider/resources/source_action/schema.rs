//! The resource type, its arguments, its computed attributes, its identity and its private state.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::typed::{Attributes, Choice};

use super::part::Part;
use crate::provider::{checks, pipeline::model::trigger::Filters, source_connections};

/// One source action inside a pipeline of AWS CodePipeline.
#[derive(Debug)]
pub struct SourceAction;

/// Adds one source action (GitLab, or any other source that uses a connection) to a pipeline that another team or tool
/// owns, and leaves everything else in the pipeline unchanged.
///
/// AWS can write a pipeline only as a whole: each change reads the pipeline, changes this action and its trigger, and
/// writes the pipeline back, which cancels running executions. If the pipeline is changed out of band at the same time,
/// the provider merges both changes. It writes nothing if nothing changed.
///
/// A new action is added at the end of the first stage. If the same configuration manages the pipeline as a
/// `codepipeline_pipeline`, that resource needs `lifecycle { ignore_changes = [stage, trigger] }`.
///
/// AWS registers the repository's webhook when the pipeline is saved while the connection is `AVAILABLE`. Take
/// `connection_arn` from a `codepipeline_handshake`. If the action was added while the connection was not `AVAILABLE`,
/// the first apply after the handshake saves the pipeline again.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// Whether to save the pipeline even if the connection is not `AVAILABLE`; by default, the apply fails. Pushes
    /// cannot start the pipeline until it is saved again.
    pub allow_pending_connection: Option<bool>,
    /// Branch to fetch. Patterns that match several branches belong in `trigger`.
    pub branch_name: String,
    /// ARN of the connection, which may be in another region.
    pub connection_arn: String,
    /// Whether each push to the branch starts the pipeline. When omitted, `true` without a `trigger`, and `false` with
    /// one, because then only the trigger starts the pipeline.
    #[attr(computed)]
    pub detect_changes: Option<bool>,
    /// Repository. For GitLab, the path of the project with all its groups, such as `group/subgroup/project`.
    pub full_repository_id: String,
    /// Name of the action, unique in its stage.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub name: String,
    /// Namespace of the action's variables, which later actions use as `#{NAMESPACE.CommitId}`.
    #[attr(length(1..=100), pattern("[A-Za-z0-9@_-]+"))]
    pub namespace: Option<String>,
    /// Name of the output artifact, unique in the pipeline. Later actions use it as an input artifact.
    #[attr(length(1..=100), pattern("[a-zA-Z0-9_-]+"))]
    pub output_artifact: String,
    /// Format of the artifact.
    #[attr(default = OutputArtifactFormat::CodeZip)]
    pub output_artifact_format: OutputArtifactFormat,
    /// Whether to replace an existing action of the same name; by default, such an action is an error. Destroying this
    /// resource restores the replaced action.
    pub overwrite_existing: Option<bool>,
    /// Name of the pipeline.
    #[attr(requires_replace, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(computed, requires_replace, use_state_for_unknown, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Any string. Changing it saves the pipeline again, which registers the webhook of the connection and cancels
    /// running executions.
    pub resave: Option<String>,
    /// ARN of the IAM role that the action assumes; the pipeline's role when omitted.
    #[attr(check = checks::role::arn, code = checks::role::ROLE.code)]
    pub role_arn: Option<String>,
    /// Position in the order of the stage's actions. Actions with lower values run first, and actions with the same
    /// value run at the same time.
    #[attr(default = 1, range(1..=999))]
    pub run_order: i64,
    /// Name of the pipeline's first stage, the only one that can contain source actions; its current name when omitted.
    /// If you set it, the provider verifies that the first stage has this name, so omit it if another team may rename
    /// the stage.
    #[attr(computed, use_state_for_unknown, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub stage_name: Option<String>,
    /// Events that start the pipeline for this source, instead of each push to the branch. An event that passes any of
    /// the filters starts the pipeline.
    pub trigger: Option<Filters>,
}

/// Format of the output artifact of a source.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum OutputArtifactFormat {
    /// A reference with which CodeBuild clones the repository and its history. For CodeBuild actions only.
    CodebuildCloneRef,
    /// The files of one commit, without history.
    CodeZip,
    /// A format that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// The computed attributes.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// Status of the connection. The source works only if it is `AVAILABLE`.
    pub connection_status: Option<String>,
    /// URL of the pipeline in the AWS console.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// Pipeline, stage and action: `release/Source/Charts`.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// ARN of the pipeline.
    #[attr(use_state_for_unknown)]
    pub pipeline_arn: Option<String>,
    /// Version of the pipeline, which AWS increments with each change, including changes made out of band.
    pub pipeline_version: Option<i64>,
    /// ARN of the connection if it was not `AVAILABLE` when this resource last saved the pipeline, so AWS has not
    /// registered a webhook for it. Once the connection is `AVAILABLE`, the next apply saves the pipeline again.
    pub unregistered_connections: BTreeSet<String>,
}

/// Identity of a source action.
#[derive(Attributes, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// AWS account of the pipeline, 12 digits.
    pub account_id: Option<String>,
    /// Region of the pipeline.
    pub region: Option<String>,
    /// Name of the pipeline.
    pub pipeline_name: String,
    /// Name of the action.
    pub name: String,
}

/// The private state of a source action.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// Connections that have become available.
    #[serde(default)]
    pub connections: source_connections::Remembered,
    /// The previous action with this name, to be restored.
    #[serde(default)]
    pub replaced: Option<Part>,
    /// Whether the name of the stage is configured, so that the action is not written into a renamed stage.
    #[serde(default)]
    pub requires_stage: bool,
    /// Whether the plan of the action also creates its pipeline.
    #[serde(default)]
    pub in_new_pipeline: bool,
}

/// Arguments that are not part of the declaration.
pub(super) const NOT_DECLARED: [&str; 3] = [
    Arguments::ALLOW_PENDING_CONNECTION.name,
    Arguments::OVERWRITE_EXISTING.name,
    Arguments::RESAVE.name,
];

/// Arguments for which AWS registers a webhook.
pub(super) const REGISTERED: [&str; 5] = [
    Arguments::BRANCH_NAME.name,
    Arguments::CONNECTION_ARN.name,
    Arguments::DETECT_CHANGES.name,
    Arguments::FULL_REPOSITORY_ID.name,
    Arguments::TRIGGER.name,
];

impl Arguments {
    /// Whether pushes to the branch start the pipeline, with the documented default.
    pub fn detects_changes(&self) -> bool {
        self.detect_changes.unwrap_or(self.trigger.is_none())
    }

    /// Whether both have the same action and trigger.
    pub fn declares_the_same(&self, other: &Self) -> bool {
        let declared = |arguments: &Self| Self {
            allow_pending_connection: None,
            overwrite_existing: None,
            resave: None,
            ..arguments.clone()
        };
        declared(self) == declared(other)
    }
}
