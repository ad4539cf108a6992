//! Would an event in the repository start a pipeline? CodePipeline's rules for the triggers of V2 pipelines, without I/O.
//!
//! Source: the CodePipeline user guide, "Add trigger with code push or pull request event types".

mod decide;
mod glob;

pub use decide::{Criteria, Decision, Event, PullRequestEvent, PullRequestFilter, PushFilter, Trigger};
pub use glob::{Glob, GlobError};
