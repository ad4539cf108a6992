//! The go-plugin contract: how Terraform and OpenTofu start a provider, find it, trust it, talk to it and end it.
//!
//! The host starts the process with settings in its [`Environment`]. The process listens on a socket of its own, prints
//! one line on stdout with its address and certificate, and from then on only serves gRPC: the provider's service, which
//! is handed in, and go-plugin's own small ones. Nothing here knows Terraform's provider
//! protocol; nothing else in this crate knows processes, sockets, TLS or stdout.
//!
//! What is absent on purpose: a way in without the host's certificate, output on stdout after the handshake line, and
//! a reader of stdin, which belongs to the host.

mod client_verifier;
mod controller;
mod drain;
mod empty_stream;
mod environment;
mod error;
mod grpc;
mod handshake;
mod health;
mod listener;
mod log_line;
pub mod logs;
mod orphan;
mod panics;
mod reattach;
mod security;
mod server;
mod server_certificate;
mod services;
mod signals;
mod silent;
mod socket;
#[cfg(unix)]
mod socket_directory;

pub use drain::Drain;
pub use environment::Environment;
pub use error::Error;
pub use server::{debug, serve};
pub use services::GrpcService;
