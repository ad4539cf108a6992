//! Errors and warnings for the user.

use std::collections::BTreeSet;

use crate::value::{Path, Step};

/// Severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The operation fails.
    Error,
    /// The operation continues; the user should review the message.
    Warning,
}

/// One error or warning: a title, the cause with the fix, and the argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The title, without a full stop. Terraform merges warnings whose titles are equal.
    pub summary: String,
    /// The cause in whole sentences, then the fix.
    pub detail: String,
    /// The invalid argument, or the root if the diagnostic is about the whole resource.
    pub path: Path,
    /// The stable code of the check, if users can skip it: `NOTE001`.
    pub code: Option<&'static str>,
    /// URL of the page that explains the code.
    pub codes_page: Option<&'static str>,
}

impl Diagnostic {
    /// Returns an error about the whole resource.
    pub fn error(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            summary: summary.into(),
            detail: detail.into(),
            path: Path::root(),
            code: None,
            codes_page: None,
        }
    }

    /// Returns a warning about the whole resource.
    pub fn warning(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(summary, detail)
        }
    }

    /// Returns an error that only a change to this provider can fix.
    pub fn bug(detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::error(
            "This is a bug in the provider",
            format!(
                "{detail}\n\nNothing in the configuration causes this. Please report it to the provider's developers."
            ),
        )
    }

    /// Returns the diagnostic for the argument at `path`.
    #[must_use]
    pub fn at(mut self, path: Path) -> Self {
        self.path = path;
        self
    }

    /// Returns the diagnostic as an error or as a warning.
    #[must_use]
    pub const fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Returns the diagnostic with the code of a check.
    #[must_use]
    pub const fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// Returns whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl AsMut<Path> for Diagnostic {
    fn as_mut(&mut self) -> &mut Path {
        &mut self.path
    }
}

/// A list of diagnostics in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Returns an empty list.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Returns whether the list contains an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Diagnostic::is_error)
    }

    /// Returns whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns all diagnostics.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Returns the diagnostics with `step` before their paths.
    #[must_use]
    pub fn within(mut self, step: Step) -> Self {
        for diagnostic in &mut self.0 {
            diagnostic.path = std::mem::take(&mut diagnostic.path).within(step.clone());
        }
        self
    }

    /// Returns all diagnostics as warnings, for findings that depend on the current state of a service.
    #[must_use]
    pub fn as_warnings(mut self) -> Self {
        for diagnostic in &mut self.0 {
            diagnostic.severity = Severity::Warning;
        }
        self
    }

    /// Returns the diagnostics without those of the checks in `skipped`.
    #[must_use]
    pub fn without(mut self, skipped: &BTreeSet<String>) -> Self {
        self.0
            .retain(|diagnostic| diagnostic.code.is_none_or(|code| !skipped.contains(code)));
        self
    }

    /// Returns the diagnostics without those that have the code of a check.
    #[must_use]
    pub fn without_checks(mut self) -> Self {
        self.0.retain(|diagnostic| diagnostic.code.is_none());
        self
    }

    /// Returns the errors and the warnings.
    pub fn split(self) -> (Self, Self) {
        let (errors, warnings) = self.0.into_iter().partition(Diagnostic::is_error);
        (Self(errors), Self(warnings))
    }

    /// Returns `value` if the list contains no error.
    ///
    /// # Errors
    /// Returns all diagnostics if one of them is an error. Otherwise, warnings are dropped.
    pub fn or_value<T>(self, value: impl FnOnce() -> T) -> Result<T, Self> {
        if self.has_errors() { Err(self) } else { Ok(value()) }
    }

    /// Keeps the value of `result`, or its problems.
    pub fn collect<T>(&mut self, result: Result<T, Self>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problems) => {
                self.0.extend(problems.0);
                None
            }
        }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
