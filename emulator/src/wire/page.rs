//! One page of a list, and the token of the next.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::wire::hex;

/// The part of a list that a call asks for.
pub(crate) struct Query<'q> {
    /// Everything that selects the items, such as operation, region, account and filters: a token is valid for the same
    /// list only.
    pub(crate) list: Value,
    /// Maximum number of items.
    pub(crate) size: usize,
    /// Token of the previous page.
    pub(crate) token: Option<&'q str>,
}

/// A token that this list has not given out.
pub(crate) struct InvalidToken;

impl Query<'_> {
    /// Returns one page of `items`, which are in the order of their keys, and the token of the next page.
    ///
    /// A token holds the key of the last item returned: items created or deleted between two pages shift nothing.
    ///
    /// # Errors
    /// Returns [`InvalidToken`] for the token of another list.
    pub(crate) fn page<K: Ord + Serialize + DeserializeOwned>(
        &self,
        items: impl IntoIterator<Item = (K, Value)>,
    ) -> Result<(Vec<Value>, Option<String>), InvalidToken> {
        let list = hex(&Sha256::digest(self.list.to_string())[..8]);
        let after: Option<K> = match self.token {
            Some(token) => Some(decoded(token, &list).ok_or(InvalidToken)?),
            None => None,
        };
        let mut rest = items
            .into_iter()
            .skip_while(|(key, _)| after.as_ref().is_some_and(|after| key <= after));
        let (keys, page): (Vec<K>, Vec<Value>) = rest.by_ref().take(self.size).unzip();
        let is_last = rest.next().is_none();
        let last = keys.last().filter(|_| !is_last);
        Ok((
            page,
            last.map(|key| URL_SAFE_NO_PAD.encode(json!([list, key]).to_string())),
        ))
    }
}

fn decoded<K: DeserializeOwned>(token: &str, list: &str) -> Option<K> {
    let (of, last): (String, K) = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    (of == list).then_some(last)
}
