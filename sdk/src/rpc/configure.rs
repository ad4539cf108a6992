//! `ConfigureProvider`.

use terraform_plugin_protocol::tfplugin6::configure_provider::{Request, Response};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{diagnostic, value},
};

/// Configures the provider.
pub(super) async fn configure<P: Provider>(server: &Server<P>, request: Request) -> Result<Response, Diagnostics> {
    let config = value::decode_root(request.config.as_ref(), &server.schema().value_type, "config")?;
    let diagnostics = server.configure(&config, &request.terraform_version).await;
    Ok(Response {
        diagnostics: diagnostic::to_wire(diagnostics),
    })
}
