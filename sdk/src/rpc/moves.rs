//! Managed resources that come from elsewhere: imports, and `moved` blocks across types and providers.

use terraform_plugin_protocol::tfplugin6::{import_resource_state, move_resource_state};

use crate::{
    author::{MoveSource, Object, Provider},
    diagnostics::{Diagnostic, Diagnostics},
    engine::{
        import::{self, ImportTarget},
        server::Server,
    },
    rpc::{
        convert::{identity, raw_state, value},
        lookup,
    },
};

/// Takes one object into the state by its id or its identity.
pub(super) fn import<P: Provider>(
    server: &Server<P>,
    request: import_resource_state::Request,
) -> Result<import_resource_state::Response, Diagnostics> {
    let entry = lookup::resource(server, &request.type_name)?;
    let (schema, identity_schema) = (entry.schema(), entry.identity_schema());
    let target = match identity::decode(request.identity.as_ref(), identity_schema, "identity")? {
        Some(identity) => ImportTarget::Identity(identity),
        None if request.id.is_empty() => {
            let detail = "The id is empty. Write what names the object, in one of the forms on the resource's page.";
            return Err(Diagnostic::error("Nothing to import", detail).into());
        }
        None => ImportTarget::Id(request.id),
    };
    let Object {
        state,
        private,
        identity,
    } = import::import(entry.resource, schema, target)?;
    Ok(import_resource_state::Response {
        imported_resources: vec![import_resource_state::ImportedResource {
            type_name: request.type_name,
            state: Some(value::encode(&state, &schema.value_type, "state")?),
            private,
            identity: identity::encode(Some(&identity), identity_schema, "identity")?,
        }],
        ..Default::default()
    })
}

/// Makes an object of ours out of one of another type or provider.
pub(super) fn move_state<P: Provider>(
    server: &Server<P>,
    request: &move_resource_state::Request,
) -> Result<move_resource_state::Response, Diagnostics> {
    let entry = lookup::resource(server, &request.target_type_name)?;
    let (schema, identity_schema) = (entry.schema(), entry.identity_schema());
    let state = raw_state::decode(request.source_state.as_ref(), "source_state")?;
    let source = MoveSource {
        provider: &request.source_provider_address,
        type_name: &request.source_type_name,
        version: request.source_schema_version,
        state: &state,
    };
    let Object {
        state,
        private,
        identity,
    } = import::move_state(entry.resource, schema, &source)?;
    Ok(move_resource_state::Response {
        target_state: Some(value::encode(&state, &schema.value_type, "target_state")?),
        target_private: private,
        target_identity: identity::encode(Some(&identity), identity_schema, "target_identity")?,
        ..Default::default()
    })
}
