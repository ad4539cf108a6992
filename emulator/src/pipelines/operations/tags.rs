//! Tags of pipelines.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    pipelines::{
        answers::{Answer, page},
        pipeline::Pipeline,
        request::Request,
    },
    wire::Failure,
};

/// Tags of one pipeline.
const TAGS: usize = 50;

pub(in crate::pipelines) fn tag(request: &mut Request<'_, '_>) -> Answer {
    let added = read(&request.input["tags"])?;
    let pipeline = resource(request)?;
    check(&pipeline.tags, &added, &pipeline.arn())?;
    pipeline.tags.extend(added);
    Ok(Some(json!({})))
}

pub(in crate::pipelines) fn untag(request: &mut Request<'_, '_>) -> Answer {
    let keys = request.input["tagKeys"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let keys: Vec<&str> = keys.collect();
    keys.iter().try_for_each(|key| check_key(key))?;
    let pipeline = resource(request)?;
    keys.into_iter().for_each(|key| drop(pipeline.tags.remove(key)));
    Ok(Some(json!({})))
}

pub(in crate::pipelines) fn list(request: &mut Request<'_, '_>) -> Answer {
    let tags = resource(request)?.tags.clone();
    let tags = tags.into_iter().map(|(key, value)| {
        let tag = json!({ "key": key, "value": value });
        (key, tag)
    });
    page(request, "tags", tags, 100)
}

/// The pipeline whose ARN the request names.
fn resource<'q>(request: &'q mut Request<'_, '_>) -> Result<&'q mut Pipeline, Failure> {
    let arn = request.text("resourceArn");
    let mut parts = arn.splitn(6, ':').skip(3);
    let (region, account, name) = (parts.next(), parts.next(), parts.next());
    if region != Some(request.scope.region) {
        let text = format!("The resource '{arn}' is not in the region '{}'", request.scope.region);
        return Err(Failure::new("InvalidArnException", text));
    }
    let (account, name) = (account.unwrap_or_default(), name.unwrap_or_default());
    let own = account == request.scope.account;
    request.pipelines.get_mut(arn).filter(|_| own).ok_or_else(|| {
        let text = format!("The account with id '{account}' does not include a pipeline with the name '{name}'");
        Failure::new("ResourceNotFoundException", text)
    })
}

/// Reads a list of tags.
///
/// # Errors
/// Returns `InvalidTagsException` for a duplicate key.
pub(super) fn read(list: &Value) -> Result<BTreeMap<String, String>, Failure> {
    let mut tags = BTreeMap::new();
    for tag in list.as_array().into_iter().flatten() {
        let (key, value) = (
            tag["key"].as_str().unwrap_or_default(),
            tag["value"].as_str().unwrap_or_default(),
        );
        if tags.insert(key.to_owned(), value.to_owned()).is_some() {
            return Err(invalid(format!("The tag key '{key}' is used more than once")));
        }
    }
    Ok(tags)
}

/// Returns tags as AWS does, by key.
pub(super) fn shown(tags: &BTreeMap<String, String>) -> Value {
    tags.iter()
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect()
}

/// Checks whether these tags can be added to those.
///
/// # Errors
/// Returns `InvalidTagsException` for a reserved key, `TooManyTagsException` for more than 50 tags on `resource`.
pub(super) fn check(
    present: &BTreeMap<String, String>,
    added: &BTreeMap<String, String>,
    resource: &str,
) -> Result<(), Failure> {
    added.keys().try_for_each(|key| check_key(key))?;
    let new = added.keys().filter(|key| !present.contains_key(*key)).count();
    if present.len() + new > TAGS {
        return Err(Failure::new(
            "TooManyTagsException",
            format!("Tag limit exceeded for resource [{resource}]."),
        ));
    }
    Ok(())
}

fn check_key(key: &str) -> Result<(), Failure> {
    if key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:")) {
        return Err(invalid(
            "Not allowed to modify system tags. System tags start with 'aws:'. msg=[Caller is an end user and not \
             allowed to mutate system tags]"
                .to_owned(),
        ));
    }
    if key.trim_end() != key {
        return Err(invalid(format!("The tag key '{key}' ends in a space")));
    }
    Ok(())
}

fn invalid(message: String) -> Failure {
    Failure::new("InvalidTagsException", message)
}
