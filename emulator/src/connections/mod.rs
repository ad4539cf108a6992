//! Connections and their hosts: one store behind both connections APIs.

mod answers;
mod arn;
mod call;
mod connection;
mod connection_operations;
mod host;
mod host_operations;
mod model;
mod store;
mod tag_operations;
mod tags;

use crate::{scope::Scope, service::Service, wire::Failure};

pub(crate) use arn::Arn;
pub(crate) use call::{call, has};
pub(crate) use connection::{Connection, ConnectionStatus};
pub(crate) use host::{Host, HostStatus};
pub(crate) use store::Connections;
