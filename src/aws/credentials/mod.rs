//! Credentials: where they are found, which roles are assumed, and how long they are kept.

mod resolved;
mod role_chain;
mod sources;
mod sts;

pub(super) use resolved::Resolved;
pub(super) use sts::account_id;
