//! Sends the objects of a list to Terraform: page by page, in order, until the limit is reached.

use std::pin::{Pin, pin};

use futures_util::{Stream, StreamExt as _, future::join_all};
use terraform_provider_sdk::{
    author::{Closed, Imported, Resource, Results, imported},
    diagnostics::{Diagnostic, Diagnostics},
    value::Path,
};

use super::query::Query;
use crate::{
    aws::{self, error::Kind},
    provider::{client::Client, failure},
};

/// Maximum calls at the same time.
const CONCURRENCY: usize = 8;

/// An object in a list of AWS.
pub(super) struct Object<R: Resource> {
    /// The name that Terraform shows.
    pub(super) display_name: String,
    pub(super) identity: R::Identity,
}

/// Why a list ends before its last page.
pub(super) enum End {
    /// The limit is reached, or Terraform has canceled the list.
    Unwanted,
    /// The list is incomplete.
    Failed(Diagnostics),
}

impl From<Closed> for End {
    fn from(_: Closed) -> Self {
        Self::Unwanted
    }
}

impl From<Diagnostic> for End {
    fn from(problem: Diagnostic) -> Self {
        Self::Failed(problem.into())
    }
}

impl From<Diagnostics> for End {
    fn from(problems: Diagnostics) -> Self {
        Self::Failed(problems)
    }
}

/// One list in progress.
pub(super) struct Listing<'a, R: Resource> {
    resource: &'a R,
    client: &'a Client,
    results: &'a Results<'a>,
    query: Query,
    /// Number of objects in which AWS was searched.
    searched: usize,
    /// Number of objects that the query selects.
    selected: usize,
}

impl<'a, R: Resource<Client = Client>> Listing<'a, R> {
    /// Returns the list of the objects of `resource` that `query` selects.
    pub(super) const fn new(resource: &'a R, client: &'a Client, results: &'a Results<'a>, query: Query) -> Self {
        Self {
            resource,
            client,
            results,
            query,
            searched: 0,
            selected: 0,
        }
    }

    /// Returns the next page; `None` after the last one. A list that AWS does not know is empty.
    pub(super) async fn next<T, S>(&mut self, pages: &mut Pin<&mut S>) -> Result<Option<Vec<T>>, End>
    where
        S: Stream<Item = Result<Vec<T>, aws::Error>>,
    {
        self.wanted()?;
        match self.answer(pages.next()).await?.transpose() {
            Err(error) if error.kind() == Kind::NotFound => Ok(None),
            page => page.map_err(|error| self.failed(&error)),
        }
    }

    /// Sends the objects of a page that `selects` accepts.
    pub(super) async fn send_selected<T>(
        &mut self,
        page: &[T],
        selects: impl Fn(&T) -> bool,
        object: impl Fn(&T) -> Object<R>,
    ) -> Result<(), End> {
        self.searched += page.len();
        let mut objects = Vec::new();
        for item in page.iter().filter(|item| selects(item)) {
            objects.push(object(item));
        }
        self.send(objects).await
    }

    /// Sends the objects that `find` finds in the pipeline `name`, or in each pipeline of the region, and ends the list. See
    /// [`Listing::send_found`].
    pub(super) async fn search_pipelines<F>(
        mut self,
        name: Option<&String>,
        find: impl Fn(String) -> F,
    ) -> Result<(), End>
    where
        F: Future<Output = Result<Option<Vec<Object<R>>>, Diagnostic>>,
    {
        if let Some(name) = name {
            self.send_found([name.clone()], &find).await?;
            return self.end().await;
        }
        let pages = self.client.pipelines.pages(&self.query.region).await;
        let mut pages = pin!(pages.map_err(|error| self.failed(&error))?);
        while let Some(page) = self.next(&mut pages).await? {
            self.send_found(page.into_iter().map(|pipeline| pipeline.name), &find)
                .await?;
        }
        self.end().await
    }

    /// Sends the objects that `find` finds for items, for a few at the same time. `find` returns `None` for an item that does
    /// not exist. An item that cannot be read is a warning.
    pub(super) async fn send_found<T, F>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        find: impl Fn(T) -> F,
    ) -> Result<(), End>
    where
        F: Future<Output = Result<Option<Vec<Object<R>>>, Diagnostic>>,
    {
        let mut items = items.into_iter();
        while let Some(batch) = self.batch(&mut items)? {
            let mut objects = Vec::new();
            for found in self.answer(join_all(batch.into_iter().map(&find))).await? {
                match found {
                    Ok(found) => {
                        self.searched += usize::from(found.is_some());
                        objects.extend(found.into_iter().flatten());
                    }
                    Err(unread) => self.warn(unread).await?,
                }
            }
            self.send(objects).await?;
        }
        Ok(())
    }

    /// Sends objects. If whole objects are requested, reads them as an import does, a few at the same time: one that cannot
    /// be read is a warning, and one that no longer exists is omitted.
    async fn send(&mut self, objects: impl IntoIterator<Item = Object<R>>) -> Result<(), End> {
        let mut objects = objects.into_iter();
        while let Some(batch) = self.batch(&mut objects)? {
            self.selected += batch.len();
            if !self.results.include_object() {
                for object in batch {
                    self.results
                        .send::<R>(object.display_name, &object.identity, None)
                        .await?;
                }
                continue;
            }
            let reads = batch
                .iter()
                .map(|object| imported(self.resource, self.client, &object.identity));
            let reads = self.answer(join_all(reads)).await?;
            for (object, read) in batch.into_iter().zip(reads) {
                self.send_whole(object.display_name, read).await?;
            }
        }
        Ok(())
    }

    async fn send_whole(&self, display_name: String, read: Imported<R>) -> Result<(), End> {
        for problem in read.diagnostics {
            self.warn(problem).await?;
        }
        if let Some(state) = read.state {
            let identity = R::identity(&state.arguments, &state.computed);
            self.results.send(display_name, &identity, Some(&state)).await?;
        }
        Ok(())
    }

    /// Ends the list, with a warning if the query selects no object.
    pub(super) async fn end(self) -> Result<(), End> {
        if self.selected == 0 {
            self.results.warn(self.query.selects_nothing_of(self.searched)).await?;
        }
        Ok(())
    }

    /// Returns the next items to handle at the same time, never more than results are wanted; `None` after the last one.
    fn batch<T>(&self, items: &mut impl Iterator<Item = T>) -> Result<Option<Vec<T>>, End> {
        let size = self.wanted()?.min(CONCURRENCY);
        let batch: Vec<T> = items.take(size).collect();
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }

    /// Returns the number of objects that are still wanted, at least one.
    fn wanted(&self) -> Result<usize, End> {
        match self.results.remaining() {
            0 => Err(End::Unwanted),
            wanted => Ok(wanted),
        }
    }

    /// Returns the result of calls, unless Terraform cancels the list or the command is interrupted.
    async fn answer<T>(&self, calls: impl Future<Output = T>) -> Result<T, End> {
        let answer = tokio::select! {
            answer = calls => answer,
            () = self.results.canceled() => return Err(End::Unwanted),
        };
        if self.client.stop().is_cancelled() {
            return Err(self.failed(&aws::Error::new(Kind::Cancelled, "the list is incomplete")));
        }
        Ok(answer)
    }

    fn failed(&self, error: &aws::Error) -> End {
        failure::error(&format!("list the {}", self.query.searched), error).into()
    }

    /// Sends a warning, without a path in the resource, since Terraform would look for it in the configuration of the list.
    async fn warn(&self, problem: Diagnostic) -> Result<(), End> {
        let problem = if problem.is_error() {
            let detail = format!("{} The list does not contain it.", problem.detail);
            Diagnostic { detail, ..problem }
        } else {
            problem
        };
        Ok(self.results.warn(problem.at(Path::root())).await?)
    }
}

/// Returns the result of a list: one that Terraform does not want to the end is complete.
pub(super) fn outcome(ended: Result<(), End>) -> Result<(), Diagnostics> {
    match ended {
        Err(End::Failed(problems)) => Err(problems),
        Ok(()) | Err(End::Unwanted) => Ok(()),
    }
}
