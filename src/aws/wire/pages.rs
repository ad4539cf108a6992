//! All pages of a list.

use std::{collections::BTreeSet, future::Future};

use crate::aws::error::{Call, Error, Kind};

/// Maximum pages of one list: with 100 objects per page, more than any quota of AWS allows.
const MAX_PAGES: usize = 200;

/// Maximum items of one page of any operation.
const MAX_ITEMS: usize = 1000;

/// Returns the items of all pages. `page` gets the token of a page and returns its items and the token of the next one.
///
/// # Errors
/// Returns what `page` fails with, or [`Kind::NotAws`] if a page is too long, a token repeats, or the pages do not end.
pub(in crate::aws) async fn all_pages<T, F>(call: Call, page: impl Fn(Option<String>) -> F) -> Result<Vec<T>, Error>
where
    F: Future<Output = Result<(Vec<T>, Option<String>), Error>>,
{
    let (mut all, mut seen, mut token) = (Vec::new(), BTreeSet::new(), None);
    for _ in 0..MAX_PAGES {
        let (items, next) = page(token).await?;
        if items.len() > MAX_ITEMS {
            return Err(Error::new(Kind::NotAws, "a page of the list is too long").of(call));
        }
        all.extend(items);
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return Ok(all);
        };
        if !seen.insert(next.clone()) {
            return Err(Error::new(Kind::NotAws, "the response repeats a page token").of(call));
        }
        token = Some(next);
    }
    let text = format!("the list does not end after {MAX_PAGES} pages");
    Err(Error::new(Kind::NotAws, text).of(call))
}
