//! The report of a panic on stderr.

use std::{
    io::{self, Write as _},
    panic::{self, PanicHookInfo},
};

/// Replaces Rust's panic report with one that the host can read.
pub(super) fn install() {
    panic::set_hook(Box::new(report));
}

/// Terraform treats a line that starts with `panic: ` as a crash of the plugin and shows it to the user. This is
/// correct for the process itself. The panic of a task is caught and its call gets a response, so it is only logged as
/// an error.
fn report(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("a value that is not text");
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    if tokio::task::try_id().is_some() {
        tracing::error!(location, "A call panicked: {message}");
    } else {
        // The reader of stderr may have exited.
        let _written = writeln!(io::stderr(), "panic: {message}\n\n{location}");
    }
}
