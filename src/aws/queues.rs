//! Queues: of several changes of one object in this process, one runs at a time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use tokio::sync::OwnedMutexGuard;

use super::lock::lock;

/// One queue for each name, and a value that those in the queue share. Several handles may share the queues.
#[derive(Debug)]
pub struct Queues<T = ()>(Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<T>>>>);

impl<T: Default> Queues<T> {
    /// Waits until all that entered before have left; the guard leaves when it is dropped.
    pub(super) async fn enter(&self, name: &str) -> OwnedMutexGuard<T> {
        let queue = {
            let mut queues = lock(&self.0);
            Arc::clone(queues.entry(name.to_owned()).or_default())
        };
        queue.lock_owned().await
    }
}

impl<T> Default for Queues<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}
