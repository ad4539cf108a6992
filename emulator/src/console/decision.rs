//! The two buttons of a page that asks for a decision.

use serde::Deserialize;

/// A form with one of two buttons pressed. Other fields, such as a token, are not read.
#[derive(Deserialize)]
pub(crate) struct DecisionForm {
    /// Which button.
    pub(crate) decision: Decision,
}

/// The two answers.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Decision {
    /// Authorize.
    Authorize,
    /// Deny.
    Deny,
}
