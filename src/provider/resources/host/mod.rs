//! `codepipeline_host`: its `vpc`, and the `settling` of what AWS makes there.

pub mod resource;
mod settling;
pub mod vpc;

pub use resource::{Arguments, Computed, Host, HostProviderType, Identity, Timeouts};
pub use vpc::VpcConfiguration;
