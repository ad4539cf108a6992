//! One page of a list, and the token that leads to the next.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    connections::{Failure, Scope},
    wire::hex,
};

/// Items on a page if the caller does not say, and at most.
const LARGEST: usize = 100;

/// Which part of a list a call asks for.
pub(crate) struct Page {
    size: usize,
    /// Digest of what the list is of; a token of another list is refused.
    query: String,
    /// Name and ARN of the last item already answered: items that come and go in between shift nothing.
    after: Option<(String, String)>,
}

impl Page {
    /// Reads `MaxResults`, where 0 means the default, and `NextToken`.
    ///
    /// # Errors
    /// `InvalidInputException` for a token that this list did not give out.
    pub(crate) fn new(input: &Value, scope: &Scope<'_>, query: &str) -> Result<Self, Failure> {
        let size = input["MaxResults"]
            .as_u64()
            .filter(|size| *size > 0)
            .map_or(LARGEST, |size| size as usize);
        let query = hex(&Sha256::digest(format!("{} {} {query}", scope.account, scope.region))[..8]);
        let after = match input["NextToken"].as_str() {
            None => None,
            Some(token) => Some(
                opened(token, &query)
                    .ok_or_else(|| Failure::new("InvalidInputException", "The NextToken is not valid."))?,
            ),
        };
        Ok(Self { size, query, after })
    }

    /// Answers the page out of `items`, which are in the order of their keys, as the member `name`.
    pub(crate) fn answer<'a, T: 'a>(
        &self,
        name: &str,
        items: impl Iterator<Item = &'a T>,
        key: impl Fn(&'a T) -> (&'a String, &'a String),
        view: impl Fn(&'a T) -> Value,
    ) -> Value {
        let after = self.after.as_ref().map(|(name, arn)| (name, arn));
        let mut rest = items.skip_while(|item| after.is_some_and(|after| key(item) <= after));
        let page: Vec<&T> = rest.by_ref().take(self.size).collect();
        let mut answer = json!({name: page.iter().map(|item| view(item)).collect::<Vec<_>>()});
        if let (Some(last), Some(_)) = (page.last(), rest.next()) {
            answer["NextToken"] = json!(sealed(&self.query, key(last)));
        }
        answer
    }
}

fn sealed(query: &str, (name, arn): (&String, &String)) -> String {
    URL_SAFE_NO_PAD.encode(json!([query, name, arn]).to_string())
}

fn opened(token: &str, query: &str) -> Option<(String, String)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (for_query, name, arn): (String, String, String) = serde_json::from_slice(&bytes).ok()?;
    (for_query == query).then_some((name, arn))
}
