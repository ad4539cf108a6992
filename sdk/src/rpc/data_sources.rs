//! Data sources.

use terraform_plugin_protocol::tfplugin6::{read_data_source, validate_data_resource_config};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::{
        convert::{diagnostic, value},
        lookup,
    },
};

/// Checks a configuration.
pub(super) fn validate<P: Provider>(
    server: &Server<P>,
    request: &validate_data_resource_config::Request,
) -> Result<validate_data_resource_config::Response, Diagnostics> {
    let entry = lookup::data_source(server, &request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &entry.schema().value_type, "config")?;
    Ok(validate_data_resource_config::Response {
        diagnostics: diagnostic::to_wire(server.validate_data_source_config(entry, &config)),
    })
}

/// Reads.
pub(super) async fn read<P: Provider>(
    server: &Server<P>,
    request: &read_data_source::Request,
) -> Result<read_data_source::Response, Diagnostics> {
    let entry = lookup::data_source(server, &request.type_name)?;
    let ty = &entry.schema().value_type;
    let config = value::decode_object(request.config.as_ref(), ty, "config")?;
    let (state, diagnostics) = server.read_data_source(entry, &config).await;
    Ok(read_data_source::Response {
        state: Some(value::encode(&state, ty, "state")?),
        diagnostics: diagnostic::to_wire(diagnostics),
        ..Default::default()
    })
}
