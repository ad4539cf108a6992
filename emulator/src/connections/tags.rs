//! Tags of connections and hosts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::connections::{
    Connection, Connections, Failure, Scope,
    arn::not_found,
    connection_operations::{is_at_home, is_visible},
    host_operations,
};

/// Tags that a resource may have.
const LIMIT: usize = 200;

/// Tags by key.
pub(crate) type Tags = BTreeMap<String, String>;

/// The tags that a call brings, null for none.
///
/// # Errors
/// `InvalidInputException` for a key twice, AWS's own prefix, or a character that no tag may hold.
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

/// The tags as the API lists them.
fn tag_list(tags: &Tags) -> Value {
    tags.iter()
        .map(|(key, value)| json!({"Key": key, "Value": value}))
        .collect()
}

/// The answer to a create call: the ARN as `member`, and the tags if some were given.
pub(crate) fn created(member: &str, arn: &str, tags: &Tags) -> Value {
    let mut answer = json!({member: arn});
    if !tags.is_empty() {
        answer["Tags"] = tag_list(tags);
    }
    answer
}

pub(crate) fn tag(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let arn = resource_arn(input);
    let tags = find(arn, scope, connections, is_at_home)?;
    let mut all = tags.clone();
    all.extend(new_tags(&input["Tags"])?);
    if all.len() > LIMIT {
        return Err(Failure::new(
            "LimitExceededException",
            format!("{arn} would have more than {LIMIT} tags."),
        ));
    }
    *tags = all;
    Ok(json!({}))
}

pub(crate) fn untag(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let tags = find(resource_arn(input), scope, connections, is_at_home)?;
    for key in input["TagKeys"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        tags.remove(key);
    }
    Ok(json!({}))
}

pub(crate) fn list(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let tags = find(resource_arn(input), scope, connections, is_visible)?;
    Ok(json!({"Tags": tag_list(tags)}))
}

fn resource_arn(input: &Value) -> &str {
    input["ResourceArn"].as_str().unwrap_or_default()
}

/// The tags of a host of the call's region, or of a connection that `reaches` there.
fn find<'a>(
    arn: &str,
    scope: &Scope<'_>,
    connections: &'a mut Connections,
    reaches: impl Fn(&Connection, &Scope<'_>) -> bool,
) -> Result<&'a mut Tags, Failure> {
    let Connections { connections, hosts } = connections;
    let of_connection = connections
        .get_mut(arn)
        .filter(|found| reaches(found, scope))
        .map(|found| &mut found.tags);
    let of_host = hosts
        .get_mut(arn)
        .filter(|found| host_operations::is_visible(found, scope))
        .map(|found| &mut found.tags);
    of_connection.or(of_host).ok_or_else(|| not_found("Resource", arn))
}

/// Both halves of a tag: letters, digits, spaces and a few marks, and not in AWS's own name.
fn check_text(text: &str) -> Result<(), Failure> {
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
        return Err(invalid(format!("Tags that start with 'aws:' are AWS's own: '{text}'.")));
    }
    let allowed = |letter: char| letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+-@".contains(letter);
    match text.chars().find(|letter| !allowed(*letter)) {
        Some(letter) => Err(invalid(format!(
            "The tag text '{text}' holds the character '{letter}'."
        ))),
        None => Ok(()),
    }
}

fn invalid(message: String) -> Failure {
    Failure::new("InvalidInputException", message)
}
