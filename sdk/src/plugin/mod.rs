//! The go-plugin contract: how Terraform and OpenTofu start a provider, find it, trust it, talk to it and end it.
//!
//! The host starts the process with settings in its [`Environment`]. The process listens on a socket of its own, prints
//! one line on stdout that says where and with which certificate, and from then on only answers gRPC: what the rest of
//! this crate offers (handed in as routes) and go-plugin's own small services. Nothing here knows Terraform's provider
//! protocol; nothing else in this crate knows processes, sockets, TLS or stdout.
//!
//! What is absent on purpose: a way in without the host's certificate, output on stdout after the handshake line, and
//! a reader of stdin, which belongs to the host.

mod accept;
mod broker;
mod client_verifier;
mod connection;
mod controller;
mod environment;
mod error;
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
mod signals;
mod silence;
mod socket_directory;
mod stdio;
mod unix_group;
mod work;

pub use environment::Environment;
pub use error::Error;
pub use server::{debug, serve};
pub use work::Work;
