//! Detects that the host has exited, because a plugin is not notified when its host dies.

use tokio_util::task::TaskTracker;

/// Interval between checks.
#[cfg(unix)]
const INTERVAL: std::time::Duration = std::time::Duration::from_secs(1);

/// Waits until no client is connected and the parent process has changed since the call.
///
/// One condition alone is not sufficient: a host may not have connected yet, and a wrapper that started the host may
/// have exited.
#[cfg(unix)]
pub(super) fn orphaned(connections: TaskTracker) -> impl Future<Output = ()> {
    use std::os::unix::process::parent_id;

    let parent = parent_id();
    async move {
        while !connections.is_empty() || parent_id() == parent {
            tokio::time::sleep(INTERVAL).await;
        }
    }
}

/// Waits forever, because this system has no parent process to compare.
#[cfg(not(unix))]
pub(super) fn orphaned(_connections: TaskTracker) -> impl Future<Output = ()> {
    std::future::pending()
}
