//! Changing a part of a pipeline that others change too.
//!
//! AWS has no check-and-set: whoever writes last wins. Yet each write adds one to the version, so a writer who read N
//! and is answered anything but N + 1 knows that somebody wrote in between, and what: every version can be read. Such a
//! writer owes the others what its own write lacks, and does not stop before that is in force.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::{
    arn::Arn,
    error::{Error, Kind},
    history::{History, Written},
    merge::merge,
    patch::{is_in_force, same},
    pipelines::{Pipelines, version},
    wait::Patience,
};

/// Times that a change is written before giving up on a pipeline that others keep changing.
const WRITES: u32 = 5;

/// Whether a declaration is written that a change left as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Save {
    /// Only when something changed: a write cancels running executions.
    IfChanged,
    /// Always: a write also registers webhooks.
    Always,
}

/// What an edit led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The declaration that is in force now.
    pub declaration: Value,
    /// Whether it was written.
    pub written: bool,
    /// Versions that others wrote meanwhile and that are contained in it.
    pub merged: Vec<i64>,
    /// Why it is not certain that nothing of what others wrote meanwhile is missing.
    pub doubt: Option<Error>,
}

impl Pipelines {
    /// Reads a pipeline, changes its declaration and writes it, so that changes of others are kept.
    ///
    /// Edits of one pipeline take turns in this process. `change` gets a declaration as it would be without the change,
    /// `version` included; when others wrote between reading and writing it is called again, on theirs. If it fails then,
    /// theirs is put back. A stop and the deadline of `patience` end pauses only.
    ///
    /// # Errors
    /// What `change` fails with; [`Kind::NotFound`] when there is no such pipeline; [`Kind::Conflict`] when others
    /// wrote in between five times, naming their versions; else [`Error`] of `GetPipeline` or `UpdatePipeline`. In every
    /// case the change is not in force as far as AWS says.
    pub async fn edit<E: From<Error>>(
        &self,
        region: &str,
        name: &str,
        patience: &Patience,
        change: impl FnMut(&mut Value) -> Result<Save, E>,
    ) -> Result<Edited, E> {
        self.edit_since(region, name, None, patience, change).await
    }

    /// [`Pipelines::edit`] with a change that was made up for the version `since`.
    ///
    /// Where only this process has written since, the change is made to that version, and what was written is kept.
    ///
    /// # Errors
    /// Those of [`Pipelines::edit`].
    pub async fn edit_since<E: From<Error>>(
        &self,
        region: &str,
        name: &str,
        since: Option<i64>,
        patience: &Patience,
        change: impl FnMut(&mut Value) -> Result<Save, E>,
    ) -> Result<Edited, E> {
        let history = History {
            pipelines: self,
            region,
            name,
        };
        let turn = self.turn(region, name).await;
        let read = history.read().await?;
        let origin = history.origin(since, &read, &turn).await;
        let editing = Editing {
            history,
            patience,
            change,
            turn,
            origin,
            arn: read.arn,
            ours: read.declaration.clone(),
            before: read.declaration.clone(),
            others: read.declaration.clone(),
            known: read.declaration,
            has_written: false,
            merged: Vec::new(),
            doubt: None,
        };
        editing.run().await
    }
}

/// One edit under way.
struct Editing<'a, F> {
    history: History<'a>,
    patience: &'a Patience,
    change: F,
    turn: OwnedMutexGuard<Written>,
    /// The version that the change was made up for, if it is another than the one that was read first.
    origin: Option<Value>,
    arn: Option<Arn>,
    /// The pipeline as it was last seen: a writer in between may have started from it.
    known: Value,
    /// The pipeline as it is to be without our change: as last seen, and with what our last write lacks.
    others: Value,
    /// The last write of our change, as AWS completed it.
    ours: Value,
    /// The same without our change.
    before: Value,
    has_written: bool,
    merged: Vec<i64>,
    doubt: Option<Error>,
}

impl<E: From<Error>, F: FnMut(&mut Value) -> Result<Save, E>> Editing<'_, F> {
    async fn run(mut self) -> Result<Edited, E> {
        match self.rounds().await {
            Ok(declaration) => Ok(self.edited(declaration)),
            Err(error) if self.has_written => self.settle(error).await,
            Err(error) => Err(error),
        }
    }

    /// Writes the change until nothing of others is missing in it.
    async fn rounds(&mut self) -> Result<Value, E> {
        let (mut wanted, save) = self.wanted()?;
        if save == Save::IfChanged && wanted == self.known {
            return Ok(wanted);
        }
        for round in 1..=WRITES {
            if !self.write(&wanted, true).await? {
                return Ok(self.known.clone());
            }
            if round == WRITES {
                break;
            }
            (wanted, _) = self.wanted()?;
            self.pause(round).await;
            let now = self.history.read().await?.declaration;
            // Whoever overtook us has taken up our change.
            if is_in_force(&self.before, &wanted, &now) {
                return Ok(now);
            }
            self.take_up(&self.known.clone(), now);
            (wanted, _) = self.wanted()?;
        }
        Err(contended(self.history.name, &self.merged).into())
    }

    /// After `error`: leaves the pipeline as the others want it, unless the change is in it after all.
    async fn settle(mut self, error: E) -> Result<Edited, E> {
        for round in 1..=WRITES {
            let now = match self.history.read().await {
                Ok(now) => now.declaration,
                // Our own last write was accepted; nobody is known to have undone it.
                Err(unread) if round == 1 && unread.kind() != Kind::NotFound => {
                    self.doubt = Some(unread);
                    let declaration = self.known.clone();
                    return Ok(self.edited(declaration));
                }
                Err(_) => return Err(error),
            };
            let wanted = self.wanted().ok().map(|(wanted, _)| wanted);
            if wanted.is_some_and(|wanted| is_in_force(&self.before, &wanted, &now)) {
                return Ok(self.edited(now));
            }
            self.take_up(&self.known.clone(), now);
            if same(&self.others, &self.known) {
                break;
            }
            match self.write(&self.others.clone(), false).await {
                Ok(false) => break,
                Ok(true) => self.pause(round).await,
                Err(unwritten) => return self.unsettled(unwritten, error),
            }
        }
        self.look_back(error).await
    }

    /// Others' changes could not be put back.
    fn unsettled(mut self, unwritten: Error, error: E) -> Result<Edited, E> {
        let Ok((wanted, _)) = self.wanted() else {
            return Err(error);
        };
        if !is_in_force(&self.others, &wanted, &self.known) {
            return Err(error);
        }
        self.doubt = Some(unwritten);
        let declaration = self.known.clone();
        Ok(self.edited(declaration))
    }

    /// Somebody whose write lacked our change may have made up for that, as we do.
    async fn look_back(mut self, error: E) -> Result<Edited, E> {
        let Ok((wanted, _)) = self.wanted() else {
            return Err(error);
        };
        self.patience.sleep(self.longest_pause(WRITES)).await;
        match self.history.read().await {
            Ok(now) if is_in_force(&self.others, &wanted, &now.declaration) => Ok(self.edited(now.declaration)),
            _ => Err(error),
        }
    }

    /// What the pipeline is to be.
    fn wanted(&mut self) -> Result<(Value, Save), E> {
        let made_for = self.origin.as_ref().filter(|_| !self.has_written);
        let mut wanted = made_for.unwrap_or(&self.others).clone();
        let save = (self.change)(&mut wanted)?;
        if let Some(origin) = made_for {
            wanted = merge(origin, &wanted, &self.others);
        }
        Ok((wanted, save))
    }

    /// Writes a declaration, `with_ours` or not. Whether it lacks what others wrote in between, which is taken up then.
    async fn write(&mut self, wanted: &Value, with_ours: bool) -> Result<bool, Error> {
        let History { pipelines, region, .. } = self.history;
        let written = match pipelines.update(region, wanted, self.patience).await {
            Ok(written) => written,
            Err(error) => self.done_all_the_same(wanted).await.ok_or(error)?,
        };
        self.has_written = true;
        self.remember(version(&written));
        let before = with_ours.then(|| self.others.clone());
        let overtook = self.take_up_between(&written, before.as_ref()).await;
        self.see_own(written, before.as_ref());
        overtook.or_else(|unread| {
            self.doubt = Some(unread);
            Ok(false)
        })
    }

    /// What AWS made of `wanted` although the call failed: an attempt whose answer was lost may have been carried out.
    ///
    /// Others may have written since, and have kept it; the first version that has it is ours.
    async fn done_all_the_same(&self, wanted: &Value) -> Option<Value> {
        let now = self.history.read().await.ok()?.declaration;
        for number in version(&self.known)? + 1..version(&now)? {
            let found = self.history.version(number).await.ok()?;
            if is_in_force(&self.known, wanted, &found) {
                return Some(found);
            }
        }
        let is_newer = version(&now) > version(&self.known);
        (is_newer && is_in_force(&self.known, wanted, &now)).then_some(now)
    }

    /// Takes up what others wrote between `known` and `written`; whether there was anything.
    async fn take_up_between(&mut self, written: &Value, before: Option<&Value>) -> Result<bool, Error> {
        let (Some(known), Some(now)) = (version(&self.known), version(written)) else {
            return Ok(false);
        };
        let mut is_missing = false;
        for number in known + 1..now {
            let found = self.history.version(number).await?;
            let read = self.history.read_before(number, &self.known, &found).await;
            // Our own write, sent again after a lost answer, looks like somebody else's.
            if same(&found, written) {
                self.remember(Some(number));
                self.see_own(found, before);
            } else {
                self.take_up(&read, found);
                self.merged.push(number);
                is_missing = true;
            }
        }
        Ok(is_missing)
    }

    /// Takes up what others have changed from `read` to `now`.
    fn take_up(&mut self, read: &Value, now: Value) {
        self.others = merge(&self.without_ours(read), &self.others, &self.without_ours(&now));
        self.known = now;
    }

    /// Sees our own write, which is one of our change if that `before` is what it was made to.
    fn see_own(&mut self, written: Value, before: Option<&Value>) {
        if let Some(before) = before {
            (self.ours, self.before) = (written.clone(), before.clone());
        }
        self.known = written;
    }

    /// Others may have kept our change, taken it up or overwritten it: none of that is theirs.
    fn without_ours(&self, version: &Value) -> Value {
        merge(&self.ours, &self.before, version)
    }

    fn remember(&mut self, version: Option<i64>) {
        self.turn.extend(version.map(|version| (self.arn.clone(), version)));
    }

    /// Waits for a random time, which grows with the rounds: those who got in each other's way must not do so again.
    async fn pause(&self, round: u32) {
        let (random, ..) = Uuid::new_v4().as_fields();
        let random = f64::from(random) / f64::from(u32::MAX);
        self.patience.sleep(self.longest_pause(round).mul_f64(random)).await;
    }

    fn longest_pause(&self, round: u32) -> Duration {
        let pace = self.history.pipelines.pace();
        (pace.initial_backoff * 2_u32.pow(round)).min(pace.max_backoff)
    }

    fn edited(self, declaration: Value) -> Edited {
        Edited {
            declaration,
            written: self.has_written,
            merged: self.merged,
            doubt: self.doubt,
        }
    }
}

fn contended(name: &str, merged: &[i64]) -> Error {
    let versions: Vec<String> = merged.iter().map(ToString::to_string).collect();
    let text = format!(
        "somebody else changed the pipeline {name:?} between each of {WRITES} reads and writes (versions {}); \
         compare them with the present one and apply again",
        versions.join(", ")
    );
    Error::new(Kind::Conflict, text)
}
