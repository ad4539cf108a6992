//! The actions, a file or folder each.

pub mod await_handshake;
pub mod put_approval_result;
pub mod resave_pipeline;
pub mod retry_stage;
pub mod start_pipeline_execution;
pub mod stop_pipeline_execution;

use terraform_provider_sdk::author::AnyAction;

use crate::provider::client::Client;

/// Every action, in alphabetical order.
pub const ALL: &[&dyn AnyAction<Client>] = &[
    &await_handshake::AwaitHandshake,
    &put_approval_result::PutApprovalResult,
    &resave_pipeline::ResavePipeline,
    &retry_stage::RetryStage,
    &start_pipeline_execution::StartPipelineExecution,
    &stop_pipeline_execution::StopPipelineExecution,
];
