//! `GenerateResourceConfig`.

use terraform_plugin_protocol::tfplugin6::generate_resource_config::{Request, Response};

use crate::{
    author::Provider,
    diagnostics::{Diagnostic, Diagnostics},
    engine::server::Server,
};

/// Refuses to generate configuration. Terraform generates it, because the provider does not announce this capability.
pub(super) fn generate_config<P: Provider>(server: &Server<P>, request: &Request) -> Result<Response, Diagnostics> {
    server.resource(&request.type_name)?;
    let detail = "This provider does not generate configuration. Write the resource block by hand, or use a released \
                  version of Terraform, which generates it.";
    Err(Diagnostic::error("No generated configuration", detail).into())
}
