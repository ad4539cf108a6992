//! Mutexes that are never held over an await.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks the mutex, even after a panic of another holder: every change of its content is one step.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
