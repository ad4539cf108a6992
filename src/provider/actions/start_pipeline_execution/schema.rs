//! The action and its arguments.

use terraform_provider_sdk::typed::{Attributes, Choice, Duration};

use crate::provider::checks;

/// `codepipeline_start_pipeline_execution`: the start of an execution, with its progress on request.
#[derive(Debug)]
pub struct StartPipelineExecution;

/// Starts an execution of a pipeline. With `wait`, it reports each action of the execution as it starts and ends, and
/// the apply waits until the execution succeeds. If the execution fails, is stopped, is superseded by a newer one, or
/// is canceled by a change to the pipeline, the action fails with the cause.
///
/// While a manual approval is waiting, the action shows the URL where you review it, and waits until `timeout`. If the
/// wait ends early, the execution itself continues.
///
/// If the response to the start is lost, the provider sends the request again with the same token, so it never starts
/// two executions.
///
/// Actions require Terraform 1.14 or later. For other versions and OpenTofu, `codepipeline_pipeline` has
/// `restart_execution_on_update`.
#[derive(Attributes, Clone, Debug)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// Name of the pipeline.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Revision that a source action fetches. Other source actions fetch the latest one. Only for pipelines of type `V2`.
    #[attr(block, max_items = 50)]
    pub source_revisions: Vec<SourceRevision>,
    /// Timeout of the wait; `1h` when omitted. Only with `wait`.
    pub timeout: Option<Duration>,
    /// Value of a variable of the pipeline. Other variables keep their default values.
    #[attr(block, max_items = 50)]
    pub variables: Vec<Variable>,
    /// Whether to wait until the execution ends, and to report its progress; `false` when omitted.
    pub wait: Option<bool>,
}

/// The revision that a source action fetches.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct SourceRevision {
    /// Name of the source action.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub action_name: String,
    /// Type of the revision.
    pub revision_type: RevisionType,
    /// The revision, such as the ID of a commit.
    #[attr(length(1..=1500))]
    pub revision_value: String,
}

/// Type of a revision.
///
/// Source: `SourceRevisionOverride` of the CodePipeline API.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum RevisionType {
    /// ID of a commit, for sources that use a connection and for CodeCommit.
    CommitId,
    /// Digest of an image, for Amazon ECR.
    ImageDigest,
    /// Key of an object, for Amazon S3.
    S3ObjectKey,
    /// Version of an object, for Amazon S3.
    S3ObjectVersionId,
    /// A type that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// The value of a variable.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Variable {
    /// Name of the variable.
    #[attr(length(1..=128), pattern("[A-Za-z0-9@_-]+"))]
    pub name: String,
    /// Value of the variable.
    #[attr(length(1..=1000), check = checks::line::single)]
    pub value: String,
}
