//! The resources, a file or a folder each.

pub mod connection;
pub mod handshake;
pub mod host;
pub mod pipeline;
pub mod source_action;
pub mod stage_transition;

use terraform_provider_sdk::author::AnyResource;

use crate::provider::client::Client;

/// Every resource, in alphabetical order.
pub const ALL: &[&dyn AnyResource<Client>] = &[
    &connection::Connection,
    &handshake::Handshake,
    &host::Host,
    &pipeline::Pipeline,
    &source_action::SourceAction,
    &stage_transition::StageTransition,
];
