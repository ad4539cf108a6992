//! `codepipeline_host`.

mod existing;
mod resource;
mod schema;
mod vpc;
mod wait;

pub use schema::{Arguments, Computed, Host, Timeouts};
pub use vpc::VpcConfiguration;
