//! CodePipeline's rules for the triggers of V2 pipelines, without I/O: whether an event in the repository starts a
//! pipeline.
//!
//! Source: the CodePipeline user guide, "Add trigger with code push or pull request event types".

mod decide;
mod glob;

pub use decide::{Criteria, Decision, Event, PullRequestEvent, PullRequestFilter, PushFilter, Trigger};
pub use glob::{Glob, GlobError};
