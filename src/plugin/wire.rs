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
    pub use super::go_plugin::Empty;
    pub use super::go_plugin::grpc_broker_client::GrpcBrokerClient;
    pub use super::go_plugin::grpc_controller_client::GrpcControllerClient;
    pub use super::go_plugin::grpc_stdio_client::GrpcStdioClient;
    pub use super::go_plugin::{ConnInfo, StdioData};
    pub use super::health::health_client::HealthClient;
    pub use super::health::{HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus};
}
