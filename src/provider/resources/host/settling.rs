//! The waits for what AWS makes in the VPC of a host, and takes away there.

use std::time::Duration;

use terraform_provider_sdk::{
    author::{Context, Failure, State},
    diagnostics::{Diagnostic, Diagnostics},
};
use tokio::time::Instant;

use super::resource::Host;
use crate::{
    aws::{
        self, Arn,
        hosts::Status,
        wait::{self, Outcome, Patience, Pauses},
    },
    provider::{client::Client, failure, notices},
};

/// Pauses between two looks at a host that AWS is working on.
const PAUSES: Pauses = Pauses {
    first: Duration::from_millis(250),
    longest: Duration::from_secs(10),
};
/// Time in which a host that is being deleted may still be shown as if nothing had happened.
const LINGERING: Duration = Duration::from_secs(120);

/// What AWS says of a status that is not a good one; only a listing tells, so it is asked for only then.
pub(super) async fn status_message(client: &Client, arn: &Arn, status: &Status) -> Option<String> {
    match status {
        Status::Error | Status::VpcConfigFailedInitialization => client.hosts.status_message(arn).await.ok().flatten(),
        _ => None,
    }
}

/// Waits until AWS has finished in the VPC. Whatever goes wrong meanwhile, the host exists: only one that can never work
/// is an error, and it keeps its state.
pub(super) async fn settled(
    context: &Context<'_, Host>,
    mut state: State<Host>,
    arn: &Arn,
    timeout: Duration,
) -> Result<State<Host>, Failure<Host>> {
    let client = context.client;
    let patience = Patience::within(timeout, client.stop());
    let working = |host: &aws::hosts::Host| host.status == Status::VpcConfigInitializing;
    let look = || async { Ok(client.hosts.get(arn).await?.filter(|host| !working(host))) };
    let waited: Result<_, aws::Error> = wait::until(&patience, PAUSES, look).await;
    let name = state.arguments.name.clone();
    match waited {
        Ok(Outcome::Done(found)) => {
            state.computed.status_message = status_message(client, arn, &found.status).await;
            found.status.as_str().clone_into(&mut state.computed.status);
            if found.status == Status::VpcConfigFailedInitialization {
                let error = notices::host_failed(&name, &found.status, state.computed.status_message.as_deref());
                return Err(Failure::with_state(error, state));
            }
            let message = state.computed.status_message.as_deref();
            context.warn_all(notices::host_broken(&name, &found.status, message));
        }
        Ok(Outcome::TimedOut | Outcome::Cancelled) => {
            Status::VpcConfigInitializing
                .as_str()
                .clone_into(&mut state.computed.status);
            context.warn(notices::host_unsettled(&name));
        }
        Err(error) => context.warn(failure::warning(&format!("follow the host {name:?}"), &error)),
    }
    Ok(state)
}

/// Waits until a deleted host is gone, with everything that AWS made for it in the VPC.
pub(super) async fn gone(context: &Context<'_, Host>, arn: &Arn, patience: &Patience) -> Result<(), Diagnostics> {
    let started = Instant::now();
    let look = || async {
        let Some(host) = context.client.hosts.get(arn).await? else {
            return Ok(Some(None));
        };
        let deleting = host.status == Status::VpcConfigDeleting;
        Ok((!deleting && started.elapsed() > LINGERING).then_some(Some(host)))
    };
    let waited: Result<_, aws::Error> = wait::until(patience, PAUSES, look).await;
    let why = match waited.map_err(|error| failure::error(&format!("follow the removal of the host {arn}"), &error))? {
        Outcome::Done(None) => return Ok(()),
        Outcome::Done(Some(host)) => format!("AWS took the request, but its status is still {}", host.status.as_str()),
        Outcome::TimedOut => "AWS is still removing it".to_owned(),
        Outcome::Cancelled => "the wait was interrupted while AWS was still removing it".to_owned(),
    };
    let detail = format!("{why}. Destroy it again to go on waiting; a longer time is timeouts {{ delete = \"1h\" }}.");
    Err(Diagnostic::error(format!("The host {arn} is not gone yet"), detail).into())
}
