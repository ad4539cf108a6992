//! What a plan reports of a handshake that the apply waits for.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::{
    target::{Phase, Seen, Target},
    wait::PAUSES,
};
use crate::{
    aws::{
        self,
        wait::{self, Outcome, Patience},
    },
    provider::{client::Client, facts::Fact, missing},
};

/// Time in which AWS may not return a new object yet.
const PROPAGATION: Duration = Duration::from_secs(5);

/// Records that the plan, or the state, has a wait for the handshake of this connection or host.
pub fn record(client: &Client, arn: &str) {
    if let Ok(target) = Target::of(arn) {
        client.facts.record(Fact::Awaited(target.arn().clone()));
    }
}

/// Returns the finding for a known ARN; none if the handshake is complete, or if this process has created the object and
/// has warned of its handshake then.
pub async fn report(client: &Client, arn: &str) -> Option<Diagnostic> {
    let target = Target::of(arn).ok()?;
    if client.planned.has_created(target.arn()) {
        return None;
    }
    let waits = |name: &str, phase| client.report_once(waits_for(name, target.next_step(phase)));
    match read_patiently(client, &target).await {
        Err(error) if error.kind().lasts() => client.failure_at_plan(&format!("read the status of {arn}"), &error),
        // The apply reads it again, and reports the failure.
        Err(_) | Ok(Outcome::TimedOut | Outcome::Cancelled) => waits(arn, Phase::Waiting),
        Ok(Outcome::Done(None)) => Some(missing::error(client, target.arn()).await.at(target.argument())),
        Ok(Outcome::Done(Some(seen))) => match seen.phase {
            Phase::Done => None,
            Phase::Impossible => client.report_once(cannot_complete(&seen.name, target.next_step(seen.phase))),
            Phase::Waiting | Phase::Failing => waits(&seen.name, seen.phase),
        },
    }
}

/// Reads the status; none if the connection or host does not exist. AWS may not return a new object immediately.
async fn read_patiently(client: &Client, target: &Target) -> Result<Outcome<Option<Seen>>, aws::Error> {
    let patience = Patience::within(PROPAGATION, client.stop());
    let is_missing = AtomicBool::new(false);
    let read = || async {
        let seen = target.read(client).await?;
        is_missing.store(seen.is_none(), Ordering::Relaxed);
        Ok(seen)
    };
    Ok(match wait::until(&patience, PAUSES, |_| false, read).await? {
        Outcome::Done(seen) => Outcome::Done(Some(seen)),
        Outcome::TimedOut if is_missing.load(Ordering::Relaxed) => Outcome::Done(None),
        Outcome::TimedOut => Outcome::TimedOut,
        Outcome::Cancelled => Outcome::Cancelled,
    })
}

fn waits_for(name: &str, next_step: String) -> Diagnostic {
    Diagnostic::warning(
        format!("The apply waits until you complete the handshake of {name:?}"),
        next_step,
    )
}

fn cannot_complete(name: &str, next_step: String) -> Diagnostic {
    Diagnostic::warning(
        format!("The handshake of {name:?} cannot be completed, and the apply fails"),
        next_step,
    )
}
