//! The gRPC services of one connection: the provider's, and go-plugin's own.

use std::convert::Infallible;

use hyper::{body::Incoming, service::Service};
use terraform_plugin_protocol::{
    go_plugin::{
        grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
        grpc_stdio_server::GrpcStdioServer,
    },
    health::health_server::HealthServer,
};
use tokio_util::sync::CancellationToken;
use tonic::{
    body::Body,
    codegen::{
        BoxFuture,
        http::{Request, Response},
    },
    server::NamedService,
};

use crate::plugin::{controller::Controller, health::Health, silent::Silent};

/// A gRPC service as tonic generates it.
pub trait GrpcService:
    tonic::codegen::Service<
        Request<Incoming>,
        Response = Response<Body>,
        Error = Infallible,
        Future = BoxFuture<Response<Body>, Infallible>,
    > + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> GrpcService for S where
    S: tonic::codegen::Service<
            Request<Incoming>,
            Response = Response<Body>,
            Error = Infallible,
            Future = BoxFuture<Response<Body>, Infallible>,
        > + Clone
        + Send
        + Sync
        + 'static
{
}

/// The services of one connection. Calls that are not for go-plugin's services go to the provider's service, which
/// rejects unknown methods.
#[derive(Clone)]
pub(super) struct Services<S> {
    provider: S,
    broker: GrpcBrokerServer<Silent>,
    controller: GrpcControllerServer<Controller>,
    health: HealthServer<Health>,
    stdio: GrpcStdioServer<Silent>,
}

impl<S> Services<S> {
    /// Adds go-plugin's services to the provider's. The controller cancels `end` at the host's Shutdown.
    pub(super) fn new(provider: S, end: &CancellationToken) -> Self {
        Self {
            provider,
            broker: GrpcBrokerServer::new(Silent { end: end.clone() }),
            controller: GrpcControllerServer::new(Controller { end: end.clone() }),
            health: HealthServer::new(Health { end: end.clone() }),
            stdio: GrpcStdioServer::new(Silent { end: end.clone() }),
        }
    }
}

impl<S: GrpcService> Service<Request<Incoming>> for Services<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Response<Body>, Infallible>;

    /// Dispatches by the service in the path, as in `/plugin.GRPCStdio/StreamStdio`.
    fn call(&self, request: Request<Incoming>) -> Self::Future {
        match request.uri().path().split('/').nth(1) {
            Some(GrpcBrokerServer::<Silent>::NAME) => call(&self.broker, request),
            Some(GrpcControllerServer::<Controller>::NAME) => call(&self.controller, request),
            Some(HealthServer::<Health>::NAME) => call(&self.health, request),
            Some(GrpcStdioServer::<Silent>::NAME) => call(&self.stdio, request),
            _ => call(&self.provider, request),
        }
    }
}

fn call<S: GrpcService>(service: &S, request: Request<Incoming>) -> BoxFuture<Response<Body>, Infallible> {
    service.clone().call(request)
}
