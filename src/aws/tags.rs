//! Tags of connections, hosts and pipelines.

use std::collections::BTreeMap;

use super::api::{plain_tags, sdk_tags, with_sdk};
use super::arn::{Arn, Kind as ArnKind};
use super::connections::Service;
use super::error::Error;
use super::session::Session;

/// Tag keys and their values; at most 50 on one resource (200 in one call of the connections API).
pub type Tags = BTreeMap<String, String>;

/// What has to be called to get from the tags that are there to the tags that are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagChange {
    /// Tags to add or to overwrite.
    pub set: Tags,
    /// Keys to remove.
    pub remove: Vec<String>,
}

impl TagChange {
    /// The smallest change that turns `old` into `new`.
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

    /// Whether there is nothing to call.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty()
    }
}

/// The tags of a connection or host.
pub(crate) async fn read(session: &Session, arn: &Arn, kind: ArnKind) -> Result<Tags, Error> {
    let service = Service::of(arn, kind)?;
    let api = session.connections(service, arn.region()).await?;
    let call = service.call("ListTagsForResource");
    with_sdk!(&*api, |sdk, client| {
        let answer = client.list_tags_for_resource().resource_arn(arn.as_str()).send().await;
        answer
            .map(|answer| plain_tags!(answer.tags))
            .map_err(|error| Error::from_sdk(call, error))
    })
}

/// Changes the tags of a connection or host: removes first, since that frees room for what is added.
pub(crate) async fn change(session: &Session, arn: &Arn, kind: ArnKind, change: &TagChange) -> Result<(), Error> {
    let service = Service::of(arn, kind)?;
    let api = session.connections(service, arn.region()).await?;
    with_sdk!(&*api, |sdk, client| {
        if !change.remove.is_empty() {
            let call = service.call("UntagResource");
            let request = client
                .untag_resource()
                .resource_arn(arn.as_str())
                .set_tag_keys(Some(change.remove.clone()));
            request.send().await.map_err(|error| Error::from_sdk(call, error))?;
        }
        if !change.set.is_empty() {
            let call = service.call("TagResource");
            let request = client
                .tag_resource()
                .resource_arn(arn.as_str())
                .set_tags(sdk_tags!(sdk, change.set));
            request.send().await.map_err(|error| Error::from_sdk(call, error))?;
        }
    });
    Ok(())
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
