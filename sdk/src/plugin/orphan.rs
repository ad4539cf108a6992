//! Notices that the host is gone: nothing tells a plugin when its host dies.

use tokio_util::task::TaskTracker;

/// How often to look.
#[cfg(unix)]
const INTERVAL: std::time::Duration = std::time::Duration::from_secs(1);

/// Waits until nobody is connected and the parent is another process than at the call.
///
/// Either alone proves nothing: a host may not have connected yet, and a wrapper that started the host may have ended.
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

/// Waits for ever: a process has no parent to compare here.
#[cfg(not(unix))]
pub(super) fn orphaned(_connections: TaskTracker) -> impl Future<Output = ()> {
    std::future::pending()
}
