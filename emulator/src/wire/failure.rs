//! An error response.

use std::borrow::Cow;

/// An error of AWS: its class, its message and its HTTP status.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    /// Name of the class, such as `ValidationException`.
    pub(crate) class: Cow<'static, str>,
    /// Message for the caller.
    pub(crate) message: String,
    /// HTTP status, 400 for every error that the services model.
    pub(crate) status: u16,
}

impl Failure {
    /// A failure with status 400.
    pub(crate) fn new(class: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            class: class.into(),
            message: message.into(),
            status: 400,
        }
    }

    /// The same failure with another HTTP status.
    pub(crate) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}
