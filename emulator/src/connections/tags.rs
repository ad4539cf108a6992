//! Tags of connections and hosts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::connections::Failure;

/// Tags by key.
pub(crate) type Tags = BTreeMap<String, String>;

/// Reads the tags of a call. Null means no tags.
///
/// # Errors
/// Returns `InvalidInputException` for a repeated key, AWS's own prefix, or a character that is not allowed.
pub(crate) fn new_tags(list: &Value) -> Result<Tags, Failure> {
    let mut tags = Tags::new();
    for tag in list.as_array().into_iter().flatten() {
        let [key, value] = ["Key", "Value"].map(|member| tag[member].as_str().unwrap_or_default());
        for text in [key, value] {
            check_text(text)?;
        }
        if tags.insert(key.to_owned(), value.to_owned()).is_some() {
            return Err(invalid(format!("The tag key '{key}' is given more than once.")));
        }
    }
    Ok(tags)
}

/// Returns the tags as the API lists them.
pub(crate) fn tag_list(tags: &Tags) -> Value {
    tags.iter()
        .map(|(key, value)| json!({"Key": key, "Value": value}))
        .collect()
}

/// Checks a key or value: letters, digits, spaces and some punctuation, without AWS's own prefix.
fn check_text(text: &str) -> Result<(), Failure> {
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
        return Err(invalid(format!(
            "Tags that start with 'aws:' are reserved for AWS: '{text}'."
        )));
    }
    let allowed = |letter: char| letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+-@".contains(letter);
    match text.chars().find(|letter| !allowed(*letter)) {
        Some(letter) => Err(invalid(format!(
            "The tag text '{text}' contains the character '{letter}'."
        ))),
        None => Ok(()),
    }
}

fn invalid(message: String) -> Failure {
    Failure::new("InvalidInputException", message)
}
