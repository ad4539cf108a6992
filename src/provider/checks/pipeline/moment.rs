//! The order in which the parts of a pipeline run.

/// When something of a pipeline begins: in which stage, and at which place in it, if that is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    stage: usize,
    order: Option<i64>,
}

impl Moment {
    /// With the actions of this run order in a stage.
    pub(crate) const fn of(stage: usize, order: Option<i64>) -> Self {
        Self { stage, order }
    }

    /// Before the first action of a stage.
    pub(crate) const fn before_stage(stage: usize) -> Self {
        Self::of(stage, Some(i64::MIN))
    }

    /// After the last action of a stage.
    pub(crate) const fn after_stage(stage: usize) -> Self {
        Self::of(stage, Some(i64::MAX))
    }

    /// Whether it is in the same stage as the other.
    pub(crate) const fn is_in_stage_of(self, other: Self) -> bool {
        self.stage == other.stage
    }

    /// Whether what begins now is done before the other begins. None where an unknown order decides.
    pub(crate) fn is_before(self, later: Self) -> Option<bool> {
        if self.stage != later.stage {
            return Some(self.stage < later.stage);
        }
        Some(self.order? < later.order?)
    }
}
