//! Events in GitLab, and the pipelines that they start.

mod event;
mod filter;
mod glob;

pub(super) use event::{Event, EventKind};
pub(super) use filter::starts;
