//! Changing a part of a pipeline that others change too.
//!
//! AWS has no check-and-set: whoever writes last wins. Yet each write adds one to the version, so a writer who read N
//! and is answered anything but N + 1 knows that somebody wrote in between, and what: every version can be read.

use serde_json::Value;

use super::error::{Error, Kind};
use super::merge::merge;
use super::pipelines::{Pipelines, version};
use super::wait::Patience;

/// Times that a change is written before giving up on a pipeline that others keep changing.
const WRITES: usize = 5;

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
    pub merged: Vec<u64>,
}

impl Pipelines {
    /// Reads a pipeline, changes its declaration and writes it, so that changes of others are kept.
    ///
    /// Edits of one pipeline take turns in this process. `change` gets the declaration just read, `version` included;
    /// when others wrote between reading and writing it is called again, on theirs. If it fails then, theirs is put
    /// back. A stop and the deadline of `patience` end pauses only.
    ///
    /// # Errors
    ///
    /// What `change` fails with; [`Kind::NotFound`] when there is no such pipeline; [`Kind::Conflict`] when others
    /// wrote in between five times, naming their versions; else [`Error`] of `GetPipeline` or `UpdatePipeline`.
    pub async fn edit<E: From<Error>>(
        &self,
        region: &str,
        name: &str,
        patience: &Patience,
        mut change: impl FnMut(&mut Value) -> Result<Save, E>,
    ) -> Result<Edited, E> {
        let _turn = self.turns.take(&format!("{region}/{name}")).await;
        let Some(read) = self.get(region, name).await? else {
            return Err(Error::new(Kind::NotFound, format!("there is no pipeline {name:?} in {region}")).into());
        };
        // `others` is what the pipeline would be without us; `known` is what a writer in between may have started from.
        let (mut others, mut known) = (read.declaration.clone(), read.declaration);
        let mut ours = others.clone();
        if change(&mut ours)? == Save::IfChanged && ours == others {
            return Ok(Edited {
                declaration: ours,
                written: false,
                merged: Vec::new(),
            });
        }
        let mut merged = Vec::new();
        for _ in 0..WRITES {
            let written = self.update(region, &ours, patience).await?;
            let Some(theirs) = self.overtaken(region, name, &known, &written).await? else {
                return Ok(Edited {
                    declaration: written,
                    written: true,
                    merged,
                });
            };
            merged.extend(version(&theirs));
            others = merge(&known, &others, &theirs);
            ours = others.clone();
            if let Err(error) = change(&mut ours) {
                self.update(region, &others, patience).await?;
                return Err(error);
            }
            if same(&ours, &written) {
                return Ok(Edited {
                    declaration: written,
                    written: true,
                    merged,
                });
            }
            known = written;
        }
        Err(contended(name, &merged).into())
    }

    /// What others wrote between `known` and `written`, which did not contain it.
    async fn overtaken(
        &self,
        region: &str,
        name: &str,
        known: &Value,
        written: &Value,
    ) -> Result<Option<Value>, Error> {
        let (Some(known), Some(now)) = (version(known), version(written)) else {
            return Ok(None);
        };
        if now == known + 1 || now < 2 {
            return Ok(None);
        }
        let theirs = self.get_version(region, name, now - 1).await?.ok_or_else(|| {
            let text = format!(
                "somebody else changed the pipeline {name:?} meanwhile (version {}), that version cannot be read, \
                 and version {now} may lack its change",
                now - 1
            );
            Error::new(Kind::Conflict, text)
        })?;
        // Our own write, sent again after a lost answer, looks like somebody else's.
        Ok(Some(theirs.declaration).filter(|theirs| !same(theirs, written)))
    }
}

/// Equal but for the version.
fn same(a: &Value, b: &Value) -> bool {
    let rest = |value: &Value| {
        let mut rest = value.clone();
        if let Some(members) = rest.as_object_mut() {
            members.remove("version");
        }
        rest
    };
    rest(a) == rest(b)
}

fn contended(name: &str, merged: &[u64]) -> Error {
    let versions: Vec<String> = merged.iter().map(ToString::to_string).collect();
    let text = format!(
        "somebody else changed the pipeline {name:?} between each of {WRITES} reads and writes (versions {}); \
         compare them with the present one and apply again",
        versions.join(", ")
    );
    Error::new(Kind::Conflict, text)
}
