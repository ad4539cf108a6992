//! One check: its code, its page section, and its judge.

use super::{connection_arguments::ConnectionArguments, example::Example, findings::Findings};
use crate::{gitlab::finding::FindingKind, provider::pipeline::open::OpenPipeline};

/// A check, which users can look up and skip.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Code, such as `CPGL010`. It never changes and is never reused.
    pub code: &'static str,
    /// Severity of a finding.
    pub severity: Severity,
    /// Title of the section, without a full stop.
    pub title: &'static str,
    /// Why the check fails.
    pub cause: &'static str,
    /// The fix.
    pub fix: &'static str,
    /// A configuration that passes, and one that fails.
    pub example: Example,
    /// The judge that reports it.
    pub judge: Judge,
}

/// Severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// AWS rejects the configuration, or it cannot work.
    Error,
    /// The configuration is probably a mistake, or AWS does not document what it does.
    Warning,
    /// An error or a warning, depending on the cause.
    ErrorOrWarning,
}

/// The judge that reports it.
#[derive(Clone, Copy)]
pub enum Judge {
    /// A rule over a pipeline in which any value may be unknown.
    Pipeline(fn(&OpenPipeline<'_>, &mut Findings)),
    /// A rule over the arguments of a connection, any of which may be unknown.
    Connection(fn(&ConnectionArguments, &mut Findings)),
    /// A validator of one argument, which the schema or the resource's plan calls.
    Argument,
    /// A response from GitLab.
    Gitlab(FindingKind),
}

impl Severity {
    /// Returns the words of the registry page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::ErrorOrWarning => "Error or warning",
        }
    }
}

impl std::fmt::Debug for Judge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pipeline(_) => "Pipeline",
            Self::Connection(_) => "Connection",
            Self::Argument => "Argument",
            Self::Gitlab(_) => "Gitlab",
        })
    }
}
