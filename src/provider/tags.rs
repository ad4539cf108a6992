//! Plans, reads and changes the tags of resources.

use terraform_provider_sdk::{
    author::{Context, Failure, Plan, Resource, State},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Field, Maybe},
};

use crate::{
    aws::{self, error::Kind, tags::TagChange},
    provider::{client::Client, failure},
};

pub use super::tag_policy::{OwnTags, ReadTags, Tags};

/// The state of a resource with tags.
pub trait Tagged {
    /// Returns its tags.
    fn tags(&self) -> ReadTags;

    /// Replaces its tags.
    fn set_tags(&mut self, tags: ReadTags);
}

/// Implements [`Tagged`] for the state of a resource with the attributes `tags` and `tags_all`.
macro_rules! tagged {
    ($resource:ty) => {
        impl $crate::provider::tags::Tagged for ::terraform_provider_sdk::author::State<$resource> {
            fn tags(&self) -> $crate::provider::tags::ReadTags {
                $crate::provider::tags::ReadTags {
                    tags: self.arguments.tags.clone(),
                    all: self.computed.tags_all.clone(),
                }
            }

            fn set_tags(&mut self, tags: $crate::provider::tags::ReadTags) {
                (self.arguments.tags, self.computed.tags_all) = (tags.tags, tags.all);
            }
        }
    };
}
pub(crate) use tagged;

/// Plans `tags_all`, which is known once the resource's own tags and the default ones are.
pub fn plan_tags<R: Resource<Client = Client>>(
    plan: &mut Plan<'_, '_, R>,
    tags: Field<OwnTags>,
    tags_all: Field<Tags>,
) {
    let Some(client) = plan.client() else { return };
    if plan.is_destroy() {
        return;
    }
    let own = match plan.config().get(tags) {
        Maybe::Unknown => return plan.set_unknown(tags_all),
        own => own.known(),
    };
    let all = client
        .tags
        .has_known_defaults()
        .then(|| client.tags.merged(own.as_ref()));
    if !plan.is_create() && plan.prior().get(tags_all).known() != all {
        plan.force_update();
    }
    match all {
        Some(all) => plan.set(tags_all, &all),
        None => plan.set_unknown(tags_all),
    }
}

/// Returns the tags of the object `name` from the response of AWS; none if the object does not exist.
///
/// Without the permission to read tags, an object without managed tags keeps those in `prior`, with a warning.
///
/// # Errors
/// Returns why managed tags cannot be read.
pub fn read_tags<R: Resource<Client = Client>>(
    context: &Context<'_, R>,
    found: Result<Tags, aws::Error>,
    prior: Option<ReadTags>,
    name: &str,
) -> Result<Option<ReadTags>, Diagnostics> {
    let policy = &context.client.tags;
    let own = prior.as_ref().and_then(|prior| prior.tags.as_ref());
    match found {
        Ok(found) => {
            let mut read = policy.read(found, own);
            if prior.is_none() {
                // On import. An empty map means the same as every other form of no tags.
                read.tags.get_or_insert_default();
            }
            Ok(Some(read))
        }
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) if error.kind() == Kind::AccessDenied && !policy.manages(own) => {
            context.warn(failure::skipped(&format!("the tags of {name:?}"), &error));
            Ok(Some(prior.unwrap_or_default()))
        }
        Err(error) => Err(failure::error(&format!("read the tags of {name:?}"), &error).into()),
    }
}

/// Returns the tags of the object `name` for a data source; none, with a warning, without the permission to read them.
///
/// # Errors
/// Returns why they cannot be read.
pub fn shown(
    client: &Client,
    found: Result<Tags, aws::Error>,
    name: &str,
    warn: &(dyn Fn(Diagnostic) + Send + Sync),
) -> Result<Option<Tags>, Diagnostics> {
    match found {
        Ok(found) => Ok(Some(client.tags.read(found, None).all)),
        Err(error) if error.kind() == Kind::AccessDenied => {
            warn(failure::skipped(&format!("the tags of {name:?}"), &error));
            Ok(None)
        }
        Err(error) => Err(failure::error(&format!("read the tags of {name:?}"), &error).into()),
    }
}

/// Changes the tags of `object`, such as `the connection "web"`, from those in its state to `own` and the default ones.
///
/// # Errors
/// Returns the failed change with the state, in which the tags are those that `read` returns.
pub async fn change_tags<R, C, F>(
    context: &Context<'_, R>,
    mut state: State<R>,
    own: Option<OwnTags>,
    object: &str,
    change: impl FnOnce(TagChange) -> C,
    read: impl FnOnce() -> F,
) -> Result<State<R>, Failure<R>>
where
    R: Resource<Client = Client>,
    State<R>: Tagged,
    C: Future<Output = Result<(), aws::Error>>,
    F: Future<Output = Result<Tags, aws::Error>>,
{
    let policy = &context.client.tags;
    let (present, wanted) = (state.tags().all, policy.merged(own.as_ref()));
    let needed = policy.change(&present, &wanted);
    if !needed.is_empty()
        && let Err(error) = change(needed).await
    {
        let in_force = read().await.unwrap_or(present);
        state.set_tags(policy.read(in_force, own.as_ref()));
        let error = failure::error(&format!("change the tags of {object}"), &error);
        return Err(Failure::with_state(error, state));
    }
    state.set_tags(ReadTags { tags: own, all: wanted });
    Ok(state)
}
