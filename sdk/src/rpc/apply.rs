//! `ApplyResourceChange`. A lost or wrong response here would lose an object.

use std::sync::Arc;

use terraform_plugin_protocol::tfplugin6::apply_resource_change::{Request, Response};
use tokio_util::task::TaskTracker;

use crate::{
    author::Provider,
    diagnostics::{Diagnostic, Diagnostics},
    engine::{apply::ApplyRequest, server::Server},
    rpc::{
        convert::{change::Change, diagnostic, identity, value},
        response::{Reply, refuse, respond},
    },
};

/// Creates, updates or deletes one object in its own task in `tasks`. Terraform may drop the request, and with it this
/// future, but an apply that has begun runs to completion.
pub(super) async fn apply<P: Provider>(
    server: Arc<Server<P>>,
    tasks: &TaskTracker,
    request: Request,
) -> Reply<Response> {
    let task = tasks.spawn(async move { respond(carry_out(&server, request)).await });
    task.await.unwrap_or_else(|error| {
        let detail = format!("The apply did not complete: {error}.");
        refuse(Diagnostic::bug(detail).into())
    })
}

/// # Errors
/// Returns why the apply was not started. Without a state in the response, Terraform keeps its state, private data and
/// identity.
async fn carry_out<P: Provider>(server: &Server<P>, request: Request) -> Result<Response, Diagnostics> {
    let resource = server.resource(&request.type_name)?;
    let (ty, identity_schema) = (&resource.schema().value_type, resource.identity_schema());
    let change = Change::decode(
        resource,
        request.config.as_ref(),
        request.prior_state.as_ref(),
        (request.planned_state.as_ref(), "planned_state"),
        (request.planned_identity.as_ref(), "planned_identity"),
    )?;
    let applied = resource
        .apply(ApplyRequest {
            config: change.config,
            prior: change.prior,
            planned: change.after,
            identity: change.identity,
            private: request.planned_private,
        })
        .await;
    let mut diagnostics = applied.diagnostics;
    // From here on, the object may exist: a part that cannot be encoded is an error, and the other parts are returned.
    let new_state = diagnostics.collect(value::encode(&applied.state, ty, "new_state"));
    let new_identity = identity::encode(applied.identity.as_ref(), identity_schema, "new_identity");
    Ok(Response {
        new_state,
        private: applied.private,
        new_identity: diagnostics.collect(new_identity).flatten(),
        diagnostics: diagnostic::to_wire(diagnostics),
        ..Default::default()
    })
}
