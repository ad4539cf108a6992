//! The actions, a file or folder each.

pub mod await_handshake;

use terraform_provider_sdk::author::AnyAction;

use crate::provider::client::Client;

/// Every action, in alphabetical order.
pub const ALL: &[&dyn AnyAction<Client>] = &[&await_handshake::AwaitHandshake];
