//! Tags of connections, hosts and pipelines.

use std::collections::BTreeMap;

use aws_sdk_codestarconnections::types::Tag;

use super::{
    arn::{Arn, Kind as ArnKind},
    error::{Call, Error},
    service::Service,
    session::Session,
    wire::{failed, missing},
};

/// Tag keys and their values; at most 50 on one resource (200 in one call of the connections API).
pub type Tags = BTreeMap<String, String>;

/// A change of tags, which requires two calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagChange {
    /// Tags to add or overwrite.
    pub set: Tags,
    /// Keys to remove.
    pub remove: Vec<String>,
}

impl TagChange {
    /// Returns the smallest change that turns `old` into `new`.
    pub fn between(old: &Tags, new: &Tags) -> Self {
        let differs = |(key, value): &(&String, &String)| old.get(*key) != Some(*value);
        Self {
            set: new
                .iter()
                .filter(differs)
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            remove: old.keys().filter(|key| !new.contains_key(*key)).cloned().collect(),
        }
    }

    /// Returns whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty()
    }
}

/// Returns the tags of a connection or host.
pub(crate) async fn read(session: &Session, arn: &Arn, kind: ArnKind) -> Result<Tags, Error> {
    let service = Service::of(arn, kind)?;
    let client = session.connections(service, arn.region()).await?;
    let answer = client.list_tags_for_resource().resource_arn(arn.as_str()).send().await;
    let call = service.call("ListTagsForResource");
    let answer = answer.map_err(|error| failed(call, error))?;
    let tags = answer.tags.unwrap_or_default().into_iter();
    in_answer(call, tags.map(|tag| (tag.key, tag.value)))
}

/// Returns the tags of a response.
///
/// # Errors
/// Returns [`Kind::NotAws`](super::error::Kind::NotAws) if a tag has no key, which the SDK replaces with an empty one.
pub(super) fn in_answer(call: Call, tags: impl Iterator<Item = (String, String)>) -> Result<Tags, Error> {
    let tags: Tags = tags.collect();
    if tags.contains_key("") {
        return Err(missing(call, "key of a tag"));
    }
    Ok(tags)
}

/// Changes the tags of a connection or host; the removal comes first, to stay below the quota.
pub(crate) async fn change(session: &Session, arn: &Arn, kind: ArnKind, change: &TagChange) -> Result<(), Error> {
    let service = Service::of(arn, kind)?;
    let client = session.connections(service, arn.region()).await?;
    if !change.remove.is_empty() {
        let keys = Some(change.remove.clone());
        let answer = client
            .untag_resource()
            .resource_arn(arn.as_str())
            .set_tag_keys(keys)
            .send()
            .await;
        answer.map_err(|error| failed(service.call("UntagResource"), error))?;
    }
    if !change.set.is_empty() {
        let answer = client
            .tag_resource()
            .resource_arn(arn.as_str())
            .set_tags(to_sdk(&change.set))
            .send()
            .await;
        answer.map_err(|error| failed(service.call("TagResource"), error))?;
    }
    Ok(())
}

/// Returns the tags to send; omits an empty list.
pub(crate) fn to_sdk(tags: &Tags) -> Option<Vec<Tag>> {
    let tag = |(key, value)| {
        Tag::builder()
            .key(key)
            .value(value)
            .build()
            .expect("key and value of a tag are given")
    };
    (!tags.is_empty()).then(|| tags.iter().map(tag).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn only_what_differs_is_sent() {
        let change = TagChange::between(
            &tags(&[("a", "1"), ("b", "2"), ("c", "3")]),
            &tags(&[("a", "1"), ("b", "x")]),
        );
        assert_eq!(
            change,
            TagChange {
                set: tags(&[("b", "x")]),
                remove: vec!["c".into()]
            }
        );
        assert!(TagChange::between(&change.set, &change.set).is_empty());
    }
}
