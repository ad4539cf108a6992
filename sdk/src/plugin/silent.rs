//! go-plugin's broker of further listeners and its copy of stdout and stderr. Both stay empty, because a Terraform provider
//! neither has further listeners nor uses those of the host, and because Terraform logs the content of a copy as unexpected.

use terraform_plugin_protocol::go_plugin::{
    ConnInfo, StdioData, grpc_broker_server::GrpcBroker, grpc_stdio_server::GrpcStdio,
};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use crate::plugin::empty_stream::EmptyStream;

/// A service whose stream stays open without an item.
pub(super) struct Silent {
    pub(super) end: CancellationToken,
}

#[tonic::async_trait]
impl GrpcBroker for Silent {
    type StartStreamStream = EmptyStream<ConnInfo>;

    async fn start_stream(
        &self,
        _announced: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<Self::StartStreamStream>, Status> {
        Ok(Response::new(EmptyStream::until(&self.end)))
    }
}

#[tonic::async_trait]
impl GrpcStdio for Silent {
    type StreamStdioStream = EmptyStream<StdioData>;

    async fn stream_stdio(&self, _request: Request<()>) -> Result<Response<Self::StreamStdioStream>, Status> {
        Ok(Response::new(EmptyStream::until(&self.end)))
    }
}
