//! A connected socket of any kind.

use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};

/// Anything that carries bytes both ways: a Unix socket, a TCP socket, a TLS session over one of them.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send {}

impl<S: AsyncRead + AsyncWrite + Send> Duplex for S {}

/// A connected socket.
pub(super) type Socket = Pin<Box<dyn Duplex>>;
