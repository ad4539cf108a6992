//! The warning that an apply will wait.

use terraform_provider_sdk::{author::Plan, diagnostics::Diagnostic, typed::Maybe};

use super::{
    schema::{Arguments, Handshake},
    target::{Progress, Target},
};
use crate::{
    aws::{Arn, console},
    provider::{client::Client, notices::steps},
};

/// Warns that the apply waits for the user, with the page of the AWS console to open.
pub(super) async fn warn_of_waiting(plan: &mut Plan<'_, '_, Handshake>) {
    let Some(client) = plan.client() else { return };
    let config = plan.config();
    let arn = config
        .get(Arguments::CONNECTION_ARN)
        .or_else(|| config.get(Arguments::HOST_ARN));
    let warning = match arn {
        Maybe::Null => None,
        Maybe::Unknown => client.session.region().await.ok().map(|region| waits_for_new(&region)),
        Maybe::Known(arn) => of_existing(client, &arn).await,
    };
    if let Some(warning) = warning {
        plan.report(warning);
    }
}

/// Returns the warning for a known ARN; `None` if the handshake is complete, or if this process has created the object
/// and has already warned about its handshake.
async fn of_existing(client: &Client, arn: &str) -> Option<Diagnostic> {
    let target = Target::of(arn).ok()?;
    if client.planned.has_created(target.arn()) {
        return None;
    }
    Some(match target.read(client).await {
        // The apply reads it again, and reports the failure.
        Err(_) => waits_for(arn, target.next_step(Progress::Waiting)),
        Ok(None) => does_not_exist(target.arn()),
        Ok(Some(seen)) => match seen.progress {
            Progress::Done => return None,
            Progress::Impossible => cannot_complete(&seen.name, target.next_step(seen.progress)),
            Progress::Waiting | Progress::Failing => waits_for(&seen.name, target.next_step(seen.progress)),
        },
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

fn does_not_exist(arn: &Arn) -> Diagnostic {
    Diagnostic::warning(
        format!("{arn} does not exist"),
        "The apply waits a few seconds for it, because AWS may not return a new object immediately, and then fails. \
         Check the ARN, its region and its account.",
    )
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
            "{open}\n(or, if it is created in a region other than {region}, the same page of that region). There, pick the \
             connection that is PENDING and choose \"Update pending connection\" (for a host: tab Hosts, \"Set up host\"). Do \
             not create another connection."
        ),
    )
}
