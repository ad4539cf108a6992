//! Managed resources: carrying out a plan. Here an answer that is lost or wrong is an object that is lost.

use std::sync::Arc;

use terraform_plugin_protocol::tfplugin6::apply_resource_change::{Request, Response};
use tokio::sync::watch;

use crate::{
    author::Provider,
    diagnostics::{Diagnostic, Diagnostics},
    engine::{apply::ApplyRequest, guard::guarded, server::Server},
    rpc::{
        change::Change,
        convert::{diagnostic, identity, value},
        lookup,
    },
};

/// Creates, changes or removes one object, in a task of its own, one of those that are `running`: Terraform may drop the
/// request, and with it this future, but what has begun is brought to its end.
///
/// # Errors
/// Why nothing was tried. Without a value beside the error, Terraform keeps what it had: state, private data, identity.
pub(super) async fn apply<P: Provider>(
    server: Arc<Server<P>>,
    running: &watch::Sender<()>,
    request: Request,
) -> Result<Response, Diagnostics> {
    let begun = running.subscribe();
    let work = tokio::spawn(async move {
        let outcome = guarded(carry_out(&server, request)).await;
        drop(begun);
        outcome
    });
    match work.await {
        Ok(outcome) => outcome.unwrap_or_else(|bug| Err(bug.into())),
        Err(error) => Err(Diagnostic::bug(format!("The apply did not come to its end: {error}.")).into()),
    }
}

async fn carry_out<P: Provider>(server: &Server<P>, request: Request) -> Result<Response, Diagnostics> {
    let entry = lookup::resource(server, &request.type_name)?;
    let (ty, identity_schema) = (&entry.schema().value_type, entry.identity_schema());
    let Change { config, prior, after } = Change::read(
        ty,
        request.config.as_ref(),
        request.prior_state.as_ref(),
        (request.planned_state.as_ref(), "planned_state"),
    )?;
    let question = ApplyRequest {
        config,
        prior,
        planned: after,
        identity: identity::decode(request.planned_identity.as_ref(), identity_schema, "planned_identity")?,
        private: request.planned_private,
    };
    let applied = server.apply(entry, question).await;
    let mut diagnostics = applied.diagnostics;
    // From here on something may exist: what cannot be written is left out and said, and all the rest is answered.
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
