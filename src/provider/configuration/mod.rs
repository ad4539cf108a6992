//! The provider block, mapped once onto the settings of the AWS client.

mod block;
pub mod endpoint;
mod read;
mod settings;

pub use block::{
    AssumeRole, AssumeRoleWithWebIdentity, Config, ConnectionsService, DefaultTags, Endpoints, Gitlab, IgnoreTags,
    PreflightMode, ReadConnections, RetryMode,
};
