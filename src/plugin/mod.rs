//! The go-plugin contract: processes, handshake, mutual TLS, listener, logs.
