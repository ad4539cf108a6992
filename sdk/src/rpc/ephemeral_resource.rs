//! `ValidateEphemeralResourceConfig`, `OpenEphemeralResource`, `RenewEphemeralResource` and `CloseEphemeralResource`.

use terraform_plugin_protocol::tfplugin6::{
    close_ephemeral_resource, open_ephemeral_resource, renew_ephemeral_resource, validate_ephemeral_resource_config,
};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{diagnostic, value},
};

/// Checks a configuration.
pub(super) fn validate<P: Provider>(
    server: &Server<P>,
    request: &validate_ephemeral_resource_config::Request,
) -> Result<validate_ephemeral_resource_config::Response, Diagnostics> {
    let ephemeral = server.ephemeral_resource(&request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &ephemeral.schema().value_type, "config")?;
    Ok(validate_ephemeral_resource_config::Response {
        diagnostics: diagnostic::to_wire(ephemeral.validate(&config)),
    })
}

/// Opens an ephemeral resource.
pub(super) async fn open<P: Provider>(
    server: &Server<P>,
    request: open_ephemeral_resource::Request,
) -> Result<open_ephemeral_resource::Response, Diagnostics> {
    let ephemeral = server.ephemeral_resource(&request.type_name)?;
    let ty = &ephemeral.schema().value_type;
    let config = value::decode_object(request.config.as_ref(), ty, "config")?;
    let lease = ephemeral.open(&config).await?;
    Ok(open_ephemeral_resource::Response {
        result: Some(value::encode(&lease.result, ty, "result")?),
        private: Some(lease.private),
        renew_at: lease.renew_at.map(Into::into),
        ..Default::default()
    })
}

/// Renews an ephemeral resource.
pub(super) async fn renew<P: Provider>(
    server: &Server<P>,
    request: renew_ephemeral_resource::Request,
) -> Result<renew_ephemeral_resource::Response, Diagnostics> {
    let ephemeral = server.ephemeral_resource(&request.type_name)?;
    let lease = ephemeral.renew(&request.private.unwrap_or_default()).await?;
    Ok(renew_ephemeral_resource::Response {
        private: Some(lease.private),
        renew_at: lease.renew_at.map(Into::into),
        ..Default::default()
    })
}

/// Closes an ephemeral resource.
pub(super) async fn close<P: Provider>(
    server: &Server<P>,
    request: close_ephemeral_resource::Request,
) -> Result<close_ephemeral_resource::Response, Diagnostics> {
    let ephemeral = server.ephemeral_resource(&request.type_name)?;
    ephemeral.close(&request.private.unwrap_or_default()).await?;
    Ok(close_ephemeral_resource::Response::default())
}
