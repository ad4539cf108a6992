//! Existing connections that conflict with a new one.

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostic, Severity},
    typed::Maybe,
};

use super::schema::{Arguments, Computed, Connection};
use crate::{
    aws::{
        Arn,
        connections::{self, Status},
        error::Kind,
    },
    provider::{failure, notices::steps},
};

fn exists(name: &str, arn: &str) -> Diagnostic {
    Diagnostic::error(
        format!("A connection {name:?} exists already"),
        format!(
            "{arn} has the same name, type and host. A second connection would need its own handshake, and is easily \
             mistaken for the first one in the console. To manage the existing connection, add this block with the address \
             of your resource, or choose another name:\n\n{}",
            steps::import_block("codepipeline_connection", arn)
        ),
    )
}

/// Returns the error that an existing connection prevents the creation.
pub(super) fn is_in_the_way(name: &str, arn: &str) -> Diagnostic {
    let error = exists(name, arn);
    let detail = format!(
        "{}\n\nIf this resource replaces the existing connection, it must be destroyed first: remove create_before_destroy \
         from the lifecycle block, or choose another name.",
        error.detail
    );
    Diagnostic { detail, ..error }
}

/// Warns of an existing connection with the same name, type and host, here or in another region, and of other pending
/// connections. The connection that the new one replaces is ignored.
pub(super) async fn warn(plan: &mut Plan<'_, '_, Connection>) {
    let Some(client) = plan.client() else { return };
    let (Some(wanted), replaced) = (Wanted::of(plan), plan.prior().get(Computed::ARN).known()) else {
        return;
    };
    let found = match client.connections.found(client.service, &wanted.region).await {
        Ok(found) => found,
        Err(error) if error.kind() == Kind::AccessDenied => {
            return plan.report(failure::skipped("the search for an equal connection", &error));
        }
        Err(error) => return plan.report_all(client.failure_at_plan("look for an equal connection", &error)),
    };
    let is_like = |connection: &&connections::Connection| {
        connection.is_of(&wanted.provider_type, wanted.host_arn.as_deref())
            && replaced.as_deref() != Some(connection.arn.as_str())
    };
    let (equal, others): (Vec<_>, Vec<_>) = found
        .iter()
        .filter(is_like)
        .partition(|connection| connection.name == wanted.name);
    let (here, elsewhere): (Vec<_>, Vec<_>) = equal
        .into_iter()
        .partition(|connection| connection.arn.region() == wanted.region);
    if let Some(equal) = here.first() {
        plan.report(exists(&wanted.name, equal.arn.as_str()).with_severity(Severity::Warning));
    }
    if let Some(equal) = elsewhere.first() {
        plan.report(exists_elsewhere(&wanted, &equal.arn));
    }
    let pending = |connection: &&connections::Connection| connection.status == Status::Pending;
    let waiting: Vec<_> = others.into_iter().filter(pending).collect();
    if !waiting.is_empty() {
        plan.report(others_are_pending(&wanted.name, &waiting));
    }
}

/// The connection to create.
struct Wanted {
    region: String,
    name: String,
    provider_type: String,
    host_arn: Option<String>,
}

impl Wanted {
    /// Returns the planned connection; none while it is unknown. On a host, the empty type stands for that of the host.
    fn of(plan: &Plan<'_, '_, Connection>) -> Option<Self> {
        let planned = plan.planned();
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
        format!("A connection {name:?} exists already in {}", arn.region()),
        format!(
            "{arn} has the same name, type and host. AWS documents the name of a connection as unique in an account, \
             in all regions, and may refuse a second one. You may not need it: connections are visible in every region, and \
             a pipeline in {region} can use the existing one. Otherwise choose another name."
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
            "When you complete {name:?} in the console, do not mistake one of these for it. If you need one of them, import \
             it instead of creating another:{list}"
        ),
    )
}
