//! Health checks: a process that can respond is healthy.

use std::pin::Pin;

use terraform_plugin_protocol::health::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus,
    health_server::Health as HealthService,
};
use tokio_stream::{Stream, StreamExt};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::plugin::empty_stream::EmptyStream;

/// The server as a whole, and the name that go-plugin's `Ping` requests.
const SERVICES: [&str; 2] = ["", "plugin"];

/// Responds to health checks.
pub(super) struct Health {
    pub(super) end: CancellationToken,
}

fn status(service: &str) -> ServingStatus {
    if SERVICES.contains(&service) {
        ServingStatus::Serving
    } else {
        ServingStatus::ServiceUnknown
    }
}

#[tonic::async_trait]
impl HealthService for Health {
    type WatchStream = Pin<Box<dyn Stream<Item = Result<HealthCheckResponse, Status>> + Send>>;

    async fn check(&self, request: Request<HealthCheckRequest>) -> Result<Response<HealthCheckResponse>, Status> {
        let service = request.into_inner().service;
        match status(&service) {
            ServingStatus::ServiceUnknown => Err(Status::not_found(format!("there is no service \"{service}\" here"))),
            known => Ok(Response::new(HealthCheckResponse { status: known.into() })),
        }
    }

    async fn watch(&self, request: Request<HealthCheckRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let status = status(&request.into_inner().service).into();
        let now = tokio_stream::once(Ok(HealthCheckResponse { status }));
        Ok(Response::new(Box::pin(now.chain(EmptyStream::until(&self.end)))))
    }
}
