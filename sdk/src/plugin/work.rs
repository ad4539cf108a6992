//! What goes on in the process while it serves.

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// What goes on in the process, and how it is told to hurry.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Pulled when the process is about to end, so that long waits in running calls give up. Pulling it does not end
    /// the process.
    pub stop: CancellationToken,
    /// Subscribed to by whatever must be brought to its end before the process ends, even if nobody waits for its answer
    /// any more.
    pub running: watch::Sender<()>,
}
