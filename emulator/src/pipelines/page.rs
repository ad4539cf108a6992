//! Lists, page by page.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    pipelines::request::Request,
    wire::{Failure, hex},
};

/// Answers the page of `items` that the request asks for, as `{member: […], "nextToken"}`.
///
/// The items come in the order of their keys. A token holds the key of the last item that was answered: what comes and
/// goes between two pages shifts nothing.
///
/// # Errors
/// `InvalidNextTokenException` for a token that this list did not give out.
pub(super) fn of<K: Ord + Serialize + DeserializeOwned>(
    request: &Request<'_, '_>,
    member: &str,
    items: Vec<(K, Value)>,
    default_size: usize,
) -> Result<Value, Failure> {
    let list = digest(request, member);
    let size = request.input["maxResults"]
        .as_u64()
        .map_or(default_size, |size| usize::try_from(size).unwrap_or(usize::MAX));
    let start = match request.optional("nextToken") {
        Some(token) => {
            let last: K = opened(token, &list).ok_or_else(invalid)?;
            items.partition_point(|(key, _)| *key <= last)
        }
        None => 0,
    };
    let end = items.len().min(start.saturating_add(size));
    let next = (end < items.len()).then(|| URL_SAFE_NO_PAD.encode(json!([list, items[end - 1].0]).to_string()));
    let page: Vec<Value> = items.into_iter().take(end).skip(start).map(|(_, item)| item).collect();
    let mut answer = json!({ member: page });
    if let Some(token) = next {
        answer["nextToken"] = json!(token);
    }
    Ok(answer)
}

/// What the list is of: a token counts for the same question only, asked in the same place.
fn digest(request: &Request<'_, '_>, member: &str) -> String {
    let scope = &request.scope;
    let question = json!([
        member,
        scope.region,
        scope.account,
        request.input["pipelineName"],
        request.input["filter"]
    ]);
    hex(&Sha256::digest(question.to_string())[..8])
}

fn opened<K: DeserializeOwned>(token: &str, list: &str) -> Option<K> {
    let (of, last): (String, K) = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    (of == list).then_some(last)
}

/// AWS's answer to a token that was not given out.
pub(super) fn invalid() -> Failure {
    Failure::new(
        "InvalidNextTokenException",
        "The next token is not valid. Use the token of the previous answer.",
    )
}
