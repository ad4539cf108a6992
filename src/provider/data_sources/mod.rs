//! The data sources, one file each.

pub mod connection;
pub mod gitlab_project;
pub mod pipeline;

use terraform_provider_sdk::author::AnyDataSource;

use crate::provider::client::Client;

/// Every data source, in alphabetical order.
pub const ALL: &[&dyn AnyDataSource<Client>] = &[
    &connection::Connection,
    &gitlab_project::GitlabProject,
    &pipeline::Pipeline,
];
