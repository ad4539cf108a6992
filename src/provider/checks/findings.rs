//! The findings of a judge.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    value::Path,
};

use crate::provider::pipeline::open::Consumer;

/// The findings of one check, which carry its code.
#[derive(Debug)]
pub struct Findings {
    code: &'static str,
    found: Diagnostics,
}

impl Findings {
    /// Returns no findings of the check with this code.
    pub fn of(code: &'static str) -> Self {
        Self {
            code,
            found: Diagnostics::new(),
        }
    }

    /// Reports a configuration that AWS rejects or that cannot work.
    pub fn error(&mut self, at: Path, summary: impl Into<String>, detail: impl Into<String>) {
        self.report(Diagnostic::error(summary, detail).at(at));
    }

    /// Reports a probable mistake.
    pub fn warning(&mut self, at: Path, summary: impl Into<String>, detail: impl Into<String>) {
        self.report(Diagnostic::warning(summary, detail).at(at));
    }

    /// Reports an error in an action, or a warning in a rule, in which AWS may accept it.
    pub fn in_consumer(
        &mut self,
        consumer: &Consumer<'_>,
        at: Path,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        if consumer.is_rule {
            let summary = format!("{} (in the {})", summary.into(), consumer.label());
            self.warning(at, summary, detail);
        } else {
            self.error(at, summary, detail);
        }
    }

    /// Reports a finding, with the code of the check.
    pub fn report(&mut self, found: Diagnostic) {
        self.found.push(found.code(self.code));
    }

    /// Reports several findings.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        found.into_iter().for_each(|found| self.report(found));
    }

    /// Returns everything that was reported.
    pub fn into_diagnostics(self) -> Diagnostics {
        self.found
    }
}
