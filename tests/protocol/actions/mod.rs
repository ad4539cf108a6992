//! The actions, invoked as Terraform 1.14 does: clients that cannot do so meet them here only.

mod approvals;
mod await_handshake;
mod executions;
mod invocation;
mod pipelines;
mod resaves;
mod retries;
mod stops;
