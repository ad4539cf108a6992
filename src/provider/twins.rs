//! Connections that are there already when one is to be made.

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostic, Severity},
    typed::Maybe,
};

use crate::{
    aws::{
        Arn,
        connections::{self, Status},
        error::Kind,
    },
    provider::{
        failure, notices,
        resources::connection::{Arguments, Computed, Connection},
    },
};

/// Such a connection is there already.
fn exists(name: &str, arn: &str) -> Diagnostic {
    Diagnostic::error(
        format!("A connection {name:?} exists already"),
        format!(
            "{arn} has the same name, type and host. A second one would need a handshake of its own, and people would pick \
             the wrong one in the console. To manage the existing one, add this with the address of your resource, or \
             choose another name:\n\n{}",
            notices::import_block("codepipeline_connection", arn)
        ),
    )
}

/// A connection cannot be made because this one is there already.
pub fn in_the_way(name: &str, arn: &str) -> Diagnostic {
    let error = exists(name, arn);
    let detail = format!(
        "{}\n\nIf that is the one which this resource replaces, it must go first: remove create_before_destroy from its \
         lifecycle block, or choose another name.",
        error.detail
    );
    Diagnostic { detail, ..error }
}

/// Warns, when a connection is to be made, of an equal one, of one with its name in another region, and of others that
/// already wait for a person. The one that it replaces does not count.
pub async fn warn(plan: &mut Plan<'_, '_, Connection>) {
    let Some(client) = plan.client() else { return };
    let (Some(wanted), replaced) = (Wanted::of(plan), plan.prior().get(Computed::ARN).known()) else {
        return;
    };
    let found = match client.connections.found(client.service, &wanted.region).await {
        Ok(found) => found,
        Err(error) if error.kind() == Kind::AccessDenied => {
            return plan.report(failure::skipped("the search for an equal connection", &error));
        }
        Err(error) => return plan.report(failure::warning("look for an equal connection", &error)),
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
        plan.report(is_elsewhere(&wanted, &equal.arn));
    }
    let pending = |connection: &&connections::Connection| connection.status == Status::Pending;
    let waiting: Vec<_> = others.into_iter().filter(pending).collect();
    if !waiting.is_empty() {
        plan.report(others_wait(&wanted.name, &waiting));
    }
}

/// The connection that is to be made.
struct Wanted {
    region: String,
    name: String,
    provider_type: String,
    host_arn: Option<String>,
}

impl Wanted {
    /// None as long as something of it is not known. On a host the type is the host's, whatever it is.
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

/// AWS documents names as unique in an account; that it insists on it is not known.
fn is_elsewhere(wanted: &Wanted, arn: &Arn) -> Diagnostic {
    let (name, region) = (&wanted.name, &wanted.region);
    Diagnostic::warning(
        format!("A connection {name:?} exists in {} already", arn.region()),
        format!(
            "{arn} has the same name, type and host. AWS documents the name of a connection as unique in an account, \
             whatever the region, and may refuse a second one. None may be needed: connections are seen in every region, \
             and a pipeline of {region} can use that one as it is. Otherwise choose another name."
        ),
    )
}

fn others_wait(name: &str, waiting: &[&connections::Connection]) -> Diagnostic {
    let list: String = waiting
        .iter()
        .map(|other| format!("\n  {:?}: {}", other.name, other.arn))
        .collect();
    let kind = waiting
        .first()
        .and_then(|other| other.provider_type.as_deref())
        .unwrap_or("such");
    Diagnostic::warning(
        format!("Other {kind} connections wait for a person while {name:?} is made"),
        format!(
            "When you complete {name:?} in the console, do not mistake one of these for it. If one of them is what you \
             need, import it instead of making another:{list}"
        ),
    )
}
