//! The valid values of an attribute.

/// One of the valid values of a string attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: &'static str,
    /// What it means.
    pub description: &'static str,
}
