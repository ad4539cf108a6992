//! The calls of an edit: a loop over the state machine.

use futures_util::future::join_all;
use serde_json::Value;
use uuid::Uuid;

use super::machine::{Edited, Event, Machine, Policy, Save, Step};
use crate::aws::{
    error::{Error, Kind},
    pipelines::{
        api::{Pipeline, Pipelines},
        declaration::version,
        writers::OwnVersions,
    },
    wait::Patience,
};

/// The pipeline that a replacement was planned for. What is not known is not compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// Its version.
    pub version: Option<i64>,
    /// Time of its creation, as [`Pipeline::created`].
    pub created: Option<String>,
}

/// The result of a replacement.
#[derive(Clone, Debug, PartialEq)]
pub enum Replacement {
    /// The declaration is in force; other writers were not overtaken.
    InForce(Edited),
    /// Nothing was written, since the pipeline has another version than the expected one.
    ChangedSince {
        /// The version that was found.
        found: Option<i64>,
    },
    /// Nothing was written, since the pipeline was deleted and created again.
    RecreatedSince,
    /// The declaration is in force, written once over versions of other writers, which `foreign` lists.
    Overtook {
        /// The declaration, and the versions that it overwrote.
        edited: Edited,
        /// The version that was read before the write.
        read: Option<i64>,
    },
}

/// One pipeline.
struct Place<'a> {
    pipelines: &'a Pipelines,
    region: &'a str,
    name: &'a str,
    patience: &'a Patience,
}

impl Pipelines {
    /// Changes a part of a pipeline, and keeps the changes that other writers make at the same time.
    ///
    /// Changes of one pipeline run one at a time in this process. `change` gets the declaration without the change, `version`
    /// included; if another writer was overtaken, it is called again, on theirs. If it fails then, theirs is restored. An
    /// interruption and the deadline of `patience` end pauses, and prevent the first write.
    ///
    /// # Errors
    /// Returns what `change` fails with, [`Kind::NotFound`] if the pipeline does not exist, [`Kind::Conflict`] if other
    /// writers were overtaken five times, [`Kind::Cancelled`] after an interruption, else the failure of `GetPipeline` or
    /// `UpdatePipeline`. The change is then not in force as far as AWS's responses show.
    pub async fn merge<E: From<Error>>(
        &self,
        region: &str,
        name: &str,
        patience: &Patience,
        change: impl FnMut(&mut Value) -> Result<Save, E>,
    ) -> Result<Edited, E> {
        let place = Place {
            pipelines: self,
            region,
            name,
            patience,
        };
        let mut own = self.enter(region, name).await;
        let read = place.read().await?;
        let start = Machine::start(Policy::Merge, read.declaration.clone(), None, change);
        place.run(start, &read, &mut own).await
    }

    /// Changes a pipeline if it is the `expected` one, with one write at most.
    ///
    /// A later version is accepted if this process wrote all versions since: `change` then gets the expected version, and its
    /// result is merged with what was written since.
    ///
    /// # Errors
    /// Returns what `change` fails with, [`Kind::NotFound`] if the pipeline does not exist, [`Kind::Cancelled`] after an
    /// interruption, else the failure of `GetPipeline` or `UpdatePipeline`.
    pub async fn replace_if_version<E: From<Error>>(
        &self,
        region: &str,
        name: &str,
        expected: &Expected,
        patience: &Patience,
        change: impl FnMut(&mut Value) -> Result<Save, E>,
    ) -> Result<Replacement, E> {
        let place = Place {
            pipelines: self,
            region,
            name,
            patience,
        };
        let mut own = self.enter(region, name).await;
        let read = place.read().await?;
        if expected.created.is_some() && read.created.is_some() && expected.created != read.created {
            return Ok(Replacement::RecreatedSince);
        }
        let found = version(&read.declaration);
        let base = match (expected.version, found) {
            (None, _) => None,
            (Some(expected), found) if found == Some(expected) => None,
            (Some(expected), Some(found)) if own.has_all_after(expected, found, read.arn.as_ref()) => {
                match place.version(expected).await {
                    Ok(base) => Some(base),
                    Err(_) => return Ok(Replacement::ChangedSince { found: Some(found) }),
                }
            }
            (Some(_), found) => return Ok(Replacement::ChangedSince { found }),
        };
        let start = Machine::start(Policy::WriteOnce, read.declaration.clone(), base.as_ref(), change);
        let edited = place.run(start, &read, &mut own).await?;
        if edited.foreign.is_empty() {
            return Ok(Replacement::InForce(edited));
        }
        Ok(Replacement::Overtook { edited, read: found })
    }
}

impl Place<'_> {
    async fn run<E, F>(
        &self,
        (mut machine, mut step): (Machine<F, E>, Step<E>),
        read: &Pipeline,
        own: &mut OwnVersions,
    ) -> Result<Edited, E>
    where
        E: From<Error>,
        F: FnMut(&mut Value) -> Result<Save, E>,
    {
        loop {
            let event = match step {
                Step::Read => Event::Read(self.read().await.map(|now| now.declaration)),
                Step::ReadVersions(numbers) => {
                    let read = numbers
                        .into_iter()
                        .map(|number| async move { (number, self.version(number).await) });
                    Event::Versions(join_all(read).await)
                }
                Step::Write(_) if self.patience.is_cancelled() && !machine.has_written() => {
                    let text = "interrupted before the pipeline was changed";
                    return Err(Error::new(Kind::Cancelled, text).into());
                }
                Step::Write(declaration) => {
                    let written = self.pipelines.update(self.region, &declaration, self.patience);
                    Event::Written(written.await)
                }
                Step::PauseAtRandom(round) => self.pause(round, random()).await,
                Step::Pause(round) => self.pause(round, 1.0).await,
                Step::Finish(result) => {
                    own.record(read.arn.as_ref(), machine.own_versions());
                    return result;
                }
            };
            step = machine.next(event);
        }
    }

    async fn read(&self) -> Result<Pipeline, Error> {
        let Self { region, name, .. } = self;
        let found = self.pipelines.get(region, name).await?;
        found.ok_or_else(|| {
            Error::new(
                Kind::NotFound,
                format!("the pipeline {name:?} does not exist in {region}"),
            )
        })
    }

    async fn version(&self, number: i64) -> Result<Value, Error> {
        let Self { region, name, .. } = self;
        let found = self.pipelines.get_version(region, name, number).await?;
        found.map(|found| found.declaration).ok_or_else(|| {
            let text =
                format!("the pipeline {name:?} was changed out of band, and its version {number} cannot be read");
            Error::new(Kind::Conflict, text)
        })
    }

    /// Pauses for a part of the pause of this round, which doubles with each round.
    async fn pause(&self, round: u32, part: f64) -> Event {
        let pace = self.pipelines.pace();
        let longest = (pace.initial_backoff * 2_u32.pow(round)).min(pace.max_backoff);
        self.patience.sleep(longest.mul_f64(part)).await;
        Event::Paused
    }
}

/// Returns a random number from 0 to 1: writers that overtook each other must not do so again.
fn random() -> f64 {
    let (random, ..) = Uuid::new_v4().as_fields();
    f64::from(random) / f64::from(u32::MAX)
}
