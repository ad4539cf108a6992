//! Turns panics into diagnostics, so that they do not end the process.

use std::{
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
    task::Poll,
};

use crate::diagnostics::Diagnostic;

/// Runs `future` to completion.
///
/// # Errors
/// Returns the diagnostic of a bug in the provider, with the message of the panic, if `future` panics.
pub async fn guarded<F: Future>(future: F) -> Result<F::Output, Diagnostic> {
    let mut future = pin!(future);
    poll_fn(
        |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
            Err(panic) => Poll::Ready(Err(bug(panic.as_ref()))),
        },
    )
    .await
}

/// Locks a mutex, even if another holder panicked: its content is still valid.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bug(panic: &(dyn std::any::Any + Send)) -> Diagnostic {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Diagnostic::bug(format!(
        "The provider stopped at an internal check: {}.",
        message.unwrap_or("no message")
    ))
}
