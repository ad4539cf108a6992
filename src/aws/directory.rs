//! What an account already has: listed once per process and kept current with our own changes.
//!
//! CreateConnection and CreateHost have no idempotency token. When their answer is lost, the one object that the
//! earlier list does not hold is the one that was made.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use super::arn::Arn;
use super::connections::Service;
use super::error::{Error, Kind};
use super::tags::Tags;
use super::turns::Turns;

/// Looks for the object of a lost answer: lists may lag behind.
const LOOKS: u32 = 3;

/// Something that is listed.
pub(crate) trait Listed: Clone {
    /// What it is called in messages, such as `connection`.
    const NOUN: &'static str;

    /// Its ARN.
    fn arn(&self) -> &Arn;
}

/// What to create, of which an account can get two by mistake.
pub(crate) trait Recipe<T: Listed> {
    /// A name for messages and for taking turns.
    fn name(&self) -> &str;

    /// The tags to create it with.
    fn tags(&self) -> &Tags;

    /// Whether `item` is what would be made, but for its ARN.
    fn is_twin(&self, item: &T) -> bool;

    /// What has been made, once its ARN is known.
    fn made(&self, arn: Arn) -> T;
}

/// What a create call led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// ARN of the new object.
    pub arn: Arn,
    /// Tags that AWS confirmed; those of the request when it confirmed none.
    pub tags: Tags,
    /// Whether the answer was lost and the object found in a list.
    pub adopted: bool,
    /// Why it was not checked whether such an object is already there: the permission to list is missing.
    pub unchecked: Option<Error>,
}

/// Lists by API and region, each fetched once.
#[derive(Debug)]
pub(crate) struct Directory<T> {
    shelves: Mutex<Shelves<T>>,
    turns: Turns,
}

type Shelves<T> = BTreeMap<(Service, String), Arc<Shelf<T>>>;

/// The list of one API in one region.
#[derive(Debug)]
struct Shelf<T> {
    /// A missing permission is remembered too.
    listed: OnceCell<Result<Vec<T>, Error>>,
    changes: Mutex<Changes<T>>,
}

#[derive(Debug)]
struct Changes<T> {
    made: Vec<T>,
    gone: BTreeSet<Arn>,
}

impl<T: Listed> Directory<T> {
    pub(crate) fn new() -> Self {
        Self {
            shelves: Mutex::default(),
            turns: Turns::default(),
        }
    }

    fn shelf(&self, service: Service, region: &str) -> Arc<Shelf<T>> {
        let mut shelves = lock(&self.shelves);
        Arc::clone(
            shelves
                .entry((service, region.to_owned()))
                .or_insert_with(|| Arc::new(Shelf::new())),
        )
    }

    /// Everything that was there at the first call, and our own changes since.
    pub(crate) async fn known(
        &self,
        service: Service,
        region: &str,
        list: impl Future<Output = Result<Vec<T>, Error>>,
    ) -> Result<Vec<T>, Error> {
        self.shelf(service, region).known(list).await
    }

    /// Everything that was there at the first call.
    pub(crate) async fn found(
        &self,
        service: Service,
        region: &str,
        list: impl Future<Output = Result<Vec<T>, Error>>,
    ) -> Result<Vec<T>, Error> {
        self.shelf(service, region).found(list).await
    }

    /// Records that something is no more.
    pub(crate) fn deleted(&self, service: Service, arn: &Arn) {
        lock(&self.shelf(service, arn.region()).changes)
            .gone
            .insert(arn.clone());
    }

    /// Makes what `recipe` says, unless there is such a thing already.
    ///
    /// `create` runs once, and after a lost answer its effect is looked for in new lists.
    pub(crate) async fn create<R: Recipe<T>, F>(
        &self,
        (service, region): (Service, &str),
        recipe: &R,
        pause: Duration,
        list: impl Fn() -> F,
        create: impl Future<Output = Result<(Arn, Tags), Error>>,
    ) -> Result<Created, Error>
    where
        F: Future<Output = Result<Vec<T>, Error>>,
    {
        let shelf = self.shelf(service, region);
        let _turn = self.turns.take(recipe.name()).await;
        let (before, unchecked) = match shelf.known(list()).await {
            Ok(before) => (Some(before), None),
            Err(error) if error.kind() == Kind::AccessDenied => (None, Some(error)),
            Err(error) => return Err(error),
        };
        refuse_twins(recipe, before.as_deref().unwrap_or_default())?;
        let (arn, echoed, adopted) = match (create.await, before) {
            (Ok((arn, echoed)), _) => (arn, echoed, false),
            (Err(lost), Some(before)) if lost.may_have_happened() => {
                (find_new(recipe, &before, lost, pause, &list).await?, Tags::new(), true)
            }
            (Err(error), _) => return Err(error),
        };
        lock(&shelf.changes).made.push(recipe.made(arn.clone()));
        let tags = if echoed.is_empty() {
            recipe.tags().clone()
        } else {
            echoed
        };
        Ok(Created {
            arn,
            tags,
            adopted,
            unchecked,
        })
    }
}

impl<T: Listed> Shelf<T> {
    fn new() -> Self {
        Self {
            listed: OnceCell::new(),
            changes: Mutex::new(Changes {
                made: Vec::new(),
                gone: BTreeSet::new(),
            }),
        }
    }

    async fn found(&self, list: impl Future<Output = Result<Vec<T>, Error>>) -> Result<Vec<T>, Error> {
        let listed = self
            .listed
            .get_or_try_init(|| async {
                match list.await {
                    Err(error) if error.kind() != Kind::AccessDenied => Err(error),
                    lasting => Ok(lasting),
                }
            })
            .await?;
        listed.clone()
    }

    async fn known(&self, list: impl Future<Output = Result<Vec<T>, Error>>) -> Result<Vec<T>, Error> {
        let listed = self.found(list).await?;
        let changes = lock(&self.changes);
        let mut known: BTreeMap<Arn, T> = BTreeMap::new();
        known.extend(
            listed
                .into_iter()
                .chain(changes.made.iter().cloned())
                .map(|item| (item.arn().clone(), item)),
        );
        Ok(known
            .into_values()
            .filter(|item| !changes.gone.contains(item.arn()))
            .collect())
    }
}

fn refuse_twins<T: Listed>(recipe: &impl Recipe<T>, known: &[T]) -> Result<(), Error> {
    let twins: Vec<String> = known
        .iter()
        .filter(|item| recipe.is_twin(item))
        .map(|item| item.arn().to_string())
        .collect();
    if twins.is_empty() {
        return Ok(());
    }
    let text = format!(
        "there is already a {} {:?} of the same kind: {}",
        T::NOUN,
        recipe.name(),
        twins.join(", ")
    );
    Err(Error::new(Kind::AlreadyExists, text).with_arns(twins))
}

/// The one twin that was not there before; none after a few looks leaves the loss as it is.
async fn find_new<T: Listed, F>(
    recipe: &impl Recipe<T>,
    before: &[T],
    lost: Error,
    pause: Duration,
    list: &impl Fn() -> F,
) -> Result<Arn, Error>
where
    F: Future<Output = Result<Vec<T>, Error>>,
{
    for look in 0..LOOKS {
        tokio::time::sleep(pause * look).await;
        let Ok(now) = list().await else { continue };
        let is_new = |item: &&T| recipe.is_twin(item) && before.iter().all(|old| old.arn() != item.arn());
        let found: Vec<&Arn> = now.iter().filter(is_new).map(Listed::arn).collect();
        match found[..] {
            [] => {}
            [one] => return Ok(one.clone()),
            _ => return Err(ambiguous(T::NOUN, recipe.name(), &lost, &found)),
        }
    }
    Err(lost)
}

fn ambiguous(noun: &str, name: &str, lost: &Error, found: &[&Arn]) -> Error {
    let arns: Vec<String> = found.iter().map(ToString::to_string).collect();
    let (why, list) = (lost.message(), arns.join(", "));
    let text = format!("the answer was lost ({why}), and several new {noun}s {name:?} are there: {list}");
    Error::new(Kind::Ambiguous, text).with_arns(arns)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
