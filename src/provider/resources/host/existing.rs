//! Existing hosts: those that conflict with a new one, and those whose setup is lost.

use terraform_provider_sdk::{
    author::{Context, Plan, Resource as _},
    diagnostics::Diagnostic,
    typed::Maybe,
};

use super::schema::{Arguments, Host, KEPT};
use crate::{
    aws::hosts::{self, Status},
    provider::{
        client::Client,
        replaced::{self, Replaced},
    },
};

/// Lists the existing hosts for the plan of a new one. Reports a failure that every call of AWS would return. If the new host
/// replaces another one, reports that a third one has its endpoint: the apply would destroy the old host and then fail.
pub(super) async fn judge(plan: &mut Plan<'_, '_, Host>, replaced: Option<&Replaced>) {
    let planned = plan.planned();
    let endpoint = planned.get(Arguments::PROVIDER_ENDPOINT).known();
    let (Some(client), Maybe::Known(region)) = (plan.client(), planned.get(Arguments::REGION)) else {
        return;
    };
    let listed = match client.hosts.list(client.service, &region).await {
        Ok(listed) => listed,
        Err(error) if error.kind().lasts() => {
            return plan.report_all(client.failure_at_plan("list the hosts", &error));
        }
        // The apply lists again, and warns of a missing permission.
        Err(_) => return,
    };
    let (Some(replaced), Some(endpoint)) = (replaced, endpoint) else {
        return;
    };
    let has_endpoint = |host: &&hosts::Host| {
        host.arn.region() == region
            && host.provider_endpoint == endpoint
            && host.arn.as_str() != replaced.arn
            && !client.planned.is_leaving(host.arn.as_str())
    };
    if let Some(other) = listed.iter().find(has_endpoint) {
        plan.report(endpoint_taken(&endpoint, other));
    }
}

fn endpoint_taken(endpoint: &str, other: &hosts::Host) -> Diagnostic {
    Diagnostic::error(
        format!("Another host has the endpoint {endpoint}"),
        format!(
            "AWS accepts one host per endpoint, and {:?} ({}) already uses it. The existing host would be destroyed, and the new \
             one could not be created. Use the other host, or remove it first.",
            other.name, other.arn
        ),
    )
    .at(Arguments::PROVIDER_ENDPOINT.path())
}

/// Records a host of the state, which is tainted if the plan that follows is that of a new host.
pub(super) fn record_read(client: &Client, found: &hosts::Host) {
    let read = Replaced {
        arn: found.arn.to_string(),
        name: found.name.clone(),
        kind: found.provider_type.clone().unwrap_or_default(),
        status: found.status.as_str().to_owned(),
        ..Replaced::default()
    };
    let key = replaced::key(Host::NAME, found.arn.region(), &found.name);
    client.planned.record_read(key, read);
}

/// Warns that replacing or destroying an `AVAILABLE` host loses its setup.
pub(super) fn warn_of_lost_setup(plan: &mut Plan<'_, '_, Host>, replaced: Option<&Replaced>) {
    let lost = if plan.is_destroy() {
        lost_setup("Destroying", &replaced::prior(plan, KEPT))
    } else {
        let shown = replaced.filter(|replaced| replaced::is_shown(plan, replaced));
        shown.and_then(|replaced| lost_setup("Replacing", replaced))
    };
    plan.report_all(lost);
}

/// Warns of a replacement of which the plan could not warn.
pub(super) fn warn_at_apply(context: &Context<'_, Host>, replaced: &Replaced) {
    if !replaced.warned {
        context.warn_all(lost_setup("Replacing", replaced));
    }
}

fn lost_setup(what: &str, host: &Replaced) -> Option<Diagnostic> {
    let name = &host.name;
    let detail = format!(
        "{name:?} is AVAILABLE: a user has set it up. Its connections must be destroyed first, and you have to set up and \
         authorize their replacements again."
    );
    let warning = Diagnostic::warning(format!("{what} the host {name:?} loses its setup"), detail);
    (host.status == Status::Available.as_str()).then_some(warning)
}
