//! go-plugin's broker of further listeners; a Terraform provider has none, and no use for the host's.

use terraform_plugin_protocol::go_plugin::{ConnInfo, grpc_broker_server::GrpcBroker};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use crate::plugin::empty_stream::EmptyStream;

/// Accepts the host's stream and never announces anything on it.
pub(super) struct Broker {
    pub(super) end: CancellationToken,
}

#[tonic::async_trait]
impl GrpcBroker for Broker {
    type StartStreamStream = EmptyStream<ConnInfo>;

    async fn start_stream(
        &self,
        _announced: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<Self::StartStreamStream>, Status> {
        Ok(Response::new(EmptyStream::until(&self.end)))
    }
}
