//! The lines of an action that waits for a handshake.

use std::sync::Mutex;

use terraform_provider_sdk::author::{Progress, guard::lock};

use super::target::{Phase, Seen, Target};
use crate::{
    aws::{self, connections::Status},
    provider::waiting::Waiting,
};

/// Reports each new status of a connection or host, with the page to open.
pub(super) struct Announcer<'w> {
    target: &'w Target,
    progress: &'w Progress,
    /// The status that was reported last.
    status: Mutex<Option<String>>,
}

impl<'w> Announcer<'w> {
    /// Returns an announcer that has reported nothing.
    pub(super) fn new(target: &'w Target, progress: &'w Progress) -> Self {
        let status = Mutex::default();
        Self {
            target,
            progress,
            status,
        }
    }

    /// Reports the status that was read if it is a new one.
    ///
    /// # Errors
    /// Never; in the form of a read.
    pub(super) async fn see(&self, seen: Option<Seen>) -> Result<Option<Seen>, aws::Error> {
        if let Some(seen) = &seen {
            let before = lock(&self.status).replace(seen.status.clone());
            if before.as_ref() != Some(&seen.status) {
                // The wait itself ends when Terraform no longer listens.
                let _ = self.progress.report(&self.line(seen)).await;
            }
        }
        Ok(seen)
    }

    /// Returns the line of a wait that goes on.
    pub(super) fn still(&self, waiting: &Waiting<'_>) -> String {
        let status = lock(&self.status).clone();
        let still = waiting.still(status.as_deref().unwrap_or("without a response from AWS"));
        format!("{still}: {}", self.page())
    }

    fn line(&self, Seen { name, status, phase }: &Seen) -> String {
        let (page, is_pending) = (self.page(), status == Status::Pending.as_str());
        match (self.target, phase) {
            (Target::Connection(_), Phase::Waiting) => format!(
                "Authorize the connection {name:?}: {page} (choose \"Update pending connection\"; do not create another \
                 connection)"
            ),
            (Target::Host(_), Phase::Waiting) if is_pending => {
                format!("Set up the host {name:?}: {page} (choose the host, then \"Set up host\")")
            }
            (Target::Connection(_), Phase::Failing) => format!(
                "The connection {name:?} is {status}. AWS retries on its own; if the status lasts, authorize it again: {page}"
            ),
            (Target::Connection(_), _) => format!("The connection {name:?} is {status}"),
            (Target::Host(_), _) => format!("The host {name:?} is {status}"),
        }
    }

    fn page(&self) -> String {
        let url = self.target.console_url();
        url.unwrap_or_else(|| self.target.arn().to_string())
    }
}
