//! The list resources, one file each, for `terraform query` (Terraform 1.14 and later).

pub mod connection;
pub mod host;
mod listing;
pub mod pipeline;
mod query;
pub mod source_action;
pub mod stage_transition;

use terraform_provider_sdk::author::AnyListResource;

use crate::provider::client::Client;

/// Every list resource, in alphabetical order.
pub const ALL: &[&dyn AnyListResource<Client>] = &[
    &connection::Connections,
    &host::Hosts,
    &pipeline::Pipelines,
    &source_action::SourceActions,
    &stage_transition::StageTransitions,
];
