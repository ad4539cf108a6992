//! The functions, one file each.

pub mod connection_arn_parse;
pub mod connection_region_supported;
pub mod console_url;
mod event;
pub mod full_clone_policy;
pub mod gitlab_project_path;
pub mod handshake_policy;
pub mod pipeline_role_policy;
pub mod trigger_matches;
mod use_connection;

use terraform_provider_sdk::author::AnyFunction;

/// Every function, in alphabetical order.
pub const ALL: &[&dyn AnyFunction] = &[
    &connection_arn_parse::ConnectionArnParse,
    &connection_region_supported::ConnectionRegionSupported,
    &console_url::ConsoleUrl,
    &full_clone_policy::FullClonePolicy,
    &gitlab_project_path::GitlabProjectPath,
    &handshake_policy::HandshakePolicy,
    &pipeline_role_policy::PipelineRolePolicy,
    &trigger_matches::TriggerMatches,
];
