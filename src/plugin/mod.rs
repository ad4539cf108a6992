//! The go-plugin contract: processes, handshake, mutual TLS, listener, logs.

mod wire;

pub use wire::client;
