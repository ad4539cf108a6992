//! Executions: how they start, pass through the stages, wait and end.
//!
//! Every action succeeds at once, except a source whose connection cannot be used, which fails, and a manual approval,
//! which waits for its result. So an execution moves only when somebody calls: there is no background work.

mod action_run;
mod advance;
mod approval;
mod execution;
mod heads;
mod retry;
mod rollback;
mod source;
mod stage_run;
mod start;
mod stop;

use crate::{connections::Connections, scope::Scope};

pub(super) use advance::advance;
pub(super) use approval::{Verdict, put_result};
pub(crate) use execution::{ActionRun, ActionStatus, Execution, ExecutionStatus, StageRun};
pub(super) use execution::{Place, TriggerKind};
pub(super) use heads::Heads;
pub(super) use retry::retry;
pub(super) use rollback::rollback;
pub(super) use source::branch_url;
pub(super) use start::{Start, is_full, start, start_by_event};
pub(super) use stop::{change_definition, stop};

/// What executions draw on: the call, the connections and the repositories.
pub(super) struct Outside<'o, 's> {
    pub(super) scope: &'o mut Scope<'s>,
    pub(super) connections: &'o Connections,
    pub(super) heads: &'o mut Heads,
}
