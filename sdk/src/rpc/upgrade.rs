//! `UpgradeResourceState` and `UpgradeResourceIdentity`.

use terraform_plugin_protocol::tfplugin6::{ResourceIdentityData, upgrade_resource_identity, upgrade_resource_state};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{raw_state, value},
};

/// Reads a stored state, of any version.
pub(super) fn state<P: Provider>(
    server: &Server<P>,
    request: &upgrade_resource_state::Request,
) -> Result<upgrade_resource_state::Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let stored = raw_state::decode(request.raw_state.as_ref(), "raw_state")?;
    let state = resource.upgrade_state(request.version, stored)?;
    Ok(upgrade_resource_state::Response {
        upgraded_state: Some(value::encode(&state, &resource.schema().value_type, "upgraded_state")?),
        ..Default::default()
    })
}

/// Reads a stored identity.
pub(super) fn identity<P: Provider>(
    server: &Server<P>,
    request: &upgrade_resource_identity::Request,
) -> Result<upgrade_resource_identity::Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let stored = raw_state::decode_identity(request.raw_identity.as_ref(), "raw_identity")?;
    let identity = resource.upgrade_identity(&stored)?;
    let ty = &resource.identity_schema().value_type;
    Ok(upgrade_resource_identity::Response {
        upgraded_identity: Some(ResourceIdentityData {
            identity_data: Some(value::encode(&identity, ty, "upgraded_identity")?),
        }),
        ..Default::default()
    })
}
