//! The two buttons of a page that asks for a decision.

use serde::Deserialize;

/// A form with one of two buttons pressed. Whatever else it holds, such as a token, is not even read.
#[derive(Deserialize)]
pub(crate) struct DecisionForm {
    /// Which button.
    pub(crate) decision: Decision,
}

/// The two answers.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Decision {
    /// Go on.
    Authorize,
    /// Let it fail.
    Refuse,
}
