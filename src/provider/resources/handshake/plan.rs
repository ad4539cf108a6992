//! Reports in the plan of a handshake that the apply waits for the user.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::Diagnostic,
    typed::{Document, Maybe},
};

use super::{
    schema::{Arguments, Handshake},
    target::{Progress, Seen, Target},
    wait::PAUSES,
};
use crate::{
    aws::{
        self, console,
        wait::{self, Outcome, Patience},
    },
    provider::{client::Client, facts::Fact, missing, notices::steps},
};

/// Time in which AWS may not return a new object yet.
const PROPAGATION: Duration = Duration::from_secs(5);

/// Reports that the apply waits for the user, with the page of the AWS console to open. A connection or host that does not
/// exist is an error.
pub(super) async fn warn_of_waiting(plan: &mut Plan<'_, '_, Handshake>) {
    let Some(client) = plan.client() else { return };
    let found = match arn(plan.config()) {
        Maybe::Null => None,
        Maybe::Unknown => match client.session.region().await {
            // Reported once: a self-managed GitLab has a handshake of its host and one of its connection.
            Ok(region) => client.report_once(waits_for_new(&region)),
            Err(_) => None,
        },
        Maybe::Known(arn) => of_existing(client, &arn).await,
    };
    plan.report_all(found);
}

/// Records that the plan, or the state, has a handshake of this connection or host.
pub(super) fn record(plan: &Plan<'_, '_, Handshake>) {
    if let (Some(client), Maybe::Known(arn)) = (plan.client(), arn(plan.config())) {
        record_known(client, &arn);
    }
}

/// Records the handshake of a known ARN.
pub(super) fn record_known(client: &Client, arn: &str) {
    if let Ok(target) = Target::of(arn) {
        client.facts.record(Fact::Awaited(target.arn().clone()));
    }
}

fn arn(document: Document<'_>) -> Maybe<String> {
    document
        .get(Arguments::CONNECTION_ARN)
        .or_else(|| document.get(Arguments::HOST_ARN))
}

/// Returns the finding for a known ARN; none if the handshake is complete, or if this process has created the object and
/// has warned of its handshake then.
async fn of_existing(client: &Client, arn: &str) -> Option<Diagnostic> {
    let target = Target::of(arn).ok()?;
    if client.planned.has_created(target.arn()) {
        return None;
    }
    match read_patiently(client, &target).await {
        Err(error) if error.kind().lasts() => client.failure_at_plan(&format!("read the status of {arn}"), &error),
        // The apply reads it again, and reports the failure.
        Err(_) | Ok(Outcome::TimedOut | Outcome::Cancelled) => {
            Some(waits_for(arn, target.next_step(Progress::Waiting)))
        }
        Ok(Outcome::Done(None)) => Some(does_not_exist(client, &target).await),
        Ok(Outcome::Done(Some(seen))) => match seen.progress {
            Progress::Done => None,
            Progress::Impossible => Some(cannot_complete(&seen.name, target.next_step(seen.progress))),
            Progress::Waiting | Progress::Failing => Some(waits_for(&seen.name, target.next_step(seen.progress))),
        },
    }
}

/// Reads the progress; none if the connection or host does not exist. AWS may not return a new object immediately.
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

async fn does_not_exist(client: &Client, target: &Target) -> Diagnostic {
    let argument = match target {
        Target::Connection(_) => Arguments::CONNECTION_ARN,
        Target::Host(_) => Arguments::HOST_ARN,
    };
    missing::error(client, target.arn()).await.at(argument.path())
}

/// Returns the warning for an object that the apply creates, presumably in the provider's `region`.
fn waits_for_new(region: &str) -> Diagnostic {
    let open = steps::open(
        console::connections(region).as_deref(),
        "Open the connections in the AWS console",
    );
    Diagnostic::warning(
        "The apply waits until you complete a new handshake",
        format!(
            "{open}\n(or, if it is created in a region other than {region}, the same page of that region). There, choose the \
             connection that is PENDING and choose \"Update pending connection\" (for a host: tab Hosts, \"Set up host\"). Do \
             not create another connection."
        ),
    )
}
