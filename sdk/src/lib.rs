//! An SDK for Terraform and OpenTofu providers in Rust.

// The derive macros name this crate by its name, so that their output compiles here as well.
extern crate self as terraform_provider_sdk;

pub mod author;
pub mod diagnostics;
pub mod engine;
pub mod pages;
pub mod plugin;
pub mod rpc;
pub mod schema;
pub mod typed;
pub mod value;

mod serve;

pub use serve::{debug, serve};
