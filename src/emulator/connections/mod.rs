//! Connections and their hosts.

mod store;

pub(crate) use store::{ConnectionStatus, Connections};
