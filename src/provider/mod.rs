//! What practitioners see: one noun, one file.
//!
//! Everything here speaks Terraform's words to the framework and AWS's words to [`crate::aws`]. It holds no SDK type, no
//! wire format, no I/O of its own.

pub mod checks;
pub mod client;
mod codepipeline;
pub mod config;
pub mod connection_host;
pub mod data_sources;
pub mod destination;
pub mod failure;
pub mod functions;
pub mod gitlab;
pub mod host_status;
pub mod moved;
pub mod notices;
pub mod objects;
pub mod permissions;
pub mod pipeline;
pub mod pipelines;
pub mod policy;
pub mod provider_type;
pub mod region;
pub mod resources;
pub mod source_connections;
pub mod tags;
pub mod twins;
pub mod usage;

pub use codepipeline::Codepipeline;
