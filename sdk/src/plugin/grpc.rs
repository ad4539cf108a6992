//! The gRPC server, which accepts clients and serves each connection. No client can end it or delay other clients.

use std::{collections::VecDeque, pin::pin, time::Duration};

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

/// Maximum clients that have not authenticated. Each needs a file descriptor, and a process has about a thousand.
const MAX_HANDSHAKES: usize = 64;

/// The clients that have not authenticated, oldest first: a token cancels the handshake, or is cancelled after it.
#[derive(Default)]
struct Handshakes(VecDeque<CancellationToken>);

impl Handshakes {
    /// Returns the token of one more handshake. If there are too many, cancels the oldest: a host needs milliseconds.
    fn begin(&mut self, end: &CancellationToken) -> CancellationToken {
        self.0.retain(|handshake| !handshake.is_cancelled());
        if self.0.len() == MAX_HANDSHAKES
            && let Some(oldest) = self.0.pop_front()
        {
            tracing::warn!("{MAX_HANDSHAKES} clients have not completed their TLS handshakes; closing the oldest");
            oldest.cancel();
        }
        let handshake = end.child_token();
        self.0.push_back(handshake.clone());
        handshake
    }
}

/// Serves every accepted client, each with its own service from `new_service`, until `end`. Then waits until the
/// running calls complete. `connections` are the connected clients.
pub(super) async fn serve<S: GrpcService>(
    listener: Listener,
    security: Security,
    new_service: impl Fn() -> S,
    connections: &TaskTracker,
    end: &CancellationToken,
) {
    let mut handshakes = Handshakes::default();
    while let Some(accepted) = end.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok(socket) => {
                let services = Services::new(new_service(), end);
                let handshake = handshakes.begin(end);
                connections.spawn(connect(socket, security.clone(), services, handshake, end.clone()));
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

async fn connect<S: GrpcService>(
    socket: Socket,
    security: Security,
    services: Services<S>,
    handshake: CancellationToken,
    end: CancellationToken,
) {
    let secured = handshake.run_until_cancelled(security.secure(socket)).await;
    handshake.cancel();
    match secured {
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
