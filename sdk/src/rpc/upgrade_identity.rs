//! `UpgradeResourceIdentity`.

use terraform_plugin_protocol::tfplugin6::{ResourceIdentityData, upgrade_resource_identity};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{raw_state, value},
};

/// Reads a stored identity, of any version.
pub(super) fn upgrade_identity<P: Provider>(
    server: &Server<P>,
    request: &upgrade_resource_identity::Request,
) -> Result<upgrade_resource_identity::Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let stored = raw_state::decode_identity(request.raw_identity.as_ref(), "raw_identity")?;
    let identity = resource.upgrade_identity(request.version, stored)?;
    let ty = &resource.identity_schema().value_type;
    Ok(upgrade_resource_identity::Response {
        upgraded_identity: Some(ResourceIdentityData {
            identity_data: Some(value::encode(&identity, ty, "upgraded_identity")?),
        }),
        ..Default::default()
    })
}
