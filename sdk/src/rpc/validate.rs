//! `ValidateProviderConfig`, `ValidateResourceConfig` and `ValidateDataResourceConfig`.

use terraform_plugin_protocol::tfplugin6::{
    validate_data_resource_config, validate_provider_config, validate_resource_config,
};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{diagnostic, value},
};

/// Checks a provider block.
pub(super) fn provider<P: Provider>(
    server: &Server<P>,
    request: &validate_provider_config::Request,
) -> Result<validate_provider_config::Response, Diagnostics> {
    let config = value::decode_object(request.config.as_ref(), &server.schema().value_type, "config")?;
    Ok(validate_provider_config::Response {
        diagnostics: diagnostic::to_wire(server.validate(&config)),
    })
}

/// Checks the configuration of a managed resource.
pub(super) fn resource<P: Provider>(
    server: &Server<P>,
    request: &validate_resource_config::Request,
) -> Result<validate_resource_config::Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &resource.schema().value_type, "config")?;
    let write_only = request
        .client_capabilities
        .is_some_and(|client| client.write_only_attributes_allowed);
    Ok(validate_resource_config::Response {
        diagnostics: diagnostic::once(resource.validate(&config, write_only), request.client_capabilities),
    })
}

/// Checks the configuration of a data source.
pub(super) fn data_source<P: Provider>(
    server: &Server<P>,
    request: &validate_data_resource_config::Request,
) -> Result<validate_data_resource_config::Response, Diagnostics> {
    let data_source = server.data_source(&request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &data_source.schema().value_type, "config")?;
    Ok(validate_data_resource_config::Response {
        diagnostics: diagnostic::to_wire(data_source.validate(&config)),
    })
}
