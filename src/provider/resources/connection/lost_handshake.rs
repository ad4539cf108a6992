//! The warning that the handshake of a connection is lost.

use terraform_provider_sdk::{
    author::{Context, Plan},
    diagnostics::Diagnostic,
};

use super::{
    schema::{Connection, KEPT},
    used_by,
};
use crate::{
    aws::connections::Status,
    provider::replaced::{self, Replaced},
};

const DESTROYED: &str =
    "A connection that you create later in its place has a different ARN and needs a new handshake.";
const REPLACED: &str = "The new connection has a different ARN and is PENDING until you authorize it.";

/// Warns that replacing or destroying an `AVAILABLE` connection loses its handshake, and lists the pipelines that use it.
pub(super) async fn warn(plan: &mut Plan<'_, '_, Connection>, replaced: Option<&Replaced>) {
    let destroyed = plan.is_destroy().then(|| replaced::prior(plan, KEPT));
    let shown = replaced.filter(|replaced| replaced::is_shown(plan, replaced));
    let (what, object, then) = match (&destroyed, shown) {
        (Some(destroyed), _) => ("Destroying", destroyed, DESTROYED),
        (None, Some(replaced)) => ("Replacing", replaced, REPLACED),
        (None, None) => return,
    };
    if object.status != Status::Available.as_str() {
        return;
    }
    let used = match plan.client() {
        Some(client) => used_by::pipelines(client, &object.arn, |warning| plan.report(warning)).await,
        None => String::new(),
    };
    let lost = Some(diagnostic(what, object, then, &used));
    let warning = match shown {
        Some(_) => replaced::warning(plan, &format!("the connection {:?}", object.name), lost),
        None => lost,
    };
    plan.report_all(warning);
}

/// Warns of a replacement of which the plan could not warn: Terraform shows no warnings of the plan of the new connection
/// if the replacement is requested by `-replace` or `replace_triggered_by`.
pub(super) async fn warn_at_apply(context: &Context<'_, Connection>, replaced: &Replaced) {
    if replaced.warned || replaced.status != Status::Available.as_str() {
        return;
    }
    let used = used_by::pipelines(context.client, &replaced.arn, |warning| context.warn(warning)).await;
    context.warn(diagnostic("Replacing", replaced, REPLACED, &used));
}

fn diagnostic(what: &str, object: &Replaced, then: &str, used: &str) -> Diagnostic {
    let name = &object.name;
    Diagnostic::warning(
        format!("{what} the connection {name:?} loses its handshake"),
        format!("{name:?} is AVAILABLE: a user has authorized it. {then}{used}"),
    )
}
