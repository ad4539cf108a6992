//! An SDK for Terraform and OpenTofu providers in Rust.
//!
//! The README shows a complete provider. To write a provider, implement [`author::Provider`] and one trait for each
//! resource, data source or function, with plain structs that derive [`Attributes`](typed::Attributes), and call
//! [`serve`].
//!
//! # Modules
//!
//! A module uses only its own files and the modules below it in this table. Files have no circular dependencies.
//!
//! | module | contains |
//! | --- | --- |
//! | [`plugin`] | go-plugin: process, handshake, mutual TLS, socket, logs, reattach, signals |
//! | [`rpc`] | the gRPC service, one file for each RPC of a resource and for each other kind; the only module that uses generated types, apart from go-plugin's own services |
//! | [`pages`] | registry pages, rendered from schemas and examples |
//! | [`engine`] | Terraform's semantics without I/O, one file for each RPC of a resource and for each other kind, over one walk |
//! | [`author`] | the traits that a provider implements: resources, data sources, functions, list resources, actions, ephemeral resources |
//! | [`typed`] | conversion between Rust structs and Terraform's values, and between structs and the JSON of a service |
//! | [`schema`] | attributes, blocks, identities, validators, and their descriptions |
//! | [`diagnostics`] | errors and warnings |
//! | [`value`] | values and types, numbers without loss, paths, MessagePack and JSON |
//!
//! # Invariants
//!
//! - Every RPC reaches the engine through a handle: `server.resource(name)?.plan(…)`.
//! - Only `engine::walk` pairs the parts of configuration, prior state and plan.
//! - Every plan and every applied state is checked against Terraform's rules before it is returned. A violation is
//!   reported as a bug in the provider.
//! - Resources, data sources, functions and so on are ordered constant slices in [`author::Provider`], which all code
//!   uses.
//!
//! # Why not tf-provider
//!
//! The crate tf-provider also implements providers in Rust. Version 0.2.2, tested with Terraform 1.11.4:
//!
//! - It accepts any client that presents *no* certificate, even a process of another user, but rejects Terraform's own
//!   certificate (ECDSA P-521), because its TLS backend cannot verify that curve.
//! - Ctrl-C during a create kills the plugin, and the created object is missing from the state; a panic has the same effect.
//! - It rejects a request of 5 MiB. Its numbers are `i64`, so it cannot decode 1.5, 0.1 or 2^63.
//! - It supports protocol 6.5 at most: no moves from another resource type, no identities, no write-only arguments, no list
//!   resources and no actions.
//!
//! Most of these limits are inside the crate. This SDK has mutual TLS that accepts only the certificate that Terraform
//! announces, a response to every apply that keeps existing objects in the state, and protocol 6.11.

// The derive macros refer to this crate by name, so that their output also compiles here.
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
