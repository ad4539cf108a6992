//! The state machine of a read-modify-write: which call comes next, and what its response means.

use std::{collections::BTreeMap, mem, ops::Range};

use serde_json::Value;

use super::{documents::Documents, view::read_by};
use crate::aws::{
    error::{Error, Kind},
    pipelines::{
        declaration::version,
        in_force::{is_in_force, same},
        three_way_merge::merge,
    },
};

/// Maximum writes of a change, and of a restoration after it.
const WRITES: u32 = 5;

/// Maximum versions before a write that its writer may not have read.
const LOOK_BACK: i64 = 5;

/// Whether to write a declaration that the change did not modify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Save {
    /// Only if something changed: a write cancels running executions.
    IfChanged,
    /// Always: a write also registers webhooks.
    Always,
}

/// The result of an edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The declaration in force.
    pub declaration: Value,
    /// Whether it was written.
    pub written: bool,
    /// Versions of other writers between our read and our write. A merge contains them, a replacement overwrote them.
    pub foreign: Vec<i64>,
    /// Why changes of other writers may be missing.
    pub doubt: Option<Error>,
}

/// What to do if other writers were overtaken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    /// Their changes are merged, and written again.
    Merge,
    /// Nothing is written again.
    WriteOnce,
}

/// The next call.
#[derive(Debug)]
pub(super) enum Step<E> {
    /// Read the pipeline.
    Read,
    /// Read these versions.
    ReadVersions(Vec<i64>),
    /// Write the declaration.
    Write(Value),
    /// Pause for a random part of the pause of this round.
    PauseAtRandom(u32),
    /// Pause for the whole pause of this round.
    Pause(u32),
    /// Nothing is left to do.
    Finish(Result<Edited, E>),
}

/// The result of a step.
#[derive(Debug)]
pub(super) enum Event {
    Read(Result<Value, Error>),
    Versions(Vec<(i64, Result<Value, Error>)>),
    Written(Result<Value, Error>),
    Paused,
}

/// What a write is for.
enum Purpose<E> {
    /// It contains the change.
    Change,
    /// The change failed; the write restores what it overwrote.
    Restore(E),
}

struct Write<E> {
    sent: Value,
    purpose: Purpose<E>,
}

enum State<E> {
    Writing(Write<E>),
    /// The write failed; the pipeline shows whether AWS carried it out.
    ReadingAfterFailure(Write<E>, Error),
    SearchingWrite(Write<E>, Error, Value),
    /// AWS returned this declaration; the versions in between show who else wrote.
    ReadingBetween(Write<E>, Value),
    Pausing(Purpose<E>),
    Rereading(Purpose<E>),
    /// Everything is restored; another writer may still bring the change back.
    PausingBeforeLastRead(Value, E),
    ReadingLast(Value, E),
    Finished,
}

/// One edit. It starts from the pipeline as read; every [`Step`] leads to one [`Event`].
pub(super) struct Machine<F, E> {
    policy: Policy,
    change: F,
    documents: Documents,
    versions: BTreeMap<i64, Result<Value, Error>>,
    round: u32,
    has_written: bool,
    own: Vec<i64>,
    foreign: Vec<i64>,
    doubt: Option<Error>,
    state: State<E>,
}

impl<E: From<Error>, F: FnMut(&mut Value) -> Result<Save, E>> Machine<F, E> {
    /// Starts the edit of `current`. A change that was planned for the older version `base` is merged into it.
    pub(super) fn start(policy: Policy, current: Value, base: Option<&Value>, change: F) -> (Self, Step<E>) {
        let mut machine = Self {
            policy,
            change,
            documents: Documents::new(current),
            versions: BTreeMap::new(),
            round: 1,
            has_written: false,
            own: Vec::new(),
            foreign: Vec::new(),
            doubt: None,
            state: State::Finished,
        };
        let step = match machine.changed(base) {
            Ok((wanted, Save::IfChanged)) if wanted == machine.documents.current => machine.finish(wanted),
            Ok((wanted, _)) => machine.write(wanted, Purpose::Change),
            Err(error) => Step::Finish(Err(error)),
        };
        (machine, step)
    }

    /// Returns the versions that the edit wrote.
    pub(super) fn own_versions(&self) -> &[i64] {
        &self.own
    }

    /// Returns whether something was written.
    pub(super) fn has_written(&self) -> bool {
        self.has_written
    }

    /// Returns the step that follows the result of the last one.
    pub(super) fn next(&mut self, event: Event) -> Step<E> {
        match (mem::replace(&mut self.state, State::Finished), event) {
            (State::Writing(write), Event::Written(Ok(written))) => self.written(write, written),
            (State::Writing(write), Event::Written(Err(error))) => {
                self.enter(State::ReadingAfterFailure(write, error), Step::Read)
            }
            (State::ReadingAfterFailure(write, error), Event::Read(Ok(now))) => self.search_write(write, error, now),
            (State::ReadingAfterFailure(write, error), Event::Read(Err(_))) => self.not_written(write.purpose, error),
            (State::SearchingWrite(write, error, now), Event::Versions(read)) => {
                self.versions.extend(read);
                self.search_write(write, error, now)
            }
            (State::ReadingBetween(write, written), Event::Versions(read)) => {
                self.versions.extend(read);
                self.read_between(write, written)
            }
            (State::Pausing(purpose), Event::Paused) => self.enter(State::Rereading(purpose), Step::Read),
            (State::Rereading(Purpose::Change), Event::Read(Ok(now))) => self.change_again(now),
            (State::Rereading(Purpose::Change), Event::Read(Err(error))) => self.restore(error.into()),
            (State::Rereading(Purpose::Restore(error)), Event::Read(read)) => self.restore_over(read, error),
            (State::PausingBeforeLastRead(wanted, error), Event::Paused) => {
                self.enter(State::ReadingLast(wanted, error), Step::Read)
            }
            (State::ReadingLast(wanted, error), Event::Read(read)) => match read {
                Ok(now) if is_in_force(&self.documents.theirs, &wanted, &now) => self.finish(now),
                _ => Step::Finish(Err(error)),
            },
            _ => unreachable!("each step is answered by its event"),
        }
    }

    fn enter(&mut self, state: State<E>, step: Step<E>) -> Step<E> {
        self.state = state;
        step
    }

    fn write(&mut self, sent: Value, purpose: Purpose<E>) -> Step<E> {
        let step = Step::Write(sent.clone());
        self.enter(State::Writing(Write { sent, purpose }), step)
    }

    fn finish(&mut self, declaration: Value) -> Step<E> {
        Step::Finish(Ok(Edited {
            declaration,
            written: self.has_written,
            foreign: mem::take(&mut self.foreign),
            doubt: self.doubt.take(),
        }))
    }

    /// Returns the pipeline with the change.
    fn changed(&mut self, base: Option<&Value>) -> Result<(Value, Save), E> {
        let mut wanted = base.unwrap_or(&self.documents.theirs).clone();
        let save = (self.change)(&mut wanted)?;
        if let Some(base) = base {
            wanted = merge(base, &wanted, &self.documents.theirs);
        }
        Ok((wanted, save))
    }

    /// AWS accepted the write, or carried it out although the call failed.
    fn written(&mut self, write: Write<E>, written: Value) -> Step<E> {
        self.has_written = true;
        self.own.extend(version(&written));
        if self.is_recreated(&written) {
            self.versions.clear();
        }
        self.read_between(write, written)
    }

    /// Searches the failed write in the versions up to `now`. The first one that contains it is ours: other writers may have
    /// kept it.
    fn search_write(&mut self, write: Write<E>, error: Error, now: Value) -> Step<E> {
        if version(&now) == version(&self.documents.current) {
            return self.not_written(write.purpose, error);
        }
        let between = self.between(&now);
        if let Some(step) = self.missing(between.clone()) {
            return self.enter(State::SearchingWrite(write, error, now), step);
        }
        let found = self.first_with(&write.sent, between).or_else(|| {
            let is_now = is_in_force(&self.documents.current, &write.sent, &now);
            is_now.then_some(now)
        });
        match found {
            Some(written) => self.written(write, written),
            None => self.not_written(write.purpose, error),
        }
    }

    /// Returns the first of these versions that contains what was `sent`.
    fn first_with(&self, sent: &Value, mut numbers: Range<i64>) -> Option<Value> {
        let found = numbers.find_map(|number| {
            let found = self.versions[&number].as_ref().ok()?;
            is_in_force(&self.documents.current, sent, found).then_some(found)
        });
        found.cloned()
    }

    fn not_written(&mut self, purpose: Purpose<E>, error: Error) -> Step<E> {
        match purpose {
            Purpose::Change if self.has_written => self.restore(error.into()),
            Purpose::Change => Step::Finish(Err(error.into())),
            Purpose::Restore(cause) => self.not_restored(error, cause),
        }
    }

    /// Reads what other writers wrote before `written`, then decides what follows.
    fn read_between(&mut self, write: Write<E>, written: Value) -> Step<E> {
        let between = self.between(&written);
        let needed = self.needed(&between);
        let first = self.first_version().filter(|first| !needed.contains(first));
        if let Some(step) = self.missing(first.into_iter().chain(needed)) {
            return self.enter(State::ReadingBetween(write, written), step);
        }
        if self.policy == Policy::WriteOnce {
            let is_ours = |number: &i64| matches!(&self.versions[number], Ok(found) if same(found, &written));
            let (own, foreign): (Vec<i64>, Vec<i64>) = between.partition(is_ours);
            self.own.extend(own);
            self.foreign = foreign;
            return self.finish(written);
        }
        if self.take_over_between(between, &write.purpose, written) {
            self.overtook(write.purpose)
        } else {
            self.wrote_undisturbed(write.purpose)
        }
    }

    /// Takes over what other writers wrote before `written`. Returns whether our write lacks any of it.
    fn take_over_between(&mut self, between: Range<i64>, purpose: &Purpose<E>, written: Value) -> bool {
        let base = matches!(purpose, Purpose::Change).then(|| self.documents.theirs.clone());
        let is_recreated = self.is_recreated(&written);
        let mut is_missing = false;
        for number in between {
            let found = match self.versions[&number].clone() {
                Ok(found) => found,
                Err(unread) => {
                    self.doubt = Some(unread);
                    is_missing = false;
                    break;
                }
            };
            // Our own write, sent again after a lost response.
            if same(&found, &written) {
                self.own.push(number);
                self.documents.record_write(found, base.as_ref());
                continue;
            }
            if is_recreated {
                self.documents.start_again(found);
            } else {
                let read = self.read_before(number, &found);
                self.documents.take_over(&read, found);
            }
            self.foreign.push(number);
            is_missing = true;
        }
        self.documents
            .record_write(written, base.as_ref().filter(|_| !is_recreated));
        is_missing
    }

    /// Other writers were overtaken: their changes must be written again.
    fn overtook(&mut self, purpose: Purpose<E>) -> Step<E> {
        match purpose {
            Purpose::Change if self.round == WRITES => {
                let contended = contended(&self.foreign);
                self.restore(contended.into())
            }
            Purpose::Change => match self.changed(None) {
                Ok(_) => self.enter(State::Pausing(Purpose::Change), Step::PauseAtRandom(self.round)),
                Err(error) => self.restore(error),
            },
            Purpose::Restore(error) if self.round == WRITES => self.look_last(error),
            restore => self.enter(State::Pausing(restore), Step::PauseAtRandom(self.round)),
        }
    }

    fn wrote_undisturbed(&mut self, purpose: Purpose<E>) -> Step<E> {
        match purpose {
            // A writer that we overtook may have overtaken us in turn.
            Purpose::Change if !self.foreign.is_empty() && self.round < WRITES => {
                self.enter(State::Pausing(Purpose::Change), Step::Pause(self.round))
            }
            Purpose::Change => {
                let declaration = self.documents.current.clone();
                self.finish(declaration)
            }
            Purpose::Restore(error) => self.look_last(error),
        }
    }

    /// Writes the change again, onto what other writers made of the pipeline.
    fn change_again(&mut self, now: Value) -> Step<E> {
        match self.changed(None) {
            // Whoever overtook us has taken over our change.
            Ok((wanted, _)) if is_in_force(self.documents.base(), &wanted, &now) => return self.finish(now),
            Ok(_) => self.see(now),
            Err(error) => return self.restore(error),
        }
        self.round += 1;
        match self.changed(None) {
            Ok((wanted, _)) => self.write(wanted, Purpose::Change),
            Err(error) => self.restore(error),
        }
    }

    /// After `error`: leaves the pipeline as the other writers want it, unless the change is in it after all.
    fn restore(&mut self, error: E) -> Step<E> {
        self.round = 0;
        self.enter(State::Rereading(Purpose::Restore(error)), Step::Read)
    }

    fn restore_over(&mut self, read: Result<Value, Error>, error: E) -> Step<E> {
        self.round += 1;
        let now = match read {
            Ok(now) => now,
            // AWS accepted our last write, and no other writer is known to have reverted it.
            Err(unread) if self.round == 1 && unread.kind() != Kind::NotFound => {
                self.doubt = Some(unread);
                let declaration = self.documents.current.clone();
                return self.finish(declaration);
            }
            Err(_) => return Step::Finish(Err(error)),
        };
        if let Ok((wanted, _)) = self.changed(None)
            && is_in_force(self.documents.base(), &wanted, &now)
        {
            return self.finish(now);
        }
        self.see(now);
        if same(&self.documents.theirs, &self.documents.current) {
            return self.look_last(error);
        }
        self.write(self.documents.theirs.clone(), Purpose::Restore(error))
    }

    /// The changes of other writers could not be restored.
    fn not_restored(&mut self, unwritten: Error, error: E) -> Step<E> {
        let Documents { theirs, current, .. } = &self.documents;
        let (theirs, current) = (theirs.clone(), current.clone());
        match self.changed(None) {
            Ok((wanted, _)) if is_in_force(&theirs, &wanted, &current) => {
                self.doubt = Some(unwritten);
                self.finish(current)
            }
            _ => Step::Finish(Err(error)),
        }
    }

    /// Another writer whose write lacked our change may restore it, as we do.
    fn look_last(&mut self, error: E) -> Step<E> {
        match self.changed(None) {
            Ok((wanted, _)) => self.enter(State::PausingBeforeLastRead(wanted, error), Step::Pause(WRITES)),
            Err(_) => Step::Finish(Err(error)),
        }
    }

    /// Sees the pipeline as other writers left it.
    fn see(&mut self, now: Value) {
        if version(&now) < version(&self.documents.current) {
            self.versions.clear();
            self.documents.start_again(now);
        } else {
            let current = self.documents.current.clone();
            self.documents.take_over(&current, now);
        }
    }

    /// Returns whether another writer deleted the pipeline and created it again: its versions start at 1 again.
    fn is_recreated(&self, now: &Value) -> bool {
        let current = &self.documents.current;
        let read = |number| self.versions.get(&number)?.as_ref().ok();
        let first = self.first_version().and_then(read);
        version(now) <= version(current) || first.is_some_and(|first| !same(first, current))
    }

    /// Returns version 1 if it is the current one. Only its content shows whether it is still that of the same pipeline.
    fn first_version(&self) -> Option<i64> {
        version(&self.documents.current).filter(|current| *current == 1)
    }

    /// Returns the versions between the current one and `now`.
    fn between(&self, now: &Value) -> Range<i64> {
        match (version(&self.documents.current), version(now)) {
            (Some(_), Some(number)) if self.is_recreated(now) => 1..number,
            (Some(current), Some(number)) => current + 1..number,
            _ => 0..0,
        }
    }

    /// Asks for the versions that are not read yet.
    fn missing(&self, numbers: impl Iterator<Item = i64>) -> Option<Step<E>> {
        let unread = numbers.filter(|number| !self.versions.contains_key(number));
        let unread: Vec<i64> = unread.collect();
        (!unread.is_empty()).then_some(Step::ReadVersions(unread))
    }

    /// Returns the versions `between`, and those that their writers may have read.
    fn needed(&self, between: &Range<i64>) -> Range<i64> {
        match self.policy {
            Policy::Merge if !between.is_empty() => oldest_read(between.start)..between.end,
            _ => between.clone(),
        }
    }

    /// Returns what the writer of the version `number` had read.
    fn read_before(&self, number: i64, found: &Value) -> Value {
        let older = (oldest_read(number)..number - 1).rev();
        let older = older.filter_map(|older| self.versions.get(&older)?.as_ref().ok());
        read_by(found, &self.documents.current, older)
    }
}

/// Returns the oldest version that the writer of the version `number` may have read.
fn oldest_read(number: i64) -> i64 {
    (number - LOOK_BACK).max(1)
}

fn contended(foreign: &[i64]) -> Error {
    let versions: Vec<String> = foreign.iter().map(ToString::to_string).collect();
    let text = format!(
        "the pipeline was changed out of band between the read and the write in each of {WRITES} attempts (versions \
         {}); compare these versions with the current one, then apply again",
        versions.join(", ")
    );
    Error::new(Kind::Conflict, text)
}
