//! Responses that several operations share.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    connections::{
        Failure, Scope,
        tags::{Tags, tag_list},
    },
    wire::page::Query,
};

/// Default and maximum number of items on a page.
const PAGE_SIZE: usize = 100;

/// Returns the failure for an ARN that no resource has.
pub(crate) fn not_found(kind: &str, arn: &str) -> Failure {
    Failure::new("ResourceNotFoundException", format!("{kind} not found: {arn}"))
}

/// Returns the response to a create call: the ARN as `member`, and the tags if there are any.
pub(crate) fn created(member: &str, arn: &str, tags: &Tags) -> Value {
    let mut answer = json!({member: arn});
    if !tags.is_empty() {
        answer["Tags"] = tag_list(tags);
    }
    answer
}

/// Returns the page that `MaxResults`, where 0 means the default, and `NextToken` ask for, as `member`.
///
/// # Errors
/// Returns `InvalidInputException` for the token of another list.
pub(crate) fn page<K: Ord + Serialize + DeserializeOwned>(
    input: &Value,
    scope: &Scope<'_>,
    member: &str,
    items: impl Iterator<Item = (K, Value)>,
) -> Result<Value, Failure> {
    let size = input["MaxResults"].as_u64().filter(|size| *size > 0);
    let filters = [&input["ProviderTypeFilter"], &input["HostArnFilter"]];
    let query = Query {
        list: json!([member, scope.account, scope.region, filters]),
        size: size.map_or(PAGE_SIZE, |size| size as usize),
        token: input["NextToken"].as_str(),
    };
    let (page, next) = query
        .page(items)
        .map_err(|_| Failure::new("InvalidInputException", "The NextToken is not valid."))?;
    let mut answer = json!({member: page});
    if let Some(token) = next {
        answer["NextToken"] = json!(token);
    }
    Ok(answer)
}
