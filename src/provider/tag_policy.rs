//! The tags of an object: its own tags with the `default_tags` and `ignore_tags` of the provider block.

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::typed::Maybe;

use super::configuration::{DefaultTags, IgnoreTags};
use crate::aws::tags::TagChange;

pub use crate::aws::tags::Tags;

/// Tags as an argument. A tag with a null value is omitted.
pub type OwnTags = BTreeMap<String, Option<String>>;

/// `default_tags` and `ignore_tags` of the provider block.
#[derive(Debug, Default)]
pub struct TagPolicy {
    /// None while they are unknown.
    default: Option<Tags>,
    ignored: BTreeSet<String>,
    ignored_prefixes: BTreeSet<String>,
}

/// The tag attributes of a resource in the plan or the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceTags {
    /// The resource's own tags; none if it never had any.
    pub tags: Option<OwnTags>,
    /// The resource's own tags and the default ones; `None` if they are known only after the apply.
    pub tags_all: Option<OwnTags>,
}

impl TagPolicy {
    /// Returns the policy of a provider block, whose default tags may be unknown.
    pub fn new(default: Maybe<&DefaultTags>, ignored: Option<&IgnoreTags>) -> Self {
        let listed = |keys: Option<&BTreeSet<String>>| keys.cloned().unwrap_or_default();
        let mut policy = Self {
            default: None,
            ignored: listed(ignored.and_then(|ignored| ignored.keys.as_ref())),
            ignored_prefixes: listed(ignored.and_then(|ignored| ignored.key_prefixes.as_ref())),
        };
        if !default.is_unknown() {
            let tags = default.known().and_then(|default| default.tags.as_ref());
            policy.default = Some(tags.into_iter().flat_map(|tags| policy.sent(tags)).collect());
        }
        policy
    }

    /// Returns all tags of an object with these own tags: a default tag is replaced by an own one with the same key.
    pub fn merged(&self, own: Option<&OwnTags>) -> Tags {
        let mut all = self.default.clone().unwrap_or_default();
        all.extend(own.into_iter().flat_map(|own| self.sent(own)));
        all
    }

    /// Returns the tags that are sent to AWS: those that are neither null nor ignored.
    pub fn sent<'a>(&'a self, tags: &'a OwnTags) -> impl Iterator<Item = (String, String)> + 'a {
        tags.iter()
            .filter(|(key, _)| !self.is_ignored(key))
            .filter_map(|(key, value)| Some((key.clone(), value.clone()?)))
    }

    /// Whether Terraform manages any tag of an object with these own tags.
    pub fn manages(&self, own: Option<&OwnTags>) -> bool {
        !self.merged(own).is_empty()
    }

    /// Splits the tags in AWS into the object's own and all of them. A tag that is also a default one is the object's own if
    /// it is in `prior`; null and ignored tags stay as they are in `prior`.
    pub fn read(&self, found: Tags, prior: Option<&OwnTags>) -> ResourceTags {
        let all = self.shown(found);
        let was_own = |key: &str| prior.and_then(|prior| prior.get(key));
        let is_own = |key: &str, value: &str| match &self.default {
            Some(default) if default.get(key).is_none_or(|default| default != value) => true,
            Some(_) => was_own(key).is_some_and(|prior| prior.as_deref() == Some(value)),
            None => was_own(key).is_some(),
        };
        let of_its_own = all.iter().filter(|(key, value)| is_own(key, value));
        let mut own: OwnTags = of_its_own
            .map(|(key, value)| (key.clone(), Some(value.clone())))
            .collect();
        for (key, value) in prior.into_iter().flatten() {
            if value.is_none() || self.is_ignored(key) {
                own.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        let tags = if own.is_empty() {
            prior.filter(|prior| prior.is_empty()).cloned()
        } else {
            Some(own)
        };
        ResourceTags {
            tags,
            tags_all: Some(as_argument(all)),
        }
    }

    /// Returns the planned tag attributes with a known `tags_all`.
    pub fn completed(&self, planned: ResourceTags) -> ResourceTags {
        let all = || as_argument(self.merged(planned.tags.as_ref()));
        ResourceTags {
            tags_all: Some(planned.tags_all.unwrap_or_else(all)),
            tags: planned.tags,
        }
    }

    /// Returns the tags in AWS without ignored tags and those that AWS reserves.
    pub fn shown(&self, mut found: Tags) -> Tags {
        found.retain(|key, _| !is_system(key) && !self.is_ignored(key));
        found
    }

    /// Returns the change from `present` to `wanted`, without ignored tags.
    pub fn change(&self, present: &Tags, wanted: &Tags) -> TagChange {
        let mut change = TagChange::between(present, wanted);
        change.remove.retain(|key| !is_system(key) && !self.is_ignored(key));
        change
    }

    /// Whether the default tags are known.
    pub fn has_known_defaults(&self) -> bool {
        self.default.is_some()
    }

    fn is_ignored(&self, key: &str) -> bool {
        self.ignored.contains(key)
            || self
                .ignored_prefixes
                .iter()
                .any(|prefix| key.starts_with(prefix.as_str()))
    }
}

/// Returns tags as an argument.
pub fn as_argument(tags: Tags) -> OwnTags {
    tags.into_iter().map(|(key, value)| (key, Some(value))).collect()
}

/// Whether AWS reserves the tag.
fn is_system(key: &str) -> bool {
    key.to_ascii_lowercase().starts_with("aws:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags<const N: usize>(pairs: [(&str, &str); N]) -> Tags {
        pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    fn own<const N: usize>(pairs: [(&str, &str); N]) -> OwnTags {
        as_argument(tags(pairs))
    }

    fn policy() -> TagPolicy {
        TagPolicy {
            default: Some(tags([("team", "core"), ("env", "prod")])),
            ignored: ["cost".to_owned()].into(),
            ignored_prefixes: ["k8s.io/".to_owned()].into(),
        }
    }

    #[test]
    fn a_resources_own_tag_wins_over_a_default_one() {
        let merged = policy().merged(Some(&own([("env", "test")])));
        assert_eq!(merged, tags([("team", "core"), ("env", "test")]));
    }

    #[test]
    fn ignored_and_system_tags_are_not_read() {
        let found = tags([
            ("a", "1"),
            ("cost", "9"),
            ("k8s.io/x", "1"),
            ("aws:cloudformation:stack", "s"),
        ]);
        let read = TagPolicy {
            default: Some(Tags::new()),
            ..policy()
        }
        .read(found, None);
        assert_eq!(
            read,
            ResourceTags {
                tags: Some(own([("a", "1")])),
                tags_all: Some(own([("a", "1")]))
            }
        );
    }

    #[test]
    fn a_tag_that_is_also_a_default_one_stays_as_configured() {
        let found = tags([("team", "core"), ("env", "prod")]);
        assert_eq!(policy().read(found.clone(), None).tags, None);
        assert_eq!(
            policy().read(found, Some(&own([("team", "core")]))).tags,
            Some(own([("team", "core")]))
        );
    }

    #[test]
    fn an_empty_map_of_tags_stays_an_empty_map() {
        assert_eq!(
            policy().read(Tags::new(), Some(&OwnTags::new())).tags,
            Some(OwnTags::new())
        );
        assert_eq!(policy().read(Tags::new(), Some(&own([("gone", "1")]))).tags, None);
    }

    #[test]
    fn only_different_tags_are_changed_and_ignored_tags_are_not() {
        let change = policy().change(
            &tags([("a", "1"), ("b", "2"), ("cost", "9")]),
            &tags([("a", "1"), ("c", "3")]),
        );
        assert_eq!((change.set, change.remove), (tags([("c", "3")]), vec!["b".to_owned()]));
    }

    #[test]
    fn null_and_ignored_tags_stay_as_configured() {
        let written = OwnTags::from([
            ("a".to_owned(), Some("1".to_owned())),
            ("b".to_owned(), None),
            ("cost".to_owned(), Some("9".to_owned())),
            ("env".to_owned(), None),
        ]);
        let sent = policy().merged(Some(&written));
        assert_eq!(sent, tags([("a", "1"), ("env", "prod"), ("team", "core")]));
        assert_eq!(
            policy().read(sent.clone(), Some(&written)),
            ResourceTags {
                tags: Some(written.clone()),
                tags_all: Some(as_argument(sent.clone())),
            }
        );
        let mut foreign = sent;
        foreign.insert("b".to_owned(), "2".to_owned());
        let read = policy().read(foreign, Some(&written)).tags.unwrap();
        assert_eq!(
            read["b"].as_deref(),
            Some("2"),
            "a tag that was added out of band is drift"
        );
    }

    #[test]
    fn an_ignored_default_tag_is_omitted() {
        let default = DefaultTags {
            tags: Some(own([("cost", "9"), ("team", "core")])),
        };
        let ignored = IgnoreTags {
            keys: Some(["cost".to_owned()].into()),
            key_prefixes: None,
        };
        let policy = TagPolicy::new(Maybe::Known(&default), Some(&ignored));
        assert_eq!(policy.merged(None), tags([("team", "core")]));
    }

    #[test]
    fn while_default_tags_are_unknown_only_prior_own_tags_are_own() {
        let policy = TagPolicy::new(Maybe::Unknown, None);
        let read = policy.read(tags([("a", "2"), ("team", "core")]), Some(&own([("a", "1")])));
        assert_eq!(read.tags, Some(own([("a", "2")])));
    }
}
