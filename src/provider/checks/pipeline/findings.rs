//! What the rules have found.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    value::Path,
};

use super::sketch::User;
use crate::provider::checks::codes::Check;

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings(Diagnostics);

impl Findings {
    /// AWS refuses it, or it cannot work.
    pub(super) fn error(&mut self, check: Check, at: Path, summary: impl Into<String>, detail: impl Into<String>) {
        self.0.push(Diagnostic::error(summary, detail).at(at).code(check.code));
    }

    /// It is probably a mistake.
    pub(super) fn warning(&mut self, check: Check, at: Path, summary: impl Into<String>, detail: impl Into<String>) {
        self.0
            .push(Diagnostic::warning(summary, detail).at(at).code(check.code));
    }

    /// AWS refuses it of an action, and has not been seen to refuse it of a rule.
    pub(super) fn of_user(
        &mut self,
        user: &User<'_>,
        check: Check,
        at: Path,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        if user.is_rule {
            let summary = format!("{} (in the {})", summary.into(), user.label());
            self.warning(check, at, summary, detail);
        } else {
            self.error(check, at, summary, detail);
        }
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
