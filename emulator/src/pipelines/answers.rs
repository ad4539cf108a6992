//! Responses that several operations share.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    pipelines::request::Request,
    wire::{Failure, page::Query},
};

/// The response of an operation; `None` is an empty body.
pub(super) type Answer = Result<Option<Value>, Failure>;

/// Returns the page of `items` that the request asks for, as `{member: […], "nextToken"}`.
///
/// # Errors
/// Returns `InvalidNextTokenException` for the token of another list.
pub(super) fn page<K: Ord + Serialize + DeserializeOwned>(
    request: &Request<'_, '_>,
    member: &str,
    items: impl IntoIterator<Item = (K, Value)>,
    default_size: usize,
) -> Answer {
    let (input, scope) = (request.input, &request.scope);
    let size = input["maxResults"].as_u64();
    let query = Query {
        list: json!([
            member,
            scope.region,
            scope.account,
            input["pipelineName"],
            input["resourceArn"],
            input["filter"]
        ]),
        size: size.map_or(default_size, |size| usize::try_from(size).unwrap_or(usize::MAX)),
        token: request.optional("nextToken"),
    };
    let (page, next) = query.page(items).map_err(|_| invalid_token())?;
    Ok(Some(without_nulls(json!({ member: page, "nextToken": next }))))
}

/// Returns the value without members that are `null`. Items of lists stay: there `null` is an error.
pub(super) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(name, member)| (name, without_nulls(member)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        scalar => scalar,
    }
}

/// Returns AWS's failure for the token of another list.
fn invalid_token() -> Failure {
    Failure::new(
        "InvalidNextTokenException",
        "The next token is not valid. Use the token of the previous response.",
    )
}
