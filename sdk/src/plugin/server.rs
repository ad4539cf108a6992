//! The life of the process: bind, announce, serve, end.

use std::time::Duration;

use terraform_plugin_protocol::{
    go_plugin::{
        grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
        grpc_stdio_server::GrpcStdioServer,
    },
    health::health_server::HealthServer,
};
use tokio_util::sync::CancellationToken;
use tonic::{service::Routes, transport::Server};

use crate::plugin::{
    Environment, Error, accept,
    broker::Broker,
    connection::Connections,
    controller::Controller,
    environment::SocketSettings,
    handshake::{Handshake, PLUGIN_PROTOCOL, host_speaks_our_protocol},
    health::Health,
    listener::Listener,
    orphan, reattach,
    security::Security,
    signals::Signals,
    stdio::Stdio,
    work::Work,
};

/// What running calls get after the host's Shutdown; the host kills the process after two seconds.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(1);

/// What running calls get after SIGTERM, so that an object which is being created reaches the state; those who send
/// the signal to many processes at once mostly wait ten seconds.
const SIGNAL_GRACE: Duration = Duration::from_secs(8);

/// Serves the host which started this process, until the host ends it, dies, or SIGTERM comes.
///
/// `routes` are the services of the provider itself; the limit of message sizes is theirs, because tonic keeps it in
/// each service. `work` is what they do: it is told to hurry when the process is about to end, and is waited for.
///
/// # Errors
/// No socket, no certificate, no stdout: see [`Error`]. A client that fails is no error.
pub async fn serve(environment: Environment, routes: Routes, work: Work) -> Result<(), Error> {
    let mut signals = Signals::take_over().map_err(Error::Start)?;
    let connections = Connections::default();
    let orphaned = orphan::orphaned(connections.count());
    let security = Security::for_client(environment.client_certificate.as_deref())?;
    let listener = Listener::bind(&environment.socket).await?;

    if !host_speaks_our_protocol(&environment.protocol_versions) {
        let offered = &environment.protocol_versions;
        tracing::error!(
            offered,
            "This provider speaks plugin protocol {PLUGIN_PROTOCOL}, the host does not"
        );
    }
    Handshake {
        address: listener.address(),
        certificate: security.certificate(),
        asks_for_multiplexing: environment.asks_for_multiplexing,
    }
    .announce()?;
    tracing::debug!(address = listener.address().address, "Listening for the host");

    let life = Life { work, connections };
    life.run(listener, security, routes, async {
        tokio::select! {
            () = orphaned => tracing::debug!("The host is gone"),
            () = signals.terminated() => tracing::debug!("Received SIGTERM"),
        }
    })
    .await
}

/// Serves whoever is told where, without TLS, until Ctrl-C or SIGTERM; prints the variable that tells Terraform.
///
/// `sources` are the provider's source addresses, such as `registry.terraform.io/NAMESPACE/NAME`. Many commands, also
/// at the same time, share the process.
///
/// # Errors
/// No socket or no stdout: see [`Error`].
pub async fn debug(sources: &[&str], routes: Routes, work: Work) -> Result<(), Error> {
    let mut signals = Signals::take_over().map_err(Error::Start)?;
    let listener = Listener::bind(&SocketSettings::read()).await?;
    reattach::announce(sources, listener.address())?;
    let life = Life {
        work,
        connections: Connections::default(),
    };
    life.run(
        listener,
        Security::Plaintext,
        routes,
        signals.interrupted_or_terminated(),
    )
    .await
}

/// What lasts as long as the process serves.
struct Life {
    work: Work,
    connections: Connections,
}

impl Life {
    /// Serves until the host says Shutdown or `interrupted` is over, then lets running calls finish for a short time.
    async fn run(
        self,
        listener: Listener,
        security: Security,
        routes: Routes,
        interrupted: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let end = CancellationToken::new();
        // No keepalive: a local socket reports the end of its peer, and a suspended host shall find its provider again.
        let serving = Server::builder()
            .add_routes(with_own_services(routes, &end))
            .serve_with_incoming_shutdown(
                accept::incoming(listener, security, self.connections),
                end.clone().cancelled_owned(),
            );
        let ending = async {
            let grace = tokio::select! {
                () = end.cancelled() => SHUTDOWN_GRACE,
                () = interrupted => SIGNAL_GRACE,
            };
            end.cancel();
            self.work.stop.cancel();
            tokio::time::sleep(grace).await;
        };
        let served = async {
            let served = serving.await;
            // Nobody is connected any more. What has begun has the same time as if somebody were.
            end.cancel();
            self.work.running.closed().await;
            served
        };
        tokio::select! {
            served = served => served.map_err(Error::Serve),
            () = ending => Ok(()),
        }
    }
}

fn with_own_services(routes: Routes, end: &CancellationToken) -> Routes {
    routes
        .add_service(GrpcBrokerServer::new(Broker { end: end.clone() }))
        .add_service(GrpcControllerServer::new(Controller { end: end.clone() }))
        .add_service(GrpcStdioServer::new(Stdio { end: end.clone() }))
        .add_service(HealthServer::new(Health { end: end.clone() }))
}
