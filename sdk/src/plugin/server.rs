//! The process from start to end: bind, announce, serve, drain.

use std::time::Duration;

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::plugin::{
    Drain, Environment, Error, core_dump,
    environment::SocketSettings,
    grpc,
    handshake::{Handshake, PLUGIN_PROTOCOL, host_supports_our_protocol},
    listener::Listener,
    orphan, reattach,
    security::Security,
    services::GrpcService,
    signals::Signals,
};

/// Time for running calls after the host's Shutdown. The host kills the process after two seconds.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(1);

/// Time for running calls after SIGTERM, so that an object that is being created reaches the state. Process managers
/// usually wait ten seconds.
const SIGNAL_GRACE: Duration = Duration::from_secs(8);

/// Serves the host which started this process, until the host ends it, dies, or SIGTERM comes.
///
/// `new_service` makes the provider's service for one connection; the limit of message sizes is the service's.
///
/// # Errors
/// Returns an error without a socket, a certificate or stdout. A failing client is not an error.
pub async fn serve<S: GrpcService>(
    environment: Environment,
    new_service: impl Fn() -> S,
    drain: Drain,
) -> Result<(), Error> {
    core_dump::forbid();
    let mut signals = Signals::take_over().map_err(Error::Start)?;
    let connections = TaskTracker::new();
    let orphaned = orphan::orphaned(connections.clone());
    let security = Security::for_client(environment.client_certificate.as_deref())?;
    let listener = Listener::bind(&environment.socket).await?;

    if !host_supports_our_protocol(&environment.protocol_versions) {
        let offered = &environment.protocol_versions;
        tracing::error!(
            offered,
            "The host does not support plugin protocol {PLUGIN_PROTOCOL}, which this provider requires"
        );
    }
    if matches!(security, Security::Plaintext) && listener.address().is_tcp() {
        tracing::warn!("{}", listener.address().plaintext_warning());
    }
    Handshake {
        address: listener.address(),
        certificate: security.certificate(),
    }
    .announce()?;
    tracing::debug!(address = listener.address().address, "Listening for the host");

    let ended = async {
        tokio::select! {
            () = orphaned => tracing::debug!("The host has exited"),
            () = signals.terminated() => tracing::debug!("Received SIGTERM"),
        }
    };
    run(listener, security, new_service, connections, drain, ended).await;
    Ok(())
}

/// Serves every client that connects to the address, without TLS, until Ctrl-C or SIGTERM. Prints the variable that
/// Terraform needs to attach.
///
/// `sources` are the provider's source addresses, such as `registry.terraform.io/NAMESPACE/NAME`. Many commands, also
/// at the same time, share the process; each has a connection, and so a service from `new_service`, of its own. Core dumps
/// stay enabled, because a debugger needs the same access.
///
/// # Errors
/// Returns an error without a socket or stdout.
pub async fn debug<S: GrpcService>(sources: &[&str], new_service: impl Fn() -> S, drain: Drain) -> Result<(), Error> {
    let mut signals = Signals::take_over().map_err(Error::Start)?;
    let listener = Listener::bind(&SocketSettings::read()).await?;
    if listener.address().is_tcp() {
        eprintln!("WARNING: {}", listener.address().plaintext_warning());
    }
    reattach::announce(sources, listener.address())?;
    let ended = signals.interrupted_or_terminated();
    run(
        listener,
        Security::Plaintext,
        new_service,
        TaskTracker::new(),
        drain,
        ended,
    )
    .await;
    Ok(())
}

/// Serves until the host says Shutdown or `ended` is over, then lets running calls finish for a short time.
async fn run<S: GrpcService>(
    listener: Listener,
    security: Security,
    new_service: impl Fn() -> S,
    connections: TaskTracker,
    drain: Drain,
    ended: impl Future<Output = ()>,
) {
    let end = CancellationToken::new();
    let finished = async {
        grpc::serve(listener, security, new_service, &connections, &end).await;
        // No client is connected anymore. The tasks have the same time limit as with a client.
        drain.tasks.close();
        drain.tasks.wait().await;
    };
    let out_of_time = async {
        let grace = tokio::select! {
            () = end.cancelled() => SHUTDOWN_GRACE,
            () = ended => SIGNAL_GRACE,
        };
        end.cancel();
        drain.stop.cancel();
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        () = finished => {}
        () = out_of_time => {}
    }
}
