//! Tags: what the provider block, the configuration and AWS each say of them.

use std::collections::BTreeSet;

use crate::{
    aws::{self, error::Kind, tags::TagChange},
    framework::{
        attributes::{Field, Maybe},
        diagnostics::Diagnostics,
        plan::Plan,
        resource::{Context, Resource},
    },
    provider::{
        client::Client,
        config::{DefaultTags, IgnoreTags},
        failure,
    },
};

pub use crate::aws::tags::Tags;

/// What the provider block says of tags.
#[derive(Debug, Default)]
pub struct TagPolicy {
    default: Tags,
    ignored: BTreeSet<String>,
    ignored_prefixes: BTreeSet<String>,
}

/// A resource's tags as the state has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadTags {
    /// Those of the resource itself; none if it never had any.
    pub tags: Option<Tags>,
    /// Those of the resource over those of the provider block.
    pub all: Tags,
}

impl TagPolicy {
    /// The policy of a provider block.
    pub fn new(default: Option<&DefaultTags>, ignored: Option<&IgnoreTags>) -> Self {
        Self {
            default: default.and_then(|default| default.tags.clone()).unwrap_or_default(),
            ignored: ignored.and_then(|ignored| ignored.keys.clone()).unwrap_or_default(),
            ignored_prefixes: ignored
                .and_then(|ignored| ignored.key_prefixes.clone())
                .unwrap_or_default(),
        }
    }

    /// The tags that an object with these tags of its own is to have.
    pub fn merged(&self, own: Option<&Tags>) -> Tags {
        let mut all = self.default.clone();
        all.extend(
            own.into_iter()
                .flatten()
                .map(|(key, value)| (key.clone(), value.clone())),
        );
        all
    }

    /// Whether any tag of an object with these tags of its own is managed here.
    pub fn manages(&self, own: Option<&Tags>) -> bool {
        !self.default.is_empty() || own.is_some_and(|own| !own.is_empty())
    }

    /// Splits what AWS has into the object's own tags and all of them. A tag that is also a default one counts as the
    /// object's own if it was in `prior`.
    pub fn read(&self, found: Tags, prior: Option<&Tags>) -> ReadTags {
        let all: Tags = found.into_iter().filter(|(key, _)| !self.is_ignored(key)).collect();
        let is_own = |key: &str, value: &str| {
            self.default.get(key).is_none_or(|default| default != value)
                || prior.is_some_and(|prior| prior.get(key).is_some_and(|prior| prior == value))
        };
        let own: Tags = all
            .iter()
            .filter(|(key, value)| is_own(key, value))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        let tags = if own.is_empty() {
            prior.filter(|prior| prior.is_empty()).cloned()
        } else {
            Some(own)
        };
        ReadTags { tags, all }
    }

    /// What must be set and what must be removed so that `present` becomes `wanted`. Ignored tags are left alone.
    pub fn change(&self, present: &Tags, wanted: &Tags) -> TagChange {
        let mut change = TagChange::between(present, wanted);
        change.remove.retain(|key| !self.is_ignored(key));
        change
    }

    fn is_ignored(&self, key: &str) -> bool {
        key.to_ascii_lowercase().starts_with("aws:")
            || self.ignored.contains(key)
            || self
                .ignored_prefixes
                .iter()
                .any(|prefix| key.starts_with(prefix.as_str()))
    }
}

/// Plans `tags_all`: known as soon as the resource's own tags are.
pub fn plan_tags<R: Resource<Client = Client>>(plan: &mut Plan<'_, '_, R>, tags: Field<Tags>, tags_all: Field<Tags>) {
    let Some(client) = plan.client() else { return };
    if plan.is_destroy() {
        return;
    }
    let own = match plan.config().get(tags) {
        Maybe::Unknown => return plan.set_unknown(tags_all),
        Maybe::Null => None,
        Maybe::Known(own) => Some(own),
    };
    let all = client.tags.merged(own.as_ref());
    if plan.prior().get(tags_all) != Maybe::Known(all.clone()) && !plan.is_create() {
        plan.force_update();
    }
    plan.set(tags_all, &all);
}

/// What was read of the tags of the object `name`, whose state has `prior`. None if the object is gone.
///
/// Without the permission to read tags an object whose tags nobody manages keeps what the state has, with a warning.
///
/// # Errors
/// Why managed tags cannot be read.
pub fn read_tags<R: Resource<Client = Client>>(
    context: &Context<'_, R>,
    found: Result<Tags, aws::Error>,
    prior: Option<ReadTags>,
    name: &str,
) -> Result<Option<ReadTags>, Diagnostics> {
    let policy = &context.client.tags;
    let own = prior.as_ref().and_then(|prior| prior.tags.as_ref());
    match found {
        Ok(found) => Ok(Some(policy.read(found, own))),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) if error.kind() == Kind::AccessDenied && !policy.manages(own) => {
            context.warn(failure::skipped(&format!("the tags of {name:?}"), &error));
            Ok(Some(prior.unwrap_or_default()))
        }
        Err(error) => Err(failure::error(&format!("read the tags of {name:?}"), &error).into()),
    }
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

    fn policy() -> TagPolicy {
        TagPolicy {
            default: tags([("team", "core"), ("env", "prod")]),
            ignored: ["cost".to_owned()].into(),
            ignored_prefixes: ["k8s.io/".to_owned()].into(),
        }
    }

    #[test]
    fn a_resources_own_tag_wins_over_a_default_one() {
        let merged = policy().merged(Some(&tags([("env", "test")])));
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
            default: Tags::new(),
            ..policy()
        }
        .read(found, None);
        assert_eq!(
            read,
            ReadTags {
                tags: Some(tags([("a", "1")])),
                all: tags([("a", "1")])
            }
        );
    }

    #[test]
    fn a_tag_that_is_also_a_default_one_stays_where_the_configuration_has_it() {
        let found = tags([("team", "core"), ("env", "prod")]);
        assert_eq!(policy().read(found.clone(), None).tags, None);
        assert_eq!(
            policy().read(found, Some(&tags([("team", "core")]))).tags,
            Some(tags([("team", "core")]))
        );
    }

    #[test]
    fn an_empty_map_of_tags_stays_an_empty_map() {
        assert_eq!(policy().read(Tags::new(), Some(&Tags::new())).tags, Some(Tags::new()));
        assert_eq!(policy().read(Tags::new(), Some(&tags([("gone", "1")]))).tags, None);
    }

    #[test]
    fn only_what_differs_is_changed_and_ignored_tags_are_left_alone() {
        let change = policy().change(
            &tags([("a", "1"), ("b", "2"), ("cost", "9")]),
            &tags([("a", "1"), ("c", "3")]),
        );
        assert_eq!((change.set, change.remove), (tags([("c", "3")]), vec!["b".to_owned()]));
    }
}
