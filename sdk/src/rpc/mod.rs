//! Terraform's plugin protocol 6: the only place where generated types exist.
//!
//! There is one file for each RPC of a managed resource, and one for each other kind. Each RPC does the same four things:
//! it looks up the resource or other object of the request, converts the request to the SDK's values, calls the engine's
//! function of the same name, and converts the result back. An unreadable request is rejected with a diagnostic, never with
//! an empty response, which means to Terraform that the object no longer exists, and never with a gRPC status, which means
//! that the provider has crashed.
//!
//! By design, this module has no state, no code for particular resources, no deferred responses and no JSON in
//! responses.

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
