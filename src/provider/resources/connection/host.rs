//! The host of a new connection.

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostic, Severity},
};

use super::schema::{Arguments, Connection};
use crate::{
    aws::{
        Arn,
        error::Kind,
        hosts::{Host, Status},
    },
    provider::{checks, client::Client, failure, notices::host as notices, provider_type::ProviderType},
};

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
) -> Result<Option<Host>, Diagnostic> {
    let host = match client.hosts.get(arn).await {
        Ok(Some(host)) => host,
        Ok(None) => return Err(notices::not_found(arn).at(Arguments::HOST_ARN.path())),
        Err(error) if error.kind() == Kind::AccessDenied => {
            warn(failure::skipped(&format!("the status of the host {arn}"), &error));
            return Ok(None);
        }
        Err(error) => return Err(failure::error(&format!("read the host {arn}"), &error)),
    };
    match (given, type_of(&host)) {
        (Some(given), Some(own)) if *given != own => Err(of_another_type(given, &own, &host)),
        _ if matches!(host.status, Status::Available | Status::Pending) => Ok(Some(host)),
        _ => Err(notices::not_available(&host)),
    }
}

/// Returns the provider type of a host, which is that of its connections.
pub(super) fn type_of(host: &Host) -> Option<ProviderType> {
    host.provider_type.as_deref().map(ProviderType::from)
}

/// Warns if the apply would fail to create the connection because of the current state of the host, and if the host is not
/// set up. If a connection is destroyed first, a problem that the user cannot fix in the meantime is an error.
pub(super) async fn warn(plan: &mut Plan<'_, '_, Connection>, replaces: bool) {
    let (Some(client), Some(host)) = (plan.client(), plan.config().get(Arguments::HOST_ARN).known()) else {
        return;
    };
    let Ok(arn) = checks::arn::host(&host) else { return };
    let given = plan.config().get(Arguments::PROVIDER_TYPE).known();
    let mut error = match compatible(client, &arn, given.as_ref(), |warning| plan.report(warning)).await {
        Ok(Some(host)) if host.status == Status::Pending && !client.facts.has_handshake(&arn) => {
            return plan.report(notices::not_set_up(&host));
        }
        Ok(_) => return,
        Err(error) => error,
    };
    if replaces && !may_become_available(client, &arn).await {
        return plan.report(error);
    }
    error.detail += "\n\nThe apply checks again, and fails if the problem persists.";
    plan.report(error.with_severity(Severity::Warning));
}

/// Whether the host is being set up, so that it may become `AVAILABLE` during the apply.
async fn may_become_available(client: &Client, arn: &Arn) -> bool {
    let found = client.hosts.get(arn).await;
    found.is_ok_and(|host| {
        host.is_some_and(|host| {
            matches!(
                host.status,
                Status::Pending | Status::VpcConfigInitializing | Status::Error
            )
        })
    })
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
