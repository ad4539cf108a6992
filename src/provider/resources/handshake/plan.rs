//! Reports in the plan of a handshake that the apply waits for the user.

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::Diagnostic,
    typed::{Document, Maybe},
};

use super::schema::{Arguments, Handshake};
use crate::{
    aws::console,
    provider::{handshake, notices::steps},
};

/// Reports that the apply waits for the user, with the page of the AWS console to open. A connection or host that does not
/// exist is an error.
pub(super) async fn warn_of_waiting(plan: &mut Plan<'_, '_, Handshake>) {
    let Some(client) = plan.client() else { return };
    let found = match arn(plan.config()) {
        Maybe::Null => None,
        Maybe::Unknown => match client.session.region().await {
            // Reported once: a self-managed GitLab has a handshake of its host and one of its connection.
            Ok(region) => client.report_once(waits_for_new(&region)),
            Err(_) => None,
        },
        Maybe::Known(arn) => handshake::report(client, &arn).await,
    };
    plan.report_all(found);
}

/// Records that the plan, or the state, has a handshake of this connection or host.
pub(super) fn record(plan: &Plan<'_, '_, Handshake>) {
    if let (Some(client), Maybe::Known(arn)) = (plan.client(), arn(plan.config())) {
        handshake::record(client, &arn);
    }
}

fn arn(document: Document<'_>) -> Maybe<String> {
    document
        .get(Arguments::CONNECTION_ARN)
        .or_else(|| document.get(Arguments::HOST_ARN))
}

/// Returns the warning for an object that the apply creates, presumably in the provider's `region`.
fn waits_for_new(region: &str) -> Diagnostic {
    let open = steps::open(
        console::connections(region).as_deref(),
        "Open the connections in the AWS console",
    );
    Diagnostic::warning(
        "The apply waits until you complete a new handshake",
        format!(
            "{open}\n(or, if it is created in a region other than {region}, the same page of that region). There, choose the \
             connection that is PENDING and choose \"Update pending connection\" (for a host: tab Hosts, \"Set up host\"). Do \
             not create another connection."
        ),
    )
}
