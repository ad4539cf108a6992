//! Generated code of go-plugin's own services.

/// Package `plugin`: broker, controller and stdio.
pub(super) mod go_plugin {
    #![allow(missing_docs, unreachable_pub, clippy::all)]
    tonic::include_proto!("plugin");
}

/// Package `grpc.health.v1`.
pub(super) mod health {
    #![allow(missing_docs, unreachable_pub, clippy::all)]
    tonic::include_proto!("grpc.health.v1");
}

/// The host's side of go-plugin's services, for whoever plays Terraform's part.
pub mod client {
    pub use super::{
        go_plugin::{
            ConnInfo, Empty, StdioData, grpc_broker_client::GrpcBrokerClient,
            grpc_controller_client::GrpcControllerClient, grpc_stdio_client::GrpcStdioClient,
        },
        health::{
            HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus, health_client::HealthClient,
        },
    };
}
