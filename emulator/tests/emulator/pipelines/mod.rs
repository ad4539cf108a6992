//! CodePipeline: declarations, executions, triggers.

mod action_faults;
mod approvals;
mod bench;
mod constraints;
mod declarations;
mod executions;
mod lists;
mod modes;
mod repetition;
mod sources;
mod structure;
mod tags;
mod transitions;
mod triggers;
mod webhooks;
