//! The AWS adapters against the emulator, and against servers that behave as no emulator does.

mod connections;
mod credentials;
mod endpoints;
mod futures;
mod hosts;
mod pipelines;
mod retries;
pub(crate) mod scripted;
mod sessions;
mod shared_pipelines;
mod tls;
mod triggers;
