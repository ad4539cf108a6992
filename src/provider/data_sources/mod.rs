//! The data sources, a file or a folder each.

pub mod connection;
pub mod connections;
pub mod gitlab_project;
pub mod host;
pub mod hosts;
pub mod pipeline;
pub mod pipeline_state;
pub mod pipelines;

use terraform_provider_sdk::author::AnyDataSource;

use crate::provider::client::Client;

/// Every data source, in alphabetical order.
pub const ALL: &[&dyn AnyDataSource<Client>] = &[
    &connection::Connection,
    &connections::Connections,
    &gitlab_project::GitlabProject,
    &host::Host,
    &hosts::Hosts,
    &pipeline::Pipeline,
    &pipeline_state::PipelineState,
    &pipelines::Pipelines,
];
