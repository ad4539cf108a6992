//! `PlanResourceChange`.

use terraform_plugin_protocol::tfplugin6::plan_resource_change::{Request, Response};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::{plan::PlanRequest, server::Server},
    rpc::convert::{change::Change, diagnostic, identity, path, value},
};

/// Plans one object.
pub(super) async fn plan<P: Provider>(server: &Server<P>, request: Request) -> Result<Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let (ty, identity_schema) = (&resource.schema().value_type, resource.identity_schema());
    let change = Change::decode(
        resource,
        request.config.as_ref(),
        request.prior_state.as_ref(),
        (request.proposed_new_state.as_ref(), "proposed_new_state"),
        (request.prior_identity.as_ref(), "prior_identity"),
    )?;
    let plan = resource
        .plan(PlanRequest {
            config: change.config,
            prior: change.prior,
            proposed: change.after,
            prior_identity: change.identity,
            prior_private: request.prior_private,
            planned_private: request.planned_private,
        })
        .await;
    Ok(Response {
        planned_state: Some(value::encode(&plan.planned, ty, "planned_state")?),
        requires_replace: plan.requires_replace.iter().map(path::to_wire).collect(),
        planned_private: plan.private,
        planned_identity: identity::encode(plan.identity.as_ref(), identity_schema, "planned_identity")?,
        diagnostics: diagnostic::once(plan.diagnostics, request.client_capabilities),
        ..Default::default()
    })
}
