//! go-plugin's copy of stdout and stderr, which stays empty, because Terraform logs its content as unexpected.

use terraform_plugin_protocol::go_plugin::{StdioData, grpc_stdio_server::GrpcStdio};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::plugin::empty_stream::EmptyStream;

/// Offers the copy and writes nothing to it.
pub(super) struct Stdio {
    pub(super) end: CancellationToken,
}

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    type StreamStdioStream = EmptyStream<StdioData>;

    async fn stream_stdio(&self, _request: Request<()>) -> Result<Response<Self::StreamStdioStream>, Status> {
        Ok(Response::new(EmptyStream::until(&self.end)))
    }
}
