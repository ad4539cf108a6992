//! The failures that several operations share.

use crate::wire::Failure;

/// Returns AWS's failure for a pipeline that does not exist.
pub(super) fn no_pipeline(account: &str, name: &str) -> Failure {
    Failure::new(
        "PipelineNotFoundException",
        format!("Account '{account}' does not have a pipeline with name '{name}'"),
    )
}

/// Returns AWS's failure for an execution that does not exist.
pub(super) fn no_execution(pipeline: &str, id: &str) -> Failure {
    Failure::new(
        "PipelineExecutionNotFoundException",
        format!("The pipeline '{pipeline}' has no execution with id '{id}'"),
    )
}

/// Returns AWS's failure for a start beyond the limit of concurrent executions.
pub(super) fn too_many_executions(pipeline: &str) -> Failure {
    Failure::new(
        "ConcurrentPipelineExecutionsLimitExceededException",
        format!("The pipeline '{pipeline}' has reached the limit of concurrent executions"),
    )
}
