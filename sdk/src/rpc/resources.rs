//! Managed resources: checking, planning, reading, and states of older versions.

use terraform_plugin_protocol::tfplugin6::{
    ResourceIdentityData, generate_resource_config, plan_resource_change, read_resource, upgrade_resource_identity,
    upgrade_resource_state, validate_resource_config,
};

use crate::{
    author::Provider,
    diagnostics::{Diagnostic, Diagnostics},
    engine::{plan::PlanRequest, read::ReadRequest, server::Server, upgrade},
    rpc::{
        change::Change,
        convert::{diagnostic, identity, path, raw_state, value},
        lookup,
    },
};

/// Checks a configuration.
pub(super) fn validate<P: Provider>(
    server: &Server<P>,
    request: &validate_resource_config::Request,
) -> Result<validate_resource_config::Response, Diagnostics> {
    let entry = lookup::resource(server, &request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &entry.schema().value_type, "config")?;
    let write_only = request
        .client_capabilities
        .is_some_and(|client| client.write_only_attributes_allowed);
    let diagnostics = server.validate_resource_config(entry, &config, write_only);
    Ok(validate_resource_config::Response {
        diagnostics: diagnostic::to_wire(diagnostics),
    })
}

/// Plans one object.
pub(super) async fn plan<P: Provider>(
    server: &Server<P>,
    request: plan_resource_change::Request,
) -> Result<plan_resource_change::Response, Diagnostics> {
    let entry = lookup::resource(server, &request.type_name)?;
    let (ty, identity_schema) = (&entry.schema().value_type, entry.identity_schema());
    let Change { config, prior, after } = Change::read(
        ty,
        request.config.as_ref(),
        request.prior_state.as_ref(),
        (request.proposed_new_state.as_ref(), "proposed_new_state"),
    )?;
    let question = PlanRequest {
        config,
        prior,
        proposed: after,
        prior_identity: identity::decode(request.prior_identity.as_ref(), identity_schema, "prior_identity")?,
        prior_private: request.prior_private,
    };
    let plan = server.plan(entry, question).await;
    Ok(plan_resource_change::Response {
        planned_state: Some(value::encode(&plan.planned, ty, "planned_state")?),
        requires_replace: plan.requires_replace.iter().map(path::to_wire).collect(),
        planned_private: plan.private,
        planned_identity: identity::encode(plan.identity.as_ref(), identity_schema, "planned_identity")?,
        diagnostics: diagnostic::to_wire(plan.diagnostics),
        ..Default::default()
    })
}

/// Reads one object.
pub(super) async fn read<P: Provider>(
    server: &Server<P>,
    request: read_resource::Request,
) -> Result<read_resource::Response, Diagnostics> {
    let entry = lookup::resource(server, &request.type_name)?;
    let (ty, identity_schema) = (&entry.schema().value_type, entry.identity_schema());
    let question = ReadRequest {
        state: value::decode_object(request.current_state.as_ref(), ty, "current_state")?,
        identity: identity::decode(request.current_identity.as_ref(), identity_schema, "current_identity")?,
        private: request.private,
    };
    let found = server.read(entry, question).await;
    Ok(read_resource::Response {
        new_state: Some(value::encode(&found.state, ty, "new_state")?),
        private: found.private,
        new_identity: identity::encode(found.identity.as_ref(), identity_schema, "new_identity")?,
        diagnostics: diagnostic::to_wire(found.diagnostics),
        ..Default::default()
    })
}

/// Reads a stored state, of whatever version.
pub(super) fn upgrade_state<P: Provider>(
    server: &Server<P>,
    request: &upgrade_resource_state::Request,
) -> Result<upgrade_resource_state::Response, Diagnostics> {
    let entry = lookup::resource(server, &request.type_name)?;
    let schema = entry.schema();
    let stored = raw_state::decode(request.raw_state.as_ref(), "raw_state")?;
    let state = upgrade::upgrade(entry.resource, schema, request.version, stored)?;
    Ok(upgrade_resource_state::Response {
        upgraded_state: Some(value::encode(&state, &schema.value_type, "upgraded_state")?),
        ..Default::default()
    })
}

/// Reads a stored identity.
pub(super) fn upgrade_identity<P: Provider>(
    server: &Server<P>,
    request: &upgrade_resource_identity::Request,
) -> Result<upgrade_resource_identity::Response, Diagnostics> {
    let entry = lookup::resource(server, &request.type_name)?;
    let schema = entry.identity_schema();
    let stored = raw_state::decode_identity(request.raw_identity.as_ref(), "raw_identity")?;
    let identity = upgrade::upgrade_identity(entry.resource, schema, &stored)?;
    Ok(upgrade_resource_identity::Response {
        upgraded_identity: Some(ResourceIdentityData {
            identity_data: Some(value::encode(&identity, &schema.value_type, "upgraded_identity")?),
        }),
        ..Default::default()
    })
}

/// Refuses to make a configuration out of a state: while the capability is not announced, Terraform does it by itself.
pub(super) fn generate_config<P: Provider>(
    server: &Server<P>,
    request: &generate_resource_config::Request,
) -> Result<generate_resource_config::Response, Diagnostics> {
    lookup::resource(server, &request.type_name)?;
    let detail = "This provider leaves the generation of configuration to Terraform. Write the resource block by hand, \
                  or use a released version of Terraform.";
    Err(Diagnostic::error("No generated configuration", detail).into())
}
