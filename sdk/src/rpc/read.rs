//! `ReadResource` and `ReadDataSource`.

use terraform_plugin_protocol::tfplugin6::{read_data_source, read_resource};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::{read::ReadRequest, server::Server},
    rpc::convert::{diagnostic, identity, value},
};

/// Reads one object.
pub(super) async fn resource<P: Provider>(
    server: &Server<P>,
    request: read_resource::Request,
) -> Result<read_resource::Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let (ty, identity_schema) = (&resource.schema().value_type, resource.identity_schema());
    let found = resource
        .read(ReadRequest {
            state: value::decode_object(request.current_state.as_ref(), ty, "current_state")?,
            identity: identity::decode(request.current_identity.as_ref(), identity_schema, "current_identity")?,
            private: request.private,
        })
        .await;
    Ok(read_resource::Response {
        new_state: Some(value::encode(&found.state, ty, "new_state")?),
        private: found.private,
        new_identity: identity::encode(found.identity.as_ref(), identity_schema, "new_identity")?,
        diagnostics: diagnostic::to_wire(found.diagnostics),
        ..Default::default()
    })
}

/// Reads a data source.
pub(super) async fn data_source<P: Provider>(
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
