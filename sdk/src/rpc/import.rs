//! `ImportResourceState`, and `GenerateResourceConfig` for imported objects.

use terraform_plugin_protocol::tfplugin6::{
    generate_resource_config,
    import_resource_state::{ImportedResource, Request, Response},
};

use crate::{
    author::{Object, Provider},
    diagnostics::{Diagnostic, Diagnostics},
    engine::{import::ImportTarget, server::Server},
    rpc::convert::{identity, value},
};

/// Imports one object by its id or its identity.
pub(super) async fn import<P: Provider>(server: &Server<P>, request: Request) -> Result<Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let (ty, identity_schema) = (&resource.schema().value_type, resource.identity_schema());
    let target = match identity::decode(request.identity.as_ref(), identity_schema, "identity")? {
        Some(identity) => ImportTarget::Identity(identity),
        None if request.id.is_empty() => {
            let detail = "The ID is empty. Write an import ID in one of the forms on the resource's page.";
            return Err(Diagnostic::error("Empty import ID", detail).into());
        }
        None => ImportTarget::Id(request.id),
    };
    let Object {
        state,
        private,
        identity,
    } = resource.import(target).await?;
    Ok(Response {
        imported_resources: vec![ImportedResource {
            type_name: request.type_name,
            state: Some(value::encode(&state, ty, "state")?),
            private,
            identity: identity::encode(Some(&identity), identity_schema, "identity")?,
        }],
        ..Default::default()
    })
}

/// Refuses to generate configuration. Terraform generates it, because the provider does not announce this capability.
pub(super) fn generate_config<P: Provider>(
    server: &Server<P>,
    request: &generate_resource_config::Request,
) -> Result<generate_resource_config::Response, Diagnostics> {
    server.resource(&request.type_name)?;
    let detail = "This provider does not generate configuration. Write the resource block by hand, or use a released \
                  version of Terraform, which generates it.";
    Err(Diagnostic::error("No generated configuration", detail).into())
}
