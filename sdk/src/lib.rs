//! An SDK for Terraform and OpenTofu providers in Rust.
//!
//! The README shows a complete provider. An author implements [`author::Provider`] and one trait for each noun, over plain
//! structs with [`Attributes`](typed::Attributes), and calls [`serve`].
//!
//! # Floors
//!
//! A room uses its own files and lower rooms only. Files form no circles.
//!
//! | room | contains |
//! | --- | --- |
//! | [`plugin`] | go-plugin: process, handshake, mutual TLS, socket, logs, reattach, signals |
//! | [`rpc`] | the gRPC service, one file for each RPC of a resource and for each other kind; the only room that names generated types, apart from go-plugin's own services |
//! | [`pages`] | registry pages, rendered from schemas and examples |
//! | [`engine`] | Terraform's semantics without I/O, one file for each RPC of a resource and for each other kind, over one walk |
//! | [`author`] | what the author of a provider implements: resources, data sources, functions, list resources, actions, ephemeral resources |
//! | [`typed`] | the bridge between Rust's structs and Terraform's values, and between structs and the JSON of a service |
//! | [`schema`] | attributes, blocks, identities, validators |
//! | [`diagnostics`] | errors and warnings |
//! | [`value`] | values and types, numbers without loss, paths, MessagePack and JSON |
//!
//! # Invariants
//!
//! - Every RPC reaches the engine through a handle: `server.resource(name)?.plan(…)`.
//! - `engine::walk` alone decides how configuration, prior state and plan pair up through nesting.
//! - Every plan and every applied state is checked against Terraform's rules before it leaves. A breach is reported as a bug
//!   in the provider.
//! - The kinds of nouns are ordered const slices on [`author::Provider`], and every reader walks the same slice.

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
