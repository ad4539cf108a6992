//! The message about what the user did last, on top of the page to which the form leads.

use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    console::{Cloud, json::short, path},
    pipelines::{Delivery, Outcome},
};

/// The query of a page that a form leads to.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<Done>,
    /// Number of the event that was delivered.
    event: Option<usize>,
}

/// The last action of the user.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Done {
    /// Deleted all faults.
    AllDeleted,
    /// Approved an execution.
    Approved,
    /// Authorized a connection.
    Authorized,
    /// Deleted the list of calls.
    CallsDeleted,
    /// Deleted a fault.
    Deleted,
    /// Denied the authorization of a connection.
    Denied,
    /// Rejected an execution.
    Rejected,
    /// Ran a stage again.
    Retried,
    /// Set up a host.
    SetUp,
    /// Let the set-up of a host fail.
    SetUpFailed,
    /// Started an execution.
    Started,
    /// Stopped an execution.
    Stopped,
}

impl Done {
    /// Returns the value in the query, whether the action is a success, and the message.
    fn parts(self) -> (&'static str, bool, &'static str) {
        match self {
            Self::AllDeleted => ("all-deleted", true, "All faults are deleted. Paused calls continue."),
            Self::Approved => ("approved", true, "You approved the execution."),
            Self::Authorized => (
                "authorized",
                true,
                "You authorized the connection. Pipelines can use it now.",
            ),
            Self::CallsDeleted => ("calls-deleted", true, "The list of calls is deleted."),
            Self::Deleted => ("deleted", true, "The fault is deleted."),
            Self::Denied => ("denied", false, "You denied the authorization of the connection."),
            Self::Rejected => ("rejected", true, "You rejected the execution."),
            Self::Retried => ("retried", true, "The stage runs again."),
            Self::SetUp => ("set-up", true, "You set up the host. Connections can use it now."),
            Self::SetUpFailed => ("set-up-failed", false, "The setup of the host failed."),
            Self::Started => ("started", true, "A new execution started."),
            Self::Stopped => ("stopped", true, "You asked the execution to stop."),
        }
    }

    /// Returns the address of a page that begins with the message.
    pub(crate) fn on(self, page: &str) -> String {
        with(page, &format!("done={}", self.parts().0))
    }
}

/// Returns the address of a page that begins with what an event did.
pub(crate) fn delivered(page: &str, event: usize) -> String {
    with(page, &format!("event={event}"))
}

fn with(page: &str, query: &str) -> String {
    let mark = if page.contains('?') { '&' } else { '?' };
    format!("{page}{mark}{query}")
}

impl Notice {
    /// Renders the message, if there is one.
    pub(crate) fn message(&self, cloud: &Cloud) -> Option<Markup> {
        if let Some(done) = self.done {
            let (_, is_good, sentence) = done.parts();
            return Some(html! { p class={ "notice " (tone(is_good)) } { (sentence) } });
        }
        Some(delivery(&cloud.delivery(self.event?)?))
    }
}

fn tone(is_good: bool) -> &'static str {
    if is_good { "success" } else { "failure" }
}

/// Renders which executions an event started, and why each other pipeline of the repository did not start.
fn delivery(delivery: &Delivery) -> Markup {
    let Delivery {
        event,
        repository,
        effects,
    } = delivery;
    let is_started = |outcome: &Outcome| matches!(outcome, Outcome::Started { .. });
    let has_started = effects.iter().any(|effect| is_started(&effect.outcome));
    html! {
        div class={ "notice " (if has_started { "success" } else { "warning" }) } {
            p {
                "GitLab sent: " (event) " of " (repository) "."
                @if effects.is_empty() { " Nothing started: no pipeline has a source action with this repository." }
                @else if !has_started { " Nothing started." }
            }
            ul {
                @for effect in effects {
                    @let (name, region, account) = (&effect.pipeline, &effect.region, &effect.account);
                    li {
                        a href=(path::pipeline(name, region, account)) { (name) }
                        @match &effect.outcome {
                            Outcome::Started { execution, .. } => {
                                ": execution "
                                a href=(path::execution(name, execution, region, account)) { code { (short(execution)) } }
                                " started."
                            }
                            Outcome::Ignored(reason) => { " did not start. " (reason) "." }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_word_of_an_address_is_that_of_its_message() {
        for word in [
            "all-deleted",
            "approved",
            "authorized",
            "calls-deleted",
            "deleted",
            "denied",
            "rejected",
            "retried",
            "set-up",
            "set-up-failed",
            "started",
            "stopped",
        ] {
            let done: Done = serde_json::from_value(json!(word)).unwrap();
            assert_eq!(done.parts().0, word);
        }
    }
}
