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

/// Returns the type of the host `arn`, if it can have a connection of the type `given` now; none, with a warning, without
/// the permission to read the host.
///
/// # Errors
/// Returns why the host cannot have such a connection.
pub(super) async fn compatible_type(
    client: &Client,
    arn: &Arn,
    given: Option<&ProviderType>,
    warn: impl FnOnce(Diagnostic),
) -> Result<Option<ProviderType>, Diagnostic> {
    let host = match client.hosts.get(arn).await {
        Ok(Some(host)) => host,
        Ok(None) => return Err(notices::not_found(arn).at(Arguments::HOST_ARN.path())),
        Err(error) if error.kind() == Kind::AccessDenied => {
            warn(failure::skipped(&format!("the status of the host {arn}"), &error));
            return Ok(None);
        }
        Err(error) => return Err(failure::error(&format!("read the host {arn}"), &error)),
    };
    let own = host.provider_type.as_deref().map(ProviderType::from);
    match (given, &own) {
        (Some(given), Some(own)) if given != own => Err(of_another_type(given, own, &host)),
        _ if host.status != Status::Available => Err(notices::not_available(&host)),
        _ => Ok(own),
    }
}

/// Warns if the apply would fail to create the connection because of the current state of the host.
pub(super) async fn warn(plan: &mut Plan<'_, '_, Connection>) {
    let (Some(client), Some(host)) = (plan.client(), plan.config().get(Arguments::HOST_ARN).known()) else {
        return;
    };
    let Ok(arn) = checks::arn::host(&host) else { return };
    let given = plan.config().get(Arguments::PROVIDER_TYPE).known();
    let found = compatible_type(client, &arn, given.as_ref(), |warning| plan.report(warning)).await;
    if let Err(mut error) = found {
        error.detail += "\n\nThe apply checks again, and fails if the problem persists.";
        plan.report(error.with_severity(Severity::Warning));
    }
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
