//! The go-plugin protocol: how Terraform and OpenTofu start, find, authenticate, call and stop a provider.
//!
//! The host starts the process with settings in its [`Environment`]. The process listens on its own socket, prints one
//! line to stdout with its address and certificate, and then serves gRPC: the provider's service and go-plugin's own
//! services. This module does not depend on Terraform's provider protocol, and no other module of this crate uses
//! processes, sockets, TLS or stdout.
//!
//! By design, no client can connect without the host's certificate, nothing is written to stdout after the handshake
//! line, and stdin, which belongs to the host, is not read.

mod client_verifier;
mod controller;
mod core_dump;
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
