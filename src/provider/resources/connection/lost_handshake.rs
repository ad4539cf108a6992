//! The warning that a plan loses the handshake of a connection.

use terraform_provider_sdk::{author::Plan, diagnostics::Diagnostic, typed::Maybe};

use super::{
    schema::{Arguments, Computed, Connection},
    used_by,
};
use crate::aws::connections::Status;

/// Warns that replacing or destroying an `AVAILABLE` connection loses its handshake, and lists the pipelines that use it.
pub(super) async fn warn(plan: &mut Plan<'_, '_, Connection>) {
    let prior = plan.prior();
    let (Maybe::Known(arn), Maybe::Known(name), Maybe::Known(status)) = (
        prior.get(Computed::ARN),
        prior.get(Arguments::NAME),
        prior.get(Computed::CONNECTION_STATUS),
    ) else {
        return;
    };
    if status != Status::Available.as_str() {
        return;
    }
    let (what, then) = if plan.is_destroy() {
        (
            "Destroying",
            "A connection that you create later to replace it has another ARN and needs a new handshake.",
        )
    } else {
        (
            "Replacing",
            "The new connection has another ARN and is PENDING until you authorize it.",
        )
    };
    let used = match plan.client() {
        Some(client) => used_by::pipelines(client, &arn, |warning| plan.report(warning)).await,
        None => String::new(),
    };
    plan.report(Diagnostic::warning(
        format!("{what} the connection {name:?} loses its handshake"),
        format!("{name:?} is AVAILABLE: a user has authorized it. {then}{used}"),
    ));
}
