//! Where a stage has conditions.

/// Point of a stage at which conditions are evaluated.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionType {
    /// Before the first action.
    BeforeEntry,
    /// After every action has succeeded.
    OnSuccess,
    /// After an action has failed.
    OnFailure,
}

impl ConditionType {
    /// Every point, in the order of their blocks on the registry page.
    pub const ALL: [Self; 3] = [Self::BeforeEntry, Self::OnSuccess, Self::OnFailure];

    /// Returns the name of the block.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BeforeEntry => "before_entry",
            Self::OnSuccess => "on_success",
            Self::OnFailure => "on_failure",
        }
    }
}
