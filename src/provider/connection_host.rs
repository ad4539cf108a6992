//! The host that a connection is to be made on, as it is now.

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostic, Severity},
};

use crate::{
    aws::{
        Arn,
        error::Kind,
        hosts::{Host, Status},
    },
    provider::{
        checks,
        client::Client,
        failure, notices,
        provider_type::ProviderType,
        resources::connection::{Arguments, Connection},
    },
};

/// The type of the host `arn`, on which a connection of the type `given` can be made now. None without the permission
/// to ask, of which `warn` is told.
///
/// # Errors
/// Why no such connection can be made on it.
pub async fn fitting(
    client: &Client,
    arn: &Arn,
    given: Option<&ProviderType>,
    warn: impl FnOnce(Diagnostic),
) -> Result<Option<ProviderType>, Diagnostic> {
    let host = match client.hosts.get(arn).await {
        Ok(Some(host)) => host,
        Ok(None) => return Err(notices::no_such_host(arn).at(Arguments::HOST_ARN.path())),
        Err(error) if error.kind() == Kind::AccessDenied => {
            warn(failure::skipped(&format!("the status of the host {arn}"), &error));
            return Ok(None);
        }
        Err(error) => return Err(failure::error(&format!("read the host {arn}"), &error)),
    };
    let own = host.provider_type.as_deref().map(ProviderType::from);
    match (given, &own) {
        (Some(given), Some(own)) if given != own => Err(of_another_type(given, own, &host)),
        _ if host.status != Status::Available => Err(notices::host_not_ready(&host)),
        _ => Ok(own),
    }
}

/// Warns, when a connection is to be made, of what the apply would refuse if the host were then as it is now.
pub async fn warn(plan: &mut Plan<'_, '_, Connection>) {
    let (Some(client), Some(host)) = (plan.client(), plan.config().get(Arguments::HOST_ARN).known()) else {
        return;
    };
    let Ok(arn) = checks::arn::host(&host) else { return };
    let given = plan.config().get(Arguments::PROVIDER_TYPE).known();
    let found = fitting(client, &arn, given.as_ref(), |warning| plan.report(warning)).await;
    if let Err(mut error) = found {
        error.detail += "\n\nThe apply asks again, and fails if it is still so.";
        plan.report(error.with_severity(Severity::Warning));
    }
}

fn of_another_type(given: &ProviderType, own: &ProviderType, host: &Host) -> Diagnostic {
    let detail = format!(
        "The host {:?} ({}) is of the type {own}, and so is every connection on it; AWS would not make one of the type \
         {given}. Write provider_type = \"{own}\" or leave the type out, or name another host.",
        host.name, host.arn
    );
    Diagnostic::error(format!("Provider type and host {:?} do not agree", host.name), detail)
        .at(Arguments::PROVIDER_TYPE.path())
}
