//! The tasks that the process stops and waits for before it exits.

use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The shutdown of the process.
#[derive(Clone, Debug, Default)]
pub struct Drain {
    /// Cancelled when the process is about to end, so that long waits in running calls give up. Cancelling it does not
    /// end the process.
    pub stop: CancellationToken,
    /// Tasks that must complete before the process exits, even if no client waits for the response.
    pub tasks: TaskTracker,
}
