//! Existing connections that conflict with a new one.

use terraform_provider_sdk::{
    author::{Plan, State},
    diagnostics::{Diagnostic, Diagnostics, Severity},
    typed::{Document, Maybe},
};

use super::schema::{Arguments, Connection};
use crate::{
    aws::{
        Arn,
        connections::{self, Status},
        error::Kind,
    },
    provider::{
        client::Client,
        existing::{Existing, MOVE_INSTEAD},
        failure,
        notices::steps,
        replaced::Replaced,
    },
};

/// Returns the existing connection, to be named together with others.
fn existing(name: &str, arn: &str) -> Existing {
    Existing {
        object: format!("connection {name:?}"),
        import: steps::import_block("codepipeline_connection", name, arn),
    }
}

fn exists(name: &str, arn: &str) -> Diagnostic {
    Diagnostic::error(
        format!("A connection {name:?} already exists"),
        format!(
            "{arn} has the same name, type and host. A second connection would need its own handshake, and is easily \
             confused with the first one in the console. To manage the existing connection, add this block with the \
             address of your resource, or choose another name:\n\n{}\n\n{MOVE_INSTEAD}",
            existing(name, arn).import
        ),
    )
}

/// Returns the error that an existing connection prevents the creation.
pub(super) async fn is_in_the_way(client: &Client, name: &str, arn: &str) -> Diagnostics {
    let error = exists(name, arn);
    let detail = format!(
        "{}\n\nIf this resource replaces the existing connection, it must be destroyed first: remove create_before_destroy \
         from the lifecycle block, or choose another name.",
        error.detail
    );
    let error = Diagnostic { detail, ..error };
    client.existing.at_apply(existing(name, arn), error).await
}

/// Warns of an existing connection with the same name, type and host, here or in another region, and of other pending
/// connections. The connection that the new one replaces is ignored. An equal connection that is found before another one is
/// destroyed is an error, because the apply would destroy that one and then fail.
pub(super) async fn warn(plan: &mut Plan<'_, '_, Connection>, replaced: Option<&Replaced>) {
    let Some(client) = plan.client() else { return };
    let Some(wanted) = Wanted::of(plan.planned()) else {
        return;
    };
    let found = match client.connections.found(client.service, &wanted.region).await {
        Ok(found) => found,
        Err(error) if error.kind() == Kind::AccessDenied => {
            return plan.report(failure::unsearched("connection", &error));
        }
        Err(error) => return plan.report_all(client.failure_at_plan("look for an identical connection", &error)),
    };
    let pending = |connection: &&connections::Connection| connection.status == Status::Pending;
    // A tainted connection is planned as a new one. Others that are read and not planned yet count.
    let is_replaced = |connection: &connections::Connection| {
        (connection.name.as_str(), connection.arn.region()) == (wanted.name.as_str(), wanted.region.as_str())
            && client.planned.may_be_tainted(connection.arn.as_str())
    };
    let is_like = |connection: &&connections::Connection| {
        connection.is_of(&wanted.provider_type, wanted.host_arn.as_deref())
            && replaced.is_none_or(|replaced| replaced.arn != connection.arn.as_str())
            && !is_replaced(connection)
            && (connection.name == wanted.name || pending(connection))
    };
    let like = client.connections.own(found.iter().filter(is_like).collect()).await;
    let (equal, others): (Vec<_>, Vec<_>) = like.into_iter().partition(|connection| connection.name == wanted.name);
    let (here, elsewhere): (Vec<_>, Vec<_>) = equal
        .into_iter()
        .partition(|connection| connection.arn.region() == wanted.region);
    if let Some(replaced) = &mut plan.private.replaced {
        let arns = here.iter().map(|equal| equal.arn.to_string());
        replaced.leaving = arns.filter(|arn| client.planned.is_leaving(arn)).collect();
    }
    if let Some(equal) = here.first() {
        let blocks = replaced.is_some() && !client.planned.is_leaving(equal.arn.as_str());
        let (name, arn) = (&wanted.name, equal.arn.as_str());
        let error = exists(name, arn);
        if blocks {
            plan.report(error);
        } else {
            let warning = error.with_severity(Severity::Warning);
            let found = client.existing.at_plan(existing(name, arn), warning);
            plan.report_all(found.await);
        }
    }
    if let Some(equal) = elsewhere.first() {
        plan.report(exists_elsewhere(&wanted, &equal.arn));
    }
    if !others.is_empty() {
        plan.report(others_are_pending(&wanted.name, &others));
    }
}

/// Returns the error that an equal connection is in the way of the one that replaces `old`.
pub(super) async fn in_the_way(client: &Client, old: &State<Connection>, new: Document<'_>) -> Option<Diagnostic> {
    let wanted = Wanted::of(new)?;
    let known = match client.connections.known(client.service, &wanted.region).await {
        Ok(known) => known,
        Err(error) if error.kind() == Kind::AccessDenied => return None,
        Err(error) => return Some(failure::error("look for an identical connection", &error)),
    };
    let is_leaving = |arn: &str| old.private.replaced.as_ref().is_some_and(|it| it.leaving.contains(arn));
    let is_equal = |connection: &&connections::Connection| {
        connection.name == wanted.name
            && connection.arn.region() == wanted.region
            && connection.is_of(&wanted.provider_type, wanted.host_arn.as_deref())
            && connection.arn.as_str() != old.computed.arn
            && !is_leaving(connection.arn.as_str())
    };
    let equal = client.connections.own(known.iter().filter(is_equal).collect()).await;
    Some(exists(&wanted.name, equal.first()?.arn.as_str()))
}

/// The connection to create.
struct Wanted {
    region: String,
    name: String,
    provider_type: String,
    host_arn: Option<String>,
}

impl Wanted {
    /// Returns the planned connection; `None` if it is unknown. On a host, an empty type means the type of the host.
    fn of(planned: Document<'_>) -> Option<Self> {
        let host_arn = match planned.get(Arguments::HOST_ARN) {
            Maybe::Unknown => return None,
            host => host.known(),
        };
        let provider_type = planned.get(Arguments::PROVIDER_TYPE).known();
        Some(Self {
            region: planned.get(Arguments::REGION).known()?,
            name: planned.get(Arguments::NAME).known()?,
            provider_type: match provider_type {
                Some(provider_type) => provider_type.to_string(),
                None if host_arn.is_some() => String::new(),
                None => return None,
            },
            host_arn,
        })
    }
}

// AWS documents names as unique in an account, and may not enforce it.
fn exists_elsewhere(wanted: &Wanted, arn: &Arn) -> Diagnostic {
    let (name, region) = (&wanted.name, &wanted.region);
    Diagnostic::warning(
        format!("A connection {name:?} already exists in {}", arn.region()),
        format!(
            "{arn} has the same name, type and host. AWS documents that the name of a connection is unique within an \
             account, in all regions, and may reject a second one. You may not need a second connection: a pipeline \
             in {region} can use the existing one. Otherwise, choose another name."
        ),
    )
}

fn others_are_pending(name: &str, waiting: &[&connections::Connection]) -> Diagnostic {
    let list: String = waiting
        .iter()
        .map(|other| format!("\n  {:?}: {}", other.name, other.arn))
        .collect();
    let kind = waiting
        .first()
        .and_then(|other| other.provider_type.as_deref())
        .unwrap_or("such");
    Diagnostic::warning(
        format!("Other {kind} connections are pending while {name:?} is created"),
        format!(
            "When you authorize {name:?} in the console, do not confuse it with one of these connections. If you need \
             one of them, import it instead of creating another one:{list}"
        ),
    )
}
