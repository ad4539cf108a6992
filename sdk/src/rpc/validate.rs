//! `ValidateResourceConfig`.

use terraform_plugin_protocol::tfplugin6::validate_resource_config::{Request, Response};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{diagnostic, value},
};

/// Checks the configuration of a managed resource.
pub(super) fn validate<P: Provider>(server: &Server<P>, request: &Request) -> Result<Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &resource.schema().value_type, "config")?;
    let write_only = request
        .client_capabilities
        .is_some_and(|client| client.write_only_attributes_allowed);
    Ok(Response {
        diagnostics: diagnostic::once(resource.validate(&config, write_only), request.client_capabilities),
    })
}
