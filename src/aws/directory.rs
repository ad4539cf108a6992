//! What an account already has: listed once per process and kept current with our own changes.
//!
//! CreateConnection and CreateHost have no idempotency token. When their answer is lost, the one object that the
//! earlier list does not hold is the one that was made.
//!
//! A list shows what is in every region and what either API made; an object lives in the region of its ARN.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::sync::OnceCell;

use super::{
    arn::Arn,
    connections::Service,
    error::{Error, Kind},
    lock::lock,
    turns::Turns,
};

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

    /// Whether `item` is what would be made, but for its ARN, wherever it is.
    fn is_twin(&self, item: &T) -> bool;

    /// What has been made, once its ARN is known.
    fn made(&self, arn: Arn) -> T;
}

/// What a create call led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// ARN of the new object.
    pub arn: Arn,
    /// Whether the answer was lost and the object found in a list.
    pub adopted: bool,
    /// Why it was not checked whether such an object is already there: the permission to list is missing.
    pub unchecked: Option<Error>,
}

/// Lists by API and region, each fetched once, and our own changes to what all of them show.
#[derive(Debug)]
pub(crate) struct Directory<T> {
    lists: Mutex<Lists<T>>,
    changes: Mutex<Changes<T>>,
    turns: Turns,
}

type Lists<T> = BTreeMap<(Service, String), Arc<List<T>>>;

/// What one API listed in one region. A missing permission is remembered too.
type List<T> = OnceCell<Result<Arc<Vec<T>>, Error>>;

#[derive(Debug)]
struct Changes<T> {
    made: Vec<T>,
    gone: BTreeSet<Arn>,
}

impl<T: Listed> Directory<T> {
    pub(crate) fn new() -> Self {
        Self {
            lists: Mutex::default(),
            changes: Mutex::new(Changes {
                made: Vec::new(),
                gone: BTreeSet::new(),
            }),
            turns: Turns::default(),
        }
    }

    /// Everything that was there at the first call, and our own changes since.
    pub(crate) async fn known<F>(
        &self,
        service: Service,
        region: &str,
        list: impl FnOnce() -> F,
    ) -> Result<Vec<T>, Error>
    where
        F: Future<Output = Result<Vec<T>, Error>>,
    {
        let found = self.found(service, region, list).await?;
        let changes = lock(&self.changes);
        let known: BTreeMap<&Arn, &T> = changes.all(&found).map(|item| (item.arn(), item)).collect();
        Ok(known.into_values().cloned().collect())
    }

    /// The one with this ARN of those that are known.
    pub(crate) async fn listed<F>(
        &self,
        service: Service,
        arn: &Arn,
        list: impl FnOnce() -> F,
    ) -> Result<Option<T>, Error>
    where
        F: Future<Output = Result<Vec<T>, Error>>,
    {
        let found = self.found(service, arn.region(), list).await?;
        let changes = lock(&self.changes);
        Ok(changes.all(&found).filter(|item| item.arn() == arn).last().cloned())
    }

    /// Everything that was there at the first call.
    pub(crate) async fn found<F>(
        &self,
        service: Service,
        region: &str,
        list: impl FnOnce() -> F,
    ) -> Result<Arc<Vec<T>>, Error>
    where
        F: Future<Output = Result<Vec<T>, Error>>,
    {
        let cell = Arc::clone(lock(&self.lists).entry((service, region.to_owned())).or_default());
        let listed = cell
            .get_or_try_init(|| async {
                // Boxed: what runs once must not make the futures of everybody who looks larger.
                match Box::pin(list()).await {
                    Err(error) if error.kind() != Kind::AccessDenied => Err(error),
                    lasting => Ok(lasting.map(Arc::new)),
                }
            })
            .await?;
        listed.clone()
    }

    /// Whether this process has made it.
    pub(crate) fn has_made(&self, arn: &Arn) -> bool {
        lock(&self.changes).made.iter().any(|item| item.arn() == arn)
    }

    /// Records that something is no more.
    pub(crate) fn deleted(&self, arn: &Arn) {
        lock(&self.changes).gone.insert(arn.clone());
    }

    /// Makes what `recipe` says, unless there is such a thing in that region already.
    ///
    /// `create` runs once, and after a lost answer its effect is looked for in new lists.
    pub(crate) async fn create<R: Recipe<T>, F>(
        &self,
        (service, region): (Service, &str),
        recipe: &R,
        pause: Duration,
        list: impl Fn() -> F,
        create: impl Future<Output = Result<Arn, Error>>,
    ) -> Result<Created, Error>
    where
        F: Future<Output = Result<Vec<T>, Error>>,
    {
        let _turn = self.turns.take(recipe.name()).await;
        let (before, unchecked) = match self.known(service, region, &list).await {
            Ok(before) => (Some(before), None),
            Err(error) if error.kind() == Kind::AccessDenied => (None, Some(error)),
            Err(error) => return Err(error),
        };
        refuse_twins(recipe, region, before.as_deref().unwrap_or_default())?;
        let (arn, adopted) = match (create.await, before) {
            (Ok(arn), _) => (arn, false),
            (Err(lost), Some(before)) if lost.may_have_happened() => {
                (find_new(recipe, region, &before, lost, pause, &list).await?, true)
            }
            (Err(error), _) => return Err(error),
        };
        lock(&self.changes).made.push(recipe.made(arn.clone()));
        Ok(Created {
            arn,
            adopted,
            unchecked,
        })
    }
}

impl<T: Listed> Changes<T> {
    /// What of `found` is still there, and then what was made since.
    fn all<'a>(&'a self, found: &'a [T]) -> impl Iterator<Item = &'a T> {
        let all = found.iter().chain(&self.made);
        all.filter(|item| !self.gone.contains(item.arn()))
    }
}

/// Whether `item` is what `recipe` would make in `region`, but for its ARN.
fn is_twin<T: Listed>(recipe: &impl Recipe<T>, region: &str, item: &T) -> bool {
    item.arn().region() == region && recipe.is_twin(item)
}

fn refuse_twins<T: Listed>(recipe: &impl Recipe<T>, region: &str, known: &[T]) -> Result<(), Error> {
    let twins: Vec<String> = known
        .iter()
        .filter(|item| is_twin(recipe, region, item))
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
    region: &str,
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
        let is_new = |item: &&T| is_twin(recipe, region, item) && before.iter().all(|old| old.arn() != item.arn());
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
