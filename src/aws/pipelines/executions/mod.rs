//! Executions of pipelines: their progress, and the calls that start, stop and continue them.

mod action_run;
mod approval;
mod execution;
mod retry;
mod stage_state;
mod start;
mod stop;

pub use action_run::ActionRun;
pub use approval::Approval;
pub use execution::{Execution, Status};
pub use retry::RetryMode;
pub use stage_state::{ActionState, StageState};
pub use start::{Revision, RevisionType, Start};
