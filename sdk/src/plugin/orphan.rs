//! Notices that the host is gone: nothing tells a plugin when its host dies.

use tokio::sync::watch;

/// How often to look while nobody is connected.
#[cfg(unix)]
const INTERVAL: std::time::Duration = std::time::Duration::from_secs(1);

/// Waits until nobody is connected and another process than now is our parent.
///
/// Either alone is no proof: a host may not have connected yet, and a wrapper that started the host may have gone.
#[cfg(unix)]
pub(super) fn orphaned(mut connections: watch::Receiver<usize>) -> impl Future<Output = ()> {
    use std::os::unix::process::parent_id;

    let parent = parent_id();
    async move {
        while connections.wait_for(|count| *count == 0).await.is_ok() {
            tokio::time::sleep(INTERVAL).await;
            if *connections.borrow() == 0 && parent_id() != parent {
                return;
            }
        }
    }
}

/// Waits for ever: a process has no parent to compare here.
#[cfg(not(unix))]
pub(super) fn orphaned(_connections: watch::Receiver<usize>) -> impl Future<Output = ()> {
    std::future::pending()
}
