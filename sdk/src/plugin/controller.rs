//! go-plugin's controller, with which the host ends the process.

use terraform_plugin_protocol::go_plugin::{Empty, grpc_controller_server::GrpcController};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

/// Ends the process on request.
pub(super) struct Controller {
    /// Canceled to end the process.
    pub(super) end: CancellationToken,
}

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _request: Request<Empty>) -> Result<Response<Empty>, Status> {
        tracing::debug!("The host ends this process");
        self.end.cancel();
        Ok(Response::new(Empty {}))
    }
}
