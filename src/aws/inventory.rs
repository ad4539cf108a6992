//! The connections or hosts of an account, listed once per process and kept current with our own changes.
//!
//! CreateConnection and CreateHost have no idempotency token. If their response is lost, the one object that is not in the
//! earlier list is the one that was created.
//!
//! A list may show objects of other regions and of the other API; an object belongs to the region of its ARN.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    sync::{Arc, Mutex},
};

use tokio::sync::OnceCell;

use super::{
    arn::Arn,
    error::{Error, Kind},
    lock::lock,
    queues::Queues,
    service::Service,
    session::Session,
};

/// Lists that are searched for the object of a lost response, since lists may lag.
const LOOKS: u32 = 3;

/// An object of a list.
pub(super) trait Listed: Clone {
    /// Its noun in messages, such as `connection`.
    const NOUN: &'static str;

    /// Returns its ARN.
    fn arn(&self) -> &Arn;
}

/// The specification of an object to create.
pub(super) trait Specification<T: Listed> {
    /// Returns the name of the object; creations of the same name run one at a time.
    fn name(&self) -> &str;

    /// Returns whether `item` is such an object, in any region.
    fn describes(&self, item: &T) -> bool;

    /// Returns the object that was created under `arn`.
    fn created(&self, arn: Arn) -> T;
}

/// A created object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// ARN of the new object.
    pub arn: Arn,
    /// Whether the response was lost and the object was found in a list.
    pub adopted: bool,
    /// The missing permission to list, without which duplicates are not noticed.
    pub unchecked: Option<Error>,
}

/// The lists by API and region, each fetched once, and our own changes since.
#[derive(Debug)]
pub(super) struct Inventory<T> {
    lists: Mutex<Lists<T>>,
    changes: Mutex<Changes<T>>,
    queues: Queues,
}

type Lists<T> = BTreeMap<(Service, String), Arc<List<T>>>;

/// The list of one API in one region. A missing permission is remembered too.
type List<T> = OnceCell<Result<Arc<Vec<T>>, Error>>;

#[derive(Debug)]
struct Changes<T> {
    created: Vec<T>,
    deleted: BTreeSet<Arn>,
}

impl<T> Default for Inventory<T> {
    fn default() -> Self {
        let (created, deleted) = (Vec::new(), BTreeSet::new());
        Self {
            lists: Mutex::default(),
            changes: Mutex::new(Changes { created, deleted }),
            queues: Queues::default(),
        }
    }
}

impl<T: Listed> Inventory<T> {
    /// Returns the first list, with our own changes since.
    pub(super) async fn known<F>(
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

    /// Returns the known object of this ARN.
    pub(super) async fn listed<F>(
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

    /// Returns the first list.
    pub(super) async fn found<F>(
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
                // Boxed, so that code that runs once does not enlarge the futures of all other callers.
                match Box::pin(list()).await {
                    Err(error) if error.kind() != Kind::AccessDenied => Err(error),
                    lasting => Ok(lasting.map(Arc::new)),
                }
            })
            .await?;
        listed.clone()
    }

    /// Records a deletion.
    pub(super) fn deleted(&self, arn: &Arn) {
        lock(&self.changes).deleted.insert(arn.clone());
    }

    /// Creates an object by `specification`, unless the region already has one.
    ///
    /// `create` runs once; after a lost response, new lists are searched for the object. Objects that another account shares
    /// are ignored.
    pub(super) async fn create<R: Specification<T>, F>(
        &self,
        session: &Session,
        (service, region): (Service, &str),
        specification: &R,
        list: impl Fn() -> F,
        create: impl Future<Output = Result<Arn, Error>>,
    ) -> Result<Created, Error>
    where
        F: Future<Output = Result<Vec<T>, Error>>,
    {
        let _queue = self.queues.enter(specification.name()).await;
        let (before, unchecked) = match self.known(service, region, &list).await {
            Ok(before) => (Some(before), None),
            Err(error) if error.kind() == Kind::AccessDenied => (None, Some(error)),
            Err(error) => return Err(error),
        };
        let is_equal = |item: &&T| is_described(specification, region, item);
        let equal = before.iter().flatten().filter(is_equal).collect();
        refuse_duplicates(specification.name(), &own(session, equal).await)?;
        let (arn, adopted) = match (create.await, before) {
            (Ok(arn), _) => (arn, false),
            (Err(lost), Some(before)) if lost.may_have_happened() => (
                find_new(session, specification, region, &before, lost, &list).await?,
                true,
            ),
            (Err(lost), None) if lost.may_have_happened() => return Err(unconfirmed(T::NOUN, lost)),
            (Err(error), _) => return Err(error),
        };
        lock(&self.changes).created.push(specification.created(arn.clone()));
        Ok(Created {
            arn,
            adopted,
            unchecked,
        })
    }
}

impl<T: Listed> Changes<T> {
    /// Returns `found` without what was deleted since, then what was created since.
    fn all<'a>(&'a self, found: &'a [T]) -> impl Iterator<Item = &'a T> {
        let all = found.iter().chain(&self.created);
        all.filter(|item| !self.deleted.contains(item.arn()))
    }
}

/// Returns whether `item` is in `region` and as `specification` describes.
fn is_described<T: Listed>(specification: &impl Specification<T>, region: &str, item: &T) -> bool {
    item.arn().region() == region && specification.describes(item)
}

/// Returns the items of the session's own account, and all of them if the account cannot be read. AWS is only called if
/// there are any.
pub(super) async fn own<'a, T: Listed>(session: &Session, items: Vec<&'a T>) -> Vec<&'a T> {
    if items.is_empty() {
        return items;
    }
    let account = session.account_id().await.ok().flatten();
    let is_own = |item: &&T| account.as_deref().is_none_or(|account| item.arn().account() == account);
    items.into_iter().filter(is_own).collect()
}

fn refuse_duplicates<T: Listed>(name: &str, equal: &[&T]) -> Result<(), Error> {
    let duplicates: Vec<String> = equal.iter().map(|item| item.arn().to_string()).collect();
    if duplicates.is_empty() {
        return Ok(());
    }
    let text = format!(
        "a {} {:?} of the same kind already exists: {}",
        T::NOUN,
        name,
        duplicates.join(", ")
    );
    Err(Error::new(Kind::AlreadyExists, text).with_arns(duplicates))
}

/// Returns the one described object that is not in the earlier list.
///
/// # Errors
/// Returns [`Kind::Ambiguous`] if there are several, and the lost response if a few lists show no such object.
async fn find_new<T: Listed, F>(
    session: &Session,
    specification: &impl Specification<T>,
    region: &str,
    before: &[T],
    lost: Error,
    list: &impl Fn() -> F,
) -> Result<Arn, Error>
where
    F: Future<Output = Result<Vec<T>, Error>>,
{
    let pause = session.settings().pace.initial_backoff;
    for look in 0..LOOKS {
        tokio::time::sleep(pause * look).await;
        let Ok(now) = list().await else { continue };
        let is_new =
            |item: &&T| is_described(specification, region, item) && before.iter().all(|old| old.arn() != item.arn());
        let new = own(session, now.iter().filter(is_new).collect()).await;
        let found: Vec<&Arn> = new.into_iter().map(Listed::arn).collect();
        match found[..] {
            [] => {}
            [one] => return Ok(one.clone()),
            _ => return Err(ambiguous(T::NOUN, specification.name(), &lost, &found)),
        }
    }
    Err(lost)
}

fn unconfirmed(noun: &str, lost: Error) -> Error {
    let text = format!(
        "the response was lost ({}), and the permission to list is missing, so the provider cannot look for the {noun}",
        lost.message()
    );
    let error = Error::new(Kind::Unconfirmed, text);
    match lost.call() {
        Some(call) => error.of(call),
        None => error,
    }
}

fn ambiguous(noun: &str, name: &str, lost: &Error, found: &[&Arn]) -> Error {
    let arns: Vec<String> = found.iter().map(ToString::to_string).collect();
    let (why, list) = (lost.message(), arns.join(", "));
    let text = format!("the response was lost ({why}), and several new {noun}s {name:?} exist: {list}");
    Error::new(Kind::Ambiguous, text).with_arns(arns)
}
