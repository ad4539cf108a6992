//! Existing hosts: those that conflict with a new one, and those whose setup is lost.

use terraform_provider_sdk::{
    author::{Context, Plan, Resource as _, State},
    diagnostics::{Diagnostic, Diagnostics, Severity},
    typed::{Document, Maybe},
};

use super::schema::{Arguments, Host, KEPT};
use crate::{
    aws::{
        error::Kind,
        hosts::{self, Status},
    },
    provider::{
        client::Client,
        existing::{Existing, MOVE_INSTEAD},
        failure,
        notices::steps,
        replaced::{self, Replaced},
    },
};

/// Lists the existing hosts for the plan of a new one. Reports a failure that every call of AWS would return, and warns of an
/// equal host. If the new host replaces another one, reports that a third one has its endpoint: the apply would destroy the
/// old host and then fail.
pub(super) async fn judge(plan: &mut Plan<'_, '_, Host>, replaced: Option<&Replaced>) {
    let planned = plan.planned();
    let endpoint = planned.get(Arguments::PROVIDER_ENDPOINT).known();
    let (Some(client), Maybe::Known(region)) = (plan.client(), planned.get(Arguments::REGION)) else {
        return;
    };
    let (name, kind) = (planned.get(Arguments::NAME), planned.get(Arguments::PROVIDER_TYPE));
    let listed = match client.hosts.list(client.service, &region).await {
        Ok(listed) => listed,
        Err(error) if error.kind().lasts() => {
            return plan.report_all(client.failure_at_plan("list the hosts", &error));
        }
        // The apply lists again, and warns of a missing permission.
        Err(_) => return,
    };
    let Some(endpoint) = endpoint else { return };
    let old = replaced.map_or("", |replaced| &replaced.arn);
    let (leaving, staying) = with_endpoint(&listed, &region, &endpoint, old)
        .partition::<Vec<_>, _>(|host| client.planned.is_leaving(host.arn.as_str()));
    if let Some(replaced) = &mut plan.private.replaced {
        replaced.leaving = leaving.iter().map(|host| host.arn.to_string()).collect();
    }
    let Some(other) = staying.first() else { return };
    if replaced.is_some() {
        return plan.report(endpoint_taken(&endpoint, other));
    }
    let is_equal = name == Maybe::Known(other.name.clone())
        && kind.known().map(|kind| kind.to_string()) == other.provider_type
        && !client.planned.may_be_tainted(other.arn.as_str());
    if is_equal {
        let (name, arn) = (&other.name, other.arn.as_str());
        let warning = exists(name, arn).with_severity(Severity::Warning);
        let found = client.existing.at_plan(existing(name, arn), warning);
        plan.report_all(found.await);
    }
}

/// Returns the existing host, to be named together with others.
fn existing(name: &str, arn: &str) -> Existing {
    Existing {
        object: format!("host {name:?}"),
        import: steps::import_block("codepipeline_host", name, arn),
    }
}

fn exists(name: &str, arn: &str) -> Diagnostic {
    Diagnostic::error(
        format!("A host {name:?} already exists"),
        format!(
            "{arn} has the same name, type and endpoint, and AWS accepts one host per endpoint in a region. To manage the \
             existing host, add this block with the address of your resource:\n\n{}\n\n{MOVE_INSTEAD}",
            existing(name, arn).import
        ),
    )
}

/// Returns the error that an existing host prevents the creation.
pub(super) async fn is_in_the_way(client: &Client, name: &str, arn: &str) -> Diagnostics {
    let error = exists(name, arn);
    client.existing.at_apply(existing(name, arn), error).await
}

/// Returns the error that a third host has the endpoint of the host that replaces `old`.
pub(super) async fn in_the_way(client: &Client, old: &State<Host>, new: Document<'_>) -> Option<Diagnostic> {
    let region = new.get(Arguments::REGION).known()?;
    let endpoint = new.get(Arguments::PROVIDER_ENDPOINT).known()?;
    let listed = match client.hosts.list(client.service, &region).await {
        Ok(listed) => listed,
        Err(error) if error.kind() == Kind::AccessDenied => return None,
        Err(error) => return Some(failure::error("list the hosts", &error)),
    };
    let is_leaving = |arn: &str| old.private.replaced.as_ref().is_some_and(|it| it.leaving.contains(arn));
    let mut others = with_endpoint(&listed, &region, &endpoint, &old.computed.arn);
    let other = others.find(|host| !is_leaving(host.arn.as_str()))?;
    Some(endpoint_taken(&endpoint, other))
}

/// Returns the hosts with the endpoint, except `replaced`.
fn with_endpoint<'a>(
    hosts: &'a [hosts::Host],
    region: &str,
    endpoint: &str,
    replaced: &str,
) -> impl Iterator<Item = &'a hosts::Host> {
    hosts.iter().filter(move |host| {
        host.arn.region() == region && host.provider_endpoint == endpoint && host.arn.as_str() != replaced
    })
}

fn endpoint_taken(endpoint: &str, other: &hosts::Host) -> Diagnostic {
    Diagnostic::error(
        format!("Another host has the endpoint {endpoint}"),
        format!(
            "AWS accepts one host per endpoint in a region, and {:?} ({}) already uses it. The existing host would \
             be destroyed, and the new one could not be created. Use the other host, or remove it first.",
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
        shown.and_then(|replaced| {
            let lost = lost_setup("Replacing", replaced);
            replaced::warning(plan, &format!("the host {:?}", replaced.name), lost)
        })
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
