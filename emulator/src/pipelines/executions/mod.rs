//! Executions: how they start, pass through the stages, wait and end.
//!
//! Every action succeeds immediately, except a source whose connection cannot be used, which fails, a manual approval,
//! which waits for its result, and an action with an injected fault. Executions move only during a call: there is no
//! background work.

mod action_fault;
mod action_run;
mod advance;
mod approval;
mod environment;
mod execution;
mod recovery;
mod repositories;
mod retry;
mod rollback;
mod run_action;
mod run_stage;
mod source;
mod stage_run;
mod start;
mod stop;

pub(crate) use action_fault::ActionFault;
pub(crate) use action_run::{ActionRun, ActionStatus};
pub(super) use advance::{advance, is_due};
pub(super) use approval::{ApprovalResult, put_result};
pub(super) use environment::Environment;
pub(crate) use execution::{Execution, ExecutionStatus};
pub(super) use execution::{Position, TriggerKind};
pub(super) use repositories::Repositories;
pub(super) use retry::retry;
pub(super) use rollback::rollback;
pub(super) use source::branch_url;
pub(crate) use stage_run::StageRun;
pub(super) use start::{Start, is_full, start, start_by_event};
pub(super) use stop::{change_definition, stop};
