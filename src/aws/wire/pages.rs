//! The pages of a list.

use std::{collections::BTreeSet, future::Future};

use futures_util::{Stream, TryStreamExt as _, stream};

use crate::aws::error::{Call, Error, Kind};

/// Maximum pages of one list: with 100 objects per page, more than any quota of AWS allows.
const MAX_PAGES: usize = 200;

/// Maximum items of one page of any operation.
const MAX_ITEMS: usize = 1000;

/// Returns the pages of a list, each fetched when the stream is polled for it. `page` gets the token of a page and returns its
/// items and the token of the next one.
///
/// # Errors
/// The stream ends with what `page` fails with, or [`Kind::NotAws`] if a page is too long, a token repeats, or the pages do
/// not end.
pub(in crate::aws) fn pages<T, F>(
    call: Call,
    page: impl Fn(Option<String>) -> F,
) -> impl Stream<Item = Result<Vec<T>, Error>>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Error>>,
{
    stream::try_unfold(Some(Position::default()), move |position| {
        let fetched = position.map(|position| (page(position.token.clone()), position));
        async move {
            let Some((fetched, position)) = fetched else {
                return Ok(None);
            };
            let (items, next) = fetched.await?;
            if items.len() > MAX_ITEMS {
                return Err(Error::new(Kind::NotAws, "a page of the list is too long").of(call));
            }
            Ok(Some((items, position.after(next, call)?)))
        }
    })
}

/// Returns the items of all pages. See [`pages`].
///
/// # Errors
/// Returns the error with which the pages end.
pub(in crate::aws) async fn all_pages<T, F>(call: Call, page: impl Fn(Option<String>) -> F) -> Result<Vec<T>, Error>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Error>>,
{
    pages(call, page).try_concat().await
}

/// A page of a list, and those before it.
#[derive(Default)]
struct Position {
    token: Option<String>,
    seen: BTreeSet<String>,
}

impl Position {
    /// Returns the position of the page with the token `next`; `None` after the last page.
    fn after(mut self, next: Option<String>, call: Call) -> Result<Option<Self>, Error> {
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return Ok(None);
        };
        if !self.seen.insert(next.clone()) {
            return Err(Error::new(Kind::NotAws, "the response repeats a page token").of(call));
        }
        if self.seen.len() >= MAX_PAGES {
            let text = format!("the list does not end after {MAX_PAGES} pages");
            return Err(Error::new(Kind::NotAws, text).of(call));
        }
        self.token = Some(next);
        Ok(Some(self))
    }
}
