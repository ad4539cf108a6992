//! The loop that turns clients into connections; no client can end it or hold up another one.

use std::{io, time::Duration};

use tokio::sync::mpsc;
use tokio_stream::{Stream, StreamExt, wrappers::ReceiverStream};

use crate::plugin::{
    connection::{Connection, Connections},
    listener::Listener,
    security::Security,
};

/// How many proven clients may wait for the server to take them.
const BACKLOG: usize = 16;

/// How long to wait after a failed `accept`: what is missing then, mostly file descriptors, does not come back at once.
const PAUSE: Duration = Duration::from_millis(100);

/// The connections of all clients who may have one, until the stream is dropped.
pub(super) fn incoming(
    listener: Listener,
    security: Security,
    connections: Connections,
) -> impl Stream<Item = io::Result<Connection>> {
    let (sender, receiver) = mpsc::channel(BACKLOG);
    tokio::spawn(accept(listener, security, connections, sender));
    ReceiverStream::new(receiver).map(Ok)
}

async fn accept(listener: Listener, security: Security, connections: Connections, accepted: mpsc::Sender<Connection>) {
    loop {
        let socket = tokio::select! {
            socket = listener.accept() => socket,
            () = accepted.closed() => return,
        };
        match socket {
            Ok(socket) => {
                let (security, connections, accepted) = (security.clone(), connections.clone(), accepted.clone());
                tokio::spawn(async move {
                    match security.secure(socket).await {
                        // A failure to send means that the server has ended.
                        Ok(socket) => drop(accepted.send(connections.open(socket)).await),
                        Err(cause) => tracing::warn!(%cause, "A client did not get past the TLS handshake"),
                    }
                });
            }
            Err(cause) => {
                tracing::warn!(%cause, "Cannot accept a client");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
