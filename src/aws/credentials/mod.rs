//! Credentials: their sources, the roles to assume, and how long they are cached.

mod resolved;
mod role_chain;
mod sources;
mod sts;

pub(super) use resolved::Resolved;
pub(super) use sts::account_id;
