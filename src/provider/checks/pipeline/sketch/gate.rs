//! The gates at the entry and the exits of a stage.

/// A gate, which conditions open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Before the first action.
    BeforeEntry,
    /// After the last action has succeeded.
    OnSuccess,
    /// After an action has failed.
    OnFailure,
}

impl Gate {
    pub(super) const ALL: [Self; 3] = [Self::BeforeEntry, Self::OnSuccess, Self::OnFailure];

    /// The name of its block.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::BeforeEntry => "before_entry",
            Self::OnSuccess => "on_success",
            Self::OnFailure => "on_failure",
        }
    }
}
