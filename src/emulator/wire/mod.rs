//! What the services have in common on the wire.

mod failure;

pub(crate) use failure::Failure;
