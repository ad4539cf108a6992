//! What is told to finish, and waited for, before the process ends.

use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The end of the process, as the provider's calls see it.
#[derive(Clone, Debug, Default)]
pub struct Drain {
    /// Cancelled when the process is about to end, so that long waits in running calls give up. Cancelling it does not
    /// end the process.
    pub stop: CancellationToken,
    /// Tasks that must run to their end before the process ends, even if nobody waits for their response any more.
    pub tasks: TaskTracker,
}
