//! Pipelines: reading, creating, deleting, tagging, and changes that tolerate other writers.

mod api;
mod create;
mod declaration;
mod edit;
mod in_force;
mod list;
mod named_items;
mod state;
mod tags;
mod three_way_merge;
mod transitions;
mod writers;

pub use api::{Pipeline, Pipelines, time};
pub use declaration::version;
pub use edit::{Edited, Expected, Replacement, Save};
pub use list::Summary;
pub use transitions::Transition;
pub use writers::{OwnVersions, Writers};
