//! The gRPC server, which accepts clients and serves each connection. No client can end it or delay other clients.

use std::{pin::pin, time::Duration};

use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::plugin::{
    listener::Listener,
    security::Security,
    services::{GrpcService, Services},
    socket::Socket,
};

/// The pause after a failed `accept`, until resources such as file descriptors are available again.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves every accepted client, each with its own service from `new_service`, until `end`. Then waits until the
/// running calls complete. `connections` are the connected clients.
pub(super) async fn serve<S: GrpcService>(
    listener: Listener,
    security: Security,
    new_service: impl Fn() -> S,
    connections: &TaskTracker,
    end: &CancellationToken,
) {
    while let Some(accepted) = end.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok(socket) => {
                let services = Services::new(new_service(), end);
                connections.spawn(connect(socket, security.clone(), services, end.clone()));
            }
            Err(cause) => {
                tracing::warn!(%cause, "Cannot accept a client");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    connections.close();
    connections.wait().await;
}

async fn connect<S: GrpcService>(socket: Socket, security: Security, services: Services<S>, end: CancellationToken) {
    match end.run_until_cancelled(security.secure(socket)).await {
        Some(Ok(socket)) => serve_connection(socket, services, end).await,
        Some(Err(cause)) => tracing::warn!(%cause, "The TLS handshake with a client failed"),
        None => {}
    }
}

/// Serves one connection until the client closes it, or until `end` and the completion of its running calls.
async fn serve_connection<S: GrpcService>(socket: Socket, services: Services<S>, end: CancellationToken) {
    // No keepalive: a local socket reports the end of its peer, and a suspended host must find its provider again.
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(None)
        .serve_connection(TokioIo::new(socket), services);
    let mut connection = pin!(connection);
    // An error means that the client has disconnected, which needs no action.
    let _served = tokio::select! {
        served = &mut connection => served,
        () = end.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
}
