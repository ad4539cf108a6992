//! `ReadResource`.

use terraform_plugin_protocol::tfplugin6::read_resource::{Request, Response};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::{read::ReadRequest, server::Server},
    rpc::convert::{diagnostic, identity, value},
};

/// Reads one object.
pub(super) async fn read<P: Provider>(server: &Server<P>, request: Request) -> Result<Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let (ty, identity_schema) = (&resource.schema().value_type, resource.identity_schema());
    let found = resource
        .read(ReadRequest {
            state: value::decode_object(request.current_state.as_ref(), ty, "current_state")?,
            identity: identity::decode(request.current_identity.as_ref(), identity_schema, "current_identity")?,
            private: request.private,
        })
        .await;
    Ok(Response {
        new_state: Some(value::encode(&found.state, ty, "new_state")?),
        private: found.private,
        new_identity: identity::encode(found.identity.as_ref(), identity_schema, "new_identity")?,
        diagnostics: diagnostic::to_wire(found.diagnostics),
        ..Default::default()
    })
}
