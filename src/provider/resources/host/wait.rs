//! Waits until AWS has set up or cleaned up the VPC of a host.

use std::time::Duration;

use terraform_provider_sdk::{
    author::{Context, Failure, State},
    diagnostics::{Diagnostic, Diagnostics},
};
use tokio::time::Instant;

use super::schema::Host;
use crate::{
    aws::{
        self, Arn,
        hosts::Status,
        wait::{self, Outcome, Patience, Pauses, Presence},
    },
    provider::{client::Client, failure, notices::host as notices},
};

/// Pauses between two reads of a host.
const PAUSES: Pauses = Pauses {
    first: Duration::from_millis(250),
    longest: Duration::from_secs(10),
};
/// Time in which AWS may not return a new host yet.
const PROPAGATION: Duration = Duration::from_secs(10);
/// Time in which AWS may still return a deleted host with its former status.
const STALE_STATUS: Duration = Duration::from_secs(120);

/// Returns AWS's explanation of a failed status, which only ListHosts returns.
pub(super) async fn status_message(client: &Client, arn: &Arn, status: &Status) -> Option<String> {
    match status {
        Status::Error | Status::VpcConfigFailedInitialization => client.hosts.status_message(arn).await.ok().flatten(),
        _ => None,
    }
}

/// Waits until AWS has set up the VPC, and returns the state with the final status. The host exists, so that a failed read
/// or a timeout is a warning. Network failures, throttling and AWS failures do not end the wait.
///
/// # Errors
/// Returns the state and an error if the host can never work or no longer exists.
pub(super) async fn until_ready(
    context: &Context<'_, Host>,
    mut state: State<Host>,
    arn: &Arn,
    timeout: Duration,
) -> Result<State<Host>, Failure<Host>> {
    let client = context.client;
    let patience = Patience::within(timeout, client.stop());
    let presence = Presence::of_new(PROPAGATION);
    let read = || async {
        let host = client.hosts.get_once(arn).await?;
        let is_gone = presence.is_gone(host.is_some());
        Ok(match host {
            Some(host) => (host.status != Status::VpcConfigInitializing).then_some(Some(host)),
            None => is_gone.then_some(None),
        })
    };
    let waited = wait::until(&patience, PAUSES, aws::Error::is_transient, read).await;
    let name = state.arguments.name.clone();
    match waited {
        Ok(Outcome::Done(None)) => return Err(Failure::with_state(notices::vanished(&name, arn), state)),
        Ok(Outcome::Done(Some(found))) => {
            state.computed.status_message = status_message(client, arn, &found.status).await;
            found.status.as_str().clone_into(&mut state.computed.status);
            if found.status == Status::VpcConfigFailedInitialization {
                let error = notices::failed(&name, &found.status, state.computed.status_message.as_deref());
                return Err(Failure::with_state(error, state));
            }
            let message = state.computed.status_message.as_deref();
            context.warn_all(notices::broken(&name, &found.status, message));
        }
        Ok(Outcome::TimedOut | Outcome::Cancelled) => {
            Status::VpcConfigInitializing
                .as_str()
                .clone_into(&mut state.computed.status);
            context.warn(notices::unfinished(&name, None));
        }
        Err(error) if error.is_transient() => context.warn(notices::unfinished(&name, Some(&error))),
        Err(error) => context.warn(failure::warning(
            &format!("read the status of the host {name:?}"),
            &error,
        )),
    }
    Ok(state)
}

/// Waits until a host and its network interfaces in the VPC are deleted.
///
/// # Errors
/// Returns an error if the host still exists when the wait ends.
pub(super) async fn until_deleted(
    context: &Context<'_, Host>,
    arn: &Arn,
    patience: &Patience,
) -> Result<(), Diagnostics> {
    let started = Instant::now();
    let read = || async {
        let Some(host) = context.client.hosts.get_once(arn).await? else {
            return Ok(Some(None));
        };
        let deleting = host.status == Status::VpcConfigDeleting;
        Ok((!deleting && started.elapsed() > STALE_STATUS).then_some(Some(host)))
    };
    let why = match wait::until(patience, PAUSES, aws::Error::is_transient, read).await {
        Ok(Outcome::Done(None)) => return Ok(()),
        Ok(Outcome::Done(Some(host))) => format!(
            "AWS accepted the request, but the status is still {}",
            host.status.as_str()
        ),
        Ok(Outcome::TimedOut) => "AWS is still deleting it".to_owned(),
        Ok(Outcome::Cancelled) => "The wait was interrupted while AWS was still deleting it".to_owned(),
        Err(error) if error.is_transient() => format!("AWS accepted the request, but does not respond: {error}"),
        Err(error) => return Err(failure::error(&format!("check the deletion of the host {arn}"), &error).into()),
    };
    let detail =
        format!("{why}. To continue to wait, destroy it again. To wait longer: timeouts {{ delete = \"1h\" }}.");
    Err(Diagnostic::error(format!("The host {arn} is not deleted yet"), detail).into())
}
