//! Lists, page by page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::emulator::wire::Failure;

/// Answers the page of `items` that `input` asks for, as `{member: […], "nextToken"}`; each item comes with a key
/// that no other item has. A token holds the key of the last item that was answered.
///
/// # Errors
/// `InvalidNextTokenException` for a token that was not given out, or whose item is gone.
pub(super) fn of(
    member: &str,
    items: Vec<(String, Value)>,
    input: &Value,
    default_size: usize,
) -> Result<Value, Failure> {
    let size = input
        .get("maxResults")
        .and_then(Value::as_u64)
        .and_then(|size| usize::try_from(size).ok());
    let start = match input.get("nextToken").and_then(Value::as_str) {
        Some(token) => position(token, &items).ok_or_else(invalid)? + 1,
        None => 0,
    };
    let end = items.len().min(start + size.unwrap_or(default_size));
    let next = (end < items.len()).then(|| URL_SAFE_NO_PAD.encode(&items[end - 1].0));
    let page: Vec<Value> = items.into_iter().take(end).skip(start).map(|(_, item)| item).collect();
    let mut answer = json!({ member: page });
    if let Some(token) = next {
        answer["nextToken"] = json!(token);
    }
    Ok(answer)
}

fn position(token: &str, items: &[(String, Value)]) -> Option<usize> {
    let key = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    items.iter().position(|(item, _)| *item == key)
}

fn invalid() -> Failure {
    Failure::new(
        "InvalidNextTokenException",
        "The next token is not valid. Use the token of the previous answer.",
    )
}
