//! Terraform's plugin protocol 6: the only place where generated types exist.
//!
//! Each file is one RPC and does the same four things: it looks up what the request is about, converts the request into
//! the SDK's values, calls the engine's function of the same name, and converts the result back. Nothing is decided here,
//! except how a request that cannot be read is refused: with a diagnostic, never with an empty response, which Terraform
//! takes for "the object is gone", and never with a gRPC status, which it takes for "the provider has crashed".
//!
//! Absent on purpose: state of any kind, knowledge of a particular resource, deferred responses, and JSON in responses.

mod action;
mod apply;
mod configure;
mod convert;
mod ephemeral_resource;
mod function;
mod generate_config;
mod import;
mod list_resource;
mod move_state;
mod plan;
mod read;
mod response;
mod schemas;
mod service;
mod upgrade_identity;
mod upgrade_state;
mod validate;

pub use service::{Service, service};
