//! The AWS adapters against the emulator, and against servers that behave as no emulator does.

mod concurrent_editors;
mod connections;
mod credentials;
mod endpoints;
mod futures;
mod hostile_endpoints;
mod hosts;
mod lost_writes;
mod pipelines;
mod retries;
pub(crate) mod scripted;
pub(crate) mod sessions;
mod shared_pipelines;
mod tls;
mod triggers;
