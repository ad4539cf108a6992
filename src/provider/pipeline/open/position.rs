//! The order in which the parts of a pipeline run.

/// Position in the order of execution: a stage, and a run order within it if that is known.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    stage: usize,
    run_order: Option<i64>,
}

impl Position {
    /// Returns the position of the actions with this run order in a stage.
    pub const fn of_action(stage: usize, run_order: Option<i64>) -> Self {
        Self { stage, run_order }
    }

    /// Returns the position before the first action of a stage.
    pub const fn stage_entry(stage: usize) -> Self {
        Self::of_action(stage, Some(i64::MIN))
    }

    /// Returns the position after the last action of a stage.
    pub const fn stage_exit(stage: usize) -> Self {
        Self::of_action(stage, Some(i64::MAX))
    }

    /// Whether both are in the same stage.
    pub const fn is_in_stage_of(self, other: Self) -> bool {
        self.stage == other.stage
    }

    /// Whether this position comes before the other. Returns `None` if that depends on an unknown run order.
    pub fn precedes(self, other: Self) -> Option<bool> {
        if self.stage != other.stage {
            return Some(self.stage < other.stage);
        }
        Some(self.run_order? < other.run_order?)
    }
}
