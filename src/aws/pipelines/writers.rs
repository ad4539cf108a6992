//! The writers of this process: one at a time for each pipeline, and the versions that they wrote.

use std::collections::BTreeSet;

use crate::aws::{arn::Arn, queues::Queues};

/// Queues of the changes of each pipeline. Two configurations of one process share them.
pub type Writers = Queues<OwnVersions>;

/// The versions that this process wrote of the pipelines in one queue.
#[derive(Debug, Default)]
pub struct OwnVersions(BTreeSet<(Option<Arn>, i64)>);

impl OwnVersions {
    /// Records versions of a pipeline.
    pub(super) fn record(&mut self, arn: Option<&Arn>, versions: &[i64]) {
        let versions = versions.iter().map(|version| (arn.cloned(), *version));
        self.0.extend(versions);
    }

    /// Returns whether this process wrote every version after `since`, up to `last`.
    pub(super) fn has_all_after(&self, since: i64, last: i64, arn: Option<&Arn>) -> bool {
        let is_own = |version| self.0.contains(&(arn.cloned(), version));
        since < last && (since + 1..=last).all(is_own)
    }

    /// Forgets all versions, as those of a deleted pipeline.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
