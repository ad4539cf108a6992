//! What the rules have found.

use crate::framework::{
    diagnostics::{Diagnostic, Diagnostics},
    path::Path,
};

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings(Diagnostics);

impl Findings {
    /// AWS refuses it, or it cannot work.
    pub(super) fn error(
        &mut self,
        code: &'static str,
        at: Path,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.0.push(Diagnostic::error(summary, detail).at(at).code(code));
    }

    /// It is probably a mistake.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        at: Path,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.0.push(Diagnostic::warning(summary, detail).at(at).code(code));
    }

    /// What another check has found.
    pub(super) fn extend(&mut self, found: Diagnostics) {
        self.0.extend(found);
    }

    /// All of them.
    pub(super) fn into_diagnostics(self) -> Diagnostics {
        self.0
    }
}
