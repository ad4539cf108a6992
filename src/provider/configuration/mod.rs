//! The provider block, mapped once onto the settings of the AWS client.

mod block;
pub mod endpoint;
mod read;
mod settings;
mod user_agent;

pub use block::{
    AssumeRole, AssumeRoleWithWebIdentity, Config, ConnectionsService, DefaultTags, Endpoints, Gitlab, IgnoreTags,
    MetadataMode, PreflightMode, ReadConnections, RetryMode,
};
pub use user_agent::user_agent;
