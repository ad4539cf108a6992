//! `MoveResourceState`.

use terraform_plugin_protocol::tfplugin6::move_resource_state::{Request, Response};

use crate::{
    author::{MoveSource, Object, Provider},
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{diagnostic, identity, raw_state, value},
};

/// Moves an object of another type or provider to a resource of this one.
pub(super) fn move_state<P: Provider>(server: &Server<P>, request: &Request) -> Result<Response, Diagnostics> {
    let resource = server.resource(&request.target_type_name)?;
    let state = raw_state::decode(request.source_state.as_ref(), "source_state")?;
    let source = MoveSource {
        provider: &request.source_provider_address,
        type_name: &request.source_type_name,
        version: request.source_schema_version,
        state: &state,
    };
    let warnings = resource.warnings_of_move(&source);
    let Object {
        state,
        private,
        identity,
    } = resource.move_state(&source)?;
    Ok(Response {
        target_state: Some(value::encode(&state, &resource.schema().value_type, "target_state")?),
        target_private: private,
        target_identity: identity::encode(Some(&identity), resource.identity_schema(), "target_identity")?,
        diagnostics: diagnostic::to_wire(warnings),
    })
}
