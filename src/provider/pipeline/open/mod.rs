//! A pipeline in which any value may be unknown, with the path of each part.
//!
//! A rule reports nothing about unknown values. A configuration is already an open pipeline; AWS's JSON is first
//! converted to arguments.

mod action;
mod condition_type;
mod consumer;
mod node;
mod pipeline;
mod position;
mod resource_type;
mod stage;

pub use action::{Action, CONNECTION_SOURCE};
pub use condition_type::ConditionType;
pub use consumer::Consumer;
pub use node::{Elements, Node};
pub use pipeline::OpenPipeline;
pub use position::Position;
pub use resource_type::ResourceType;
pub use stage::Stage;
