//! The host of a new connection.

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostic, Severity},
    typed::Document,
};

use super::schema::{Arguments, Connection};
use crate::{
    aws::{
        self, Arn,
        error::Kind,
        hosts::{Host, Status},
    },
    provider::{checks, client::Client, failure, missing, notices::host as notices, provider_type::ProviderType},
};

/// The reason why a host cannot have a connection.
pub(super) enum Obstacle {
    /// The host does not exist or has another type, which does not change under its ARN.
    Lasting(Diagnostic),
    /// The status of the host, which may recover without the user.
    Status { problem: Diagnostic, recovers: bool },
    /// The host cannot be read; the text completes "Cannot …".
    Unread(String, aws::Error),
}

impl From<Obstacle> for Diagnostic {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Lasting(problem) | Obstacle::Status { problem, .. } => problem,
            Obstacle::Unread(doing, error) => failure::error(&doing, &error),
        }
    }
}

/// Returns the host `arn`, if it can have a connection of the type `given` now; none, with a warning, without the
/// permission to read the host.
///
/// AWS accepts a connection on a host that is pending. You can authorize it after you have set the host up.
///
/// # Errors
/// Returns why the host cannot have such a connection.
pub(super) async fn compatible(
    client: &Client,
    arn: &Arn,
    given: Option<&ProviderType>,
    warn: impl FnOnce(Diagnostic),
) -> Result<Option<Host>, Obstacle> {
    let host = match client.hosts.get(arn).await {
        Ok(Some(host)) => host,
        Ok(None) => {
            let problem = missing::error(client, arn).await;
            return Err(Obstacle::Lasting(problem.at(Arguments::HOST_ARN.path())));
        }
        Err(error) if error.kind() == Kind::AccessDenied => {
            warn(failure::skipped(&format!("the status of the host {arn}"), &error));
            return Ok(None);
        }
        Err(error) => return Err(Obstacle::Unread(format!("read the host {arn}"), error)),
    };
    match (given, type_of(&host)) {
        (Some(given), Some(own)) if *given != own => Err(Obstacle::Lasting(of_another_type(given, &own, &host))),
        _ if matches!(host.status, Status::Available | Status::Pending) => Ok(Some(host)),
        _ => Err(Obstacle::Status {
            problem: notices::not_available(&host),
            recovers: matches!(host.status, Status::VpcConfigInitializing | Status::Error),
        }),
    }
}

/// Returns the provider type of a host, which is that of its connections.
pub(super) fn type_of(host: &Host) -> Option<ProviderType> {
    host.provider_type.as_deref().map(ProviderType::from)
}

/// Reports that the host cannot have the connection, or is not set up. A status is an error only if a connection is
/// destroyed first and the host does not recover without the user.
pub(super) async fn judge(plan: &mut Plan<'_, '_, Connection>, replaces: bool) {
    let (Some(client), Some(host)) = (plan.client(), plan.config().get(Arguments::HOST_ARN).known()) else {
        return;
    };
    let Ok(arn) = checks::arn::host(&host) else { return };
    // AWS may not return a new host yet, and the creation of the connection checks it.
    if client.planned.has_created(&arn) {
        return;
    }
    let given = plan.config().get(Arguments::PROVIDER_TYPE).known();
    match compatible(client, &arn, given.as_ref(), |warning| plan.report(warning)).await {
        Ok(Some(host)) if host.status == Status::Pending && !client.facts.has_handshake(&arn) => {
            plan.report(notices::not_set_up(&host));
        }
        Ok(_) => {}
        Err(Obstacle::Lasting(problem)) => plan.report(problem),
        Err(Obstacle::Unread(doing, error)) => {
            let found = client.failure_at_plan(&doing, &error);
            plan.report_all(found.map(|found| {
                if replaces {
                    found.with_severity(Severity::Error)
                } else {
                    found
                }
            }));
        }
        Err(Obstacle::Status { problem, recovers }) if replaces && !recovers => plan.report(problem),
        Err(Obstacle::Status { mut problem, .. }) => {
            problem.detail += "\n\nThe apply checks again, and fails if the problem persists.";
            plan.report(problem.with_severity(Severity::Warning));
        }
    }
}

/// Returns the error that the host of the connection that replaces another one cannot have it now.
pub(super) async fn in_the_way(client: &Client, new: Document<'_>) -> Option<Diagnostic> {
    let arn = match checks::arn::host(&new.get(Arguments::HOST_ARN).known()?) {
        Ok(arn) => arn,
        Err(problem) => return Some(problem),
    };
    let given = new.get(Arguments::PROVIDER_TYPE).known();
    let host = compatible(client, &arn, given.as_ref(), |_| ()).await;
    host.err().map(Diagnostic::from)
}

fn of_another_type(given: &ProviderType, own: &ProviderType, host: &Host) -> Diagnostic {
    let detail = format!(
        "The host {:?} ({}) has the type {own}, and its connections must have the same type, not {given}. Set \
         provider_type = \"{own}\", omit the type, or use another host.",
        host.name, host.arn
    );
    Diagnostic::error(format!("Provider type does not match the host {:?}", host.name), detail)
        .at(Arguments::PROVIDER_TYPE.path())
}
