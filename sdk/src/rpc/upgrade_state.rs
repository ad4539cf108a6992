//! `UpgradeResourceState`.

use terraform_plugin_protocol::tfplugin6::upgrade_resource_state;

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{raw_state, value},
};

/// Reads a stored state, of any version.
pub(super) fn upgrade_state<P: Provider>(
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
