//! Terraform's plugin protocol 6: the only place where generated types exist.
//!
//! There is one file for each RPC of a managed resource, and one for each other kind. Every RPC does the same four things: it looks up what the request is about, converts the request into
//! the SDK's values, calls the engine's function of the same name, and converts the result back. Nothing is decided here,
//! except how a request that cannot be read is refused: with a diagnostic, never with an empty response, which Terraform
//! takes for "the object is gone", and never with a gRPC status, which it takes for "the provider has crashed".
//!
//! Absent on purpose: state of any kind, knowledge of a particular resource, deferred responses, and JSON in responses.

mod action;
mod apply;
mod convert;
mod data_source;
mod ephemeral_resource;
mod function;
mod import;
mod list_resource;
mod move_state;
mod plan;
mod provider;
mod read;
mod response;
mod service;
mod upgrade_identity;
mod upgrade_state;
mod validate;

pub use service::{Service, service};
