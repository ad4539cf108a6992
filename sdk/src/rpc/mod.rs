//! Terraform's plugin protocol 6: the only place where generated types exist.
//!
//! Every method does the same four things: it looks up what the request is about, converts the request into the
//! framework's values, asks the framework, and converts the answer back. Nothing is decided here, except what to say
//! about a request that cannot be read: a diagnostic, never an empty answer and never a gRPC status, because Terraform
//! takes the one for "the object is gone" and the other for "the provider has crashed".
//!
//! What is absent on purpose: state of any kind, knowledge of a particular resource, deferred answers, and answers in
//! JSON.

mod answer;
mod apply;
mod change;
mod convert;
mod data_sources;
mod functions;
mod lookup;
mod moves;
mod provider;
mod resources;
mod service;

pub use service::routes;
