//! `ValidateDataResourceConfig` and `ReadDataSource`.

use terraform_plugin_protocol::tfplugin6::{read_data_source, validate_data_resource_config};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{diagnostic, value},
};

/// Checks the configuration of a data source.
pub(super) fn validate<P: Provider>(
    server: &Server<P>,
    request: &validate_data_resource_config::Request,
) -> Result<validate_data_resource_config::Response, Diagnostics> {
    let data_source = server.data_source(&request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &data_source.schema().value_type, "config")?;
    Ok(validate_data_resource_config::Response {
        diagnostics: diagnostic::to_wire(data_source.validate(&config)),
    })
}

/// Reads a data source.
pub(super) async fn read<P: Provider>(
    server: &Server<P>,
    request: read_data_source::Request,
) -> Result<read_data_source::Response, Diagnostics> {
    let data_source = server.data_source(&request.type_name)?;
    let ty = &data_source.schema().value_type;
    let config = value::decode_object(request.config.as_ref(), ty, "config")?;
    let (state, diagnostics) = data_source.read(&config).await;
    Ok(read_data_source::Response {
        state: Some(value::encode(&state, ty, "state")?),
        diagnostics: diagnostic::to_wire(diagnostics),
        ..Default::default()
    })
}
