//! The operations, and the way to them.

use serde_json::Value;

use super::constraints::{Shape, check, requests};
use super::nulls;
use super::operations::{action_executions, approvals, executions, pipelines, revisions, stages, state, tags};
use super::request::{Answer, Request};
use super::store::Pipelines;
use crate::emulator::connections::Connections;
use crate::emulator::scope::Scope;
use crate::emulator::wire::Failure;

/// One operation: its name, the shape of its input, and what it does.
struct Operation {
    name: &'static str,
    input: &'static Shape,
    perform: fn(&mut Request<'_, '_>) -> Answer,
}

/// All operations, by name.
const OPERATIONS: &[Operation] = &[
    operation("CreatePipeline", &requests::CREATE_PIPELINE, pipelines::create),
    operation("DeletePipeline", &requests::DELETE_PIPELINE, pipelines::delete),
    operation(
        "DisableStageTransition",
        &requests::DISABLE_STAGE_TRANSITION,
        stages::disable_transition,
    ),
    operation(
        "EnableStageTransition",
        &requests::ENABLE_STAGE_TRANSITION,
        stages::enable_transition,
    ),
    operation("GetPipeline", &requests::GET_PIPELINE, pipelines::get),
    operation(
        "GetPipelineExecution",
        &requests::GET_PIPELINE_EXECUTION,
        executions::get,
    ),
    operation("GetPipelineState", &requests::GET_PIPELINE_STATE, state::get),
    operation(
        "ListActionExecutions",
        &requests::LIST_ACTION_EXECUTIONS,
        action_executions::list,
    ),
    operation(
        "ListPipelineExecutions",
        &requests::LIST_PIPELINE_EXECUTIONS,
        executions::list,
    ),
    operation("ListPipelines", &requests::LIST_PIPELINES, pipelines::list),
    operation("ListTagsForResource", &requests::LIST_TAGS_FOR_RESOURCE, tags::list),
    operation("PutActionRevision", &requests::PUT_ACTION_REVISION, revisions::put),
    operation("PutApprovalResult", &requests::PUT_APPROVAL_RESULT, approvals::put),
    operation("RetryStageExecution", &requests::RETRY_STAGE_EXECUTION, stages::retry),
    operation("RollbackStage", &requests::ROLLBACK_STAGE, stages::rollback),
    operation(
        "StartPipelineExecution",
        &requests::START_PIPELINE_EXECUTION,
        executions::start,
    ),
    operation(
        "StopPipelineExecution",
        &requests::STOP_PIPELINE_EXECUTION,
        executions::stop,
    ),
    operation("TagResource", &requests::TAG_RESOURCE, tags::tag),
    operation("UntagResource", &requests::UNTAG_RESOURCE, tags::untag),
    operation("UpdatePipeline", &requests::UPDATE_PIPELINE, pipelines::update),
];

const fn operation(
    name: &'static str,
    input: &'static Shape,
    perform: fn(&mut Request<'_, '_>) -> Answer,
) -> Operation {
    Operation { name, input, perform }
}

/// Performs one operation of CodePipeline; `None` is an empty body.
///
/// # Errors
/// AWS's class and text; `UnknownOperationException` for an operation that is not there.
pub(crate) fn call(
    operation: &str,
    input: &Value,
    scope: &mut Scope<'_>,
    pipelines: &mut Pipelines,
    connections: &Connections,
) -> Result<Option<Value>, Failure> {
    let Some(operation) = OPERATIONS.iter().find(|known| known.name == operation) else {
        let text = format!("{operation} is not an operation of CodePipeline that exists here");
        return Err(Failure::new("UnknownOperationException", text).with_status(404));
    };
    let input = nulls::dropped(input.clone());
    check(&input, operation.input)?;
    (operation.perform)(&mut Request {
        input: &input,
        scope,
        pipelines,
        connections,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_in_alphabetical_order_without_repetition() {
        let names: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    }
}
