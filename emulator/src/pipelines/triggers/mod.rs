//! Events in GitLab, and the pipelines that they start.

mod event;
mod filter;
mod glob;

pub(super) use event::{Event, Happening};
pub(super) use filter::starts;
