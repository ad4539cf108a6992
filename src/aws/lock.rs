//! Mutexes that nobody holds over an await.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The content, whoever panicked while holding it: every change of what is kept here is one step.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
