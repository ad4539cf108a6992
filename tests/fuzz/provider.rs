//! The provider in this process, as Terraform calls it.

use terraform_plugin_protocol::tfplugin6::Diagnostic;
use tokio::runtime::{Builder, Runtime};

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
}

/// Runs a future on this thread.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// The provider catches a panic and reports it.
pub(crate) fn assert_no_panic(diagnostics: &[Diagnostic]) {
    let panic = diagnostics
        .iter()
        .find(|it| it.detail.contains("stopped at an internal check"));
    assert!(panic.is_none(), "{panic:?}");
}

/// A panic is a bug too.
pub(crate) fn assert_no_bug(diagnostics: &[Diagnostic]) {
    let bug = diagnostics.iter().find(|it| it.summary.contains("bug in the provider"));
    assert!(bug.is_none(), "{}", bug.map_or("", |bug| &bug.detail));
}
