//! The versions of a pipeline, and who made which of what.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Map, Value};

use super::{
    arn::Arn,
    error::{Error, Kind},
    patch::{is_in_force, same},
    pipelines::{Pipeline, Pipelines, version},
};

/// Versions that are looked through for the one that somebody else had read before writing.
const LOOK_BACK: i64 = 8;

/// The versions that this process has written, by the ARN of their pipeline.
pub type Written = BTreeSet<(Option<Arn>, i64)>;

/// The versions of one pipeline, of which one is in force.
#[derive(Clone, Copy)]
pub(super) struct History<'a> {
    pub(super) pipelines: &'a Pipelines,
    pub(super) region: &'a str,
    pub(super) name: &'a str,
}

impl History<'_> {
    /// The pipeline as it is.
    pub(super) async fn read(&self) -> Result<Pipeline, Error> {
        let Self {
            pipelines,
            region,
            name,
        } = self;
        let found = pipelines.get(region, name).await?;
        found.ok_or_else(|| Error::new(Kind::NotFound, format!("there is no pipeline {name:?} in {region}")))
    }

    /// A version that is known to be there.
    pub(super) async fn version(&self, version: i64) -> Result<Value, Error> {
        let Self {
            pipelines,
            region,
            name,
        } = self;
        let found = pipelines.get_version(region, name, version).await?;
        found.map(|found| found.declaration).ok_or_else(|| {
            let text = format!(
                "somebody else changed the pipeline {name:?} meanwhile (version {version}), and that version cannot be read"
            );
            Error::new(Kind::Conflict, text)
        })
    }

    /// What the writer of the version `number`, which is `written`, had read: `last`, the version before it, or an older one
    /// if something vanished with it that had been added since.
    ///
    /// Whoever removes something on purpose has read it, and who undoes the last change has changed nothing else.
    pub(super) async fn read_before(&self, number: i64, last: &Value, written: &Value) -> Value {
        let nothing = Value::Object(Map::new());
        if is_in_force(&nothing, last, written) {
            return last.clone();
        }
        let older = ((number - LOOK_BACK).max(1)..number - 1).map(|number| self.version(number));
        let is_read = |older: &Value| !same(older, last) && !same(older, written) && is_in_force(last, older, written);
        let older = join_all(older).await.into_iter().flatten();
        older.into_iter().find(is_read).unwrap_or_else(|| last.clone())
    }

    /// The version `since`, if everything after it was written by this process.
    pub(super) async fn origin(&self, since: Option<i64>, read: &Pipeline, written: &Written) -> Option<Value> {
        let (since, found) = (since?, version(&read.declaration)?);
        let is_ours = |version| written.contains(&(read.arn.clone(), version));
        if since < found && (since + 1..=found).all(is_ours) {
            return self.version(since).await.ok();
        }
        None
    }
}
