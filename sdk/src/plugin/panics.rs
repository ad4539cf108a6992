//! The report of a panic on stderr.

use std::{
    io::{self, Write as _},
    panic::{self, PanicHookInfo},
};

/// Replaces Rust's own report by one that the host understands.
pub(super) fn install() {
    panic::set_hook(Box::new(report));
}

/// Terraform takes a line that starts with `panic: ` for the end of the plugin and repeats it to the user. That is
/// right for the process itself, but a task's panic is caught and its call answered: it is an error in the log.
fn report(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("a value that is not text");
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    if tokio::task::try_id().is_some() {
        tracing::error!(location, "A call panicked: {message}");
    } else {
        // The reader of stderr may be gone.
        let _written = writeln!(io::stderr(), "panic: {message}\n\n{location}");
    }
}
