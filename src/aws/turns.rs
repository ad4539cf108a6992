//! Turns: of several who want to change the same thing in this process, one at a time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use tokio::sync::OwnedMutexGuard;

use super::lock::lock;

/// One queue for each name, with what those who come leave for those after them.
///
/// Several handles may share it, so that not even two configurations get in each other's way.
#[derive(Debug)]
pub struct Turns<T = ()>(Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<T>>>>);

impl<T: Default> Turns<T> {
    /// Waits until everybody who came before is done; the turn ends when the guard is dropped.
    pub(crate) async fn take(&self, name: &str) -> OwnedMutexGuard<T> {
        let queue = {
            let mut queues = lock(&self.0);
            Arc::clone(queues.entry(name.to_owned()).or_default())
        };
        queue.lock_owned().await
    }
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}
