//! CodePipeline: declarations, executions, triggers.
//!
//! A call passes three steps: the shape of its input (`constraints`), the rules of a whole declaration (`structure`),
//! and the operation itself (`operations`). Executions run inside the call that moves them (`executions`). GitLab
//! events start them if a webhook is registered (`webhooks`) and the event passes a trigger (`triggers`).

mod answers;
mod call;
mod declaration;
mod defaults;
mod delivery;
mod executions;
mod failures;
mod model;
mod operations;
mod pipeline;
mod references;
mod request;
mod secrets;
mod store;
mod structure;
mod triggers;
mod webhooks;

pub(crate) use call::{call, has};
pub(crate) use delivery::{Delivery, Outcome};
pub(crate) use executions::ActionFault;
pub(crate) use pipeline::Pipeline;
pub(crate) use store::Pipelines;
