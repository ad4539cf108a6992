//! A pipeline with and without our change.

use serde_json::Value;

use crate::aws::pipelines::three_way_merge::merge;

/// The declarations of a pipeline that several writers change at the same time.
pub(super) struct Documents {
    /// The pipeline as last seen: a writer in between may have started from it.
    pub(super) current: Value,
    /// The pipeline as it must be without our change: as last seen, with what our last write overwrote.
    pub(super) theirs: Value,
    /// Our last write of the change, as AWS completed it.
    written: Value,
    /// The same without the change.
    written_base: Value,
}

impl Documents {
    /// Starts from the pipeline as read.
    pub(super) fn new(current: Value) -> Self {
        Self {
            theirs: current.clone(),
            written: current.clone(),
            written_base: current.clone(),
            current,
        }
    }

    /// Takes over what another writer changed from `read` to `now`.
    pub(super) fn take_over(&mut self, read: &Value, now: Value) {
        self.theirs = merge(&self.without_change(read), &self.theirs, &self.without_change(&now));
        self.current = now;
    }

    /// Starts again from a pipeline that another writer recreated.
    pub(super) fn start_again(&mut self, now: Value) {
        let none = Value::Null;
        *self = Self {
            theirs: now.clone(),
            current: now,
            written: none.clone(),
            written_base: none,
        };
    }

    /// Records our own write. `base` is the declaration that the change was made to, if it contains the change.
    pub(super) fn record_write(&mut self, written: Value, base: Option<&Value>) {
        if let Some(base) = base {
            (self.written, self.written_base) = (written.clone(), base.clone());
        }
        self.current = written;
    }

    /// Returns the declaration that our last change was made to.
    pub(super) fn base(&self) -> &Value {
        &self.written_base
    }

    /// Removes our change from another writer's version. Other writers may have kept our change, adopted it or
    /// overwritten it.
    fn without_change(&self, version: &Value) -> Value {
        merge(&self.written, &self.written_base, version)
    }
}
