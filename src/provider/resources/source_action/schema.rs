//! The resource type, its arguments, its computed attributes, its identity and its private state.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::typed::{Attributes, Choice};

use super::{part::Part, trigger::Trigger};
use crate::provider::{checks, source_connections};

/// One source action inside a pipeline of AWS CodePipeline.
#[derive(Debug)]
pub struct SourceAction;

/// Adds one GitLab source (or that of another connection) to a pipeline that another team or tool owns, and leaves
/// everything else in the pipeline as it is, to the letter.
///
/// AWS can only write pipelines as a whole: each change reads the pipeline, changes this action and its trigger, and writes
/// it back, which cancels the executions that are running. What others write at the same moment is merged. Nothing is
/// written when nothing changed.
///
/// A new action comes last in the first stage. If the same configuration holds the pipeline as `codepipeline_pipeline`, that
/// one needs `lifecycle { ignore_changes = [stage, trigger] }`.
///
/// AWS registers the repository's webhook when the pipeline is saved while the connection is `AVAILABLE`. Take
/// `connection_arn` from a `codepipeline_handshake`; an action that was added too early is saved again by a later apply.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// Whether the pipeline is saved although the connection is not `AVAILABLE`. A push cannot start it then.
    pub allow_pending_connection: Option<bool>,
    /// Branch that is fetched. Patterns of several branches belong in `trigger`.
    pub branch_name: String,
    /// ARN of the connection, which may be in another region.
    pub connection_arn: String,
    /// Whether each push to the branch starts the pipeline. When omitted, it is `true` without a `trigger`, and `false` with
    /// one, which then decides alone.
    #[attr(computed)]
    pub detect_changes: Option<bool>,
    /// The repository: for GitLab the path of the project with all its groups, such as `group/subgroup/project`.
    pub full_repository_id: String,
    /// Name of the action, unique in its stage.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub name: String,
    /// Namespace under which later actions find the action's variables, as `#{NAMESPACE.CommitId}`.
    #[attr(length(1..=100), pattern("[A-Za-z0-9@_-]+"))]
    pub namespace: Option<String>,
    /// Name of the artifact that later actions take as their input, unique in the pipeline.
    #[attr(length(1..=100), pattern("[a-zA-Z0-9_-]+"))]
    pub output_artifact: String,
    /// Form of the artifact.
    #[attr(default = OutputArtifactFormat::CodeZip)]
    pub output_artifact_format: OutputArtifactFormat,
    /// Whether an action of the same name that is there already is replaced. Destroying this resource puts it back.
    pub overwrite_existing: Option<bool>,
    /// Name of the pipeline.
    #[attr(requires_replace, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Region of the pipeline.
    #[attr(computed, requires_replace, use_state_for_unknown)]
    pub region: Option<String>,
    /// Any string. A change saves the pipeline again, which registers the webhook of the connection and cancels running
    /// executions.
    pub resave: Option<String>,
    /// ARN of the IAM role that the action acts as; the pipeline's role when omitted.
    #[attr(check = checks::role::arn, code = checks::role::ROLE.code)]
    pub role_arn: Option<String>,
    /// Place among the actions of the stage: lower ones run first, equal ones at the same time.
    #[attr(default = 1, range(1..=999))]
    pub run_order: i64,
    /// Name of the pipeline's first stage, the only one that contains sources. It only makes sure that the stage is the
    /// expected one, so omit it if the pipeline's owner may rename the stage.
    #[attr(computed, use_state_for_unknown, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub stage_name: Option<String>,
    /// What starts the pipeline for this source, in place of each push to the branch. What passes one of the filters does.
    pub trigger: Option<Trigger>,
}

/// Form in which a source hands on what it has fetched.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum OutputArtifactFormat {
    /// A reference to clone the repository with its history, for CodeBuild actions only.
    CodebuildCloneRef,
    /// The files of one commit, without history.
    CodeZip,
    /// A form that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// What AWS says of a source action.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// Status of the connection: only `AVAILABLE` works.
    pub connection_status: Option<String>,
    /// Page of the pipeline in the AWS console.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// Pipeline, stage and action: `release/Source/Charts`.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// ARN of the pipeline.
    #[attr(use_state_for_unknown)]
    pub pipeline_arn: Option<String>,
    /// Version of the pipeline, which grows with each change, whoever makes it.
    pub pipeline_version: Option<i64>,
    /// The connection's ARN if it was not `AVAILABLE` when the pipeline was last saved here: AWS has registered no webhook
    /// for it. As soon as it is `AVAILABLE`, the next apply saves the pipeline again.
    pub unregistered_connections: BTreeSet<String>,
}

/// What identifies a source action.
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

/// What is remembered of a source action beside its state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// Which connections have become available.
    #[serde(default)]
    pub connections: source_connections::Remembered,
    /// What was there under the name before, to be put back.
    #[serde(default)]
    pub replaced: Option<Part>,
    /// Whether the name of the stage is configured, so that the action is not written into a renamed stage.
    #[serde(default)]
    pub requires_stage: bool,
    /// What a plan moves it to.
    #[serde(default)]
    pub moves_to: Option<Destination>,
}

/// What a source action needs in order to move to another pipeline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Destination {
    /// Region of the pipeline.
    pub region: String,
    /// Name of the pipeline; none if the same plan creates it, or if it is not known yet.
    pub pipeline: Option<String>,
    /// ARN of the connection that must be `AVAILABLE`.
    pub needs: BTreeSet<String>,
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
    /// Whether pushes to the branch start the pipeline, by default as documented.
    pub fn detects_changes(&self) -> bool {
        self.detect_changes.unwrap_or(self.trigger.is_none())
    }

    /// Whether both stand for the same action and trigger, whatever else differs.
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
