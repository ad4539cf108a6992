//! Access keys and their callers.

use serde::{Deserialize, Serialize};

/// The caller of an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Caller {
    /// ARN of the user, or of the assumed role with its session.
    pub(crate) arn: String,
    /// Account, 12 digits.
    pub(crate) account: String,
    /// Unique id, as GetCallerIdentity returns it.
    pub(crate) user_id: String,
}

/// An access key that may sign calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Key {
    /// The secret half.
    pub(crate) secret: String,
    /// The session token that must come with a temporary key.
    pub(crate) token: Option<String>,
    /// When a temporary key ends, in seconds since the epoch.
    pub(crate) expires: Option<f64>,
    /// Caller of the key.
    pub(crate) caller: Caller,
}
