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

pub use super::tag_policy::{OwnTags, ResourceTags, Tags, as_argument};

/// The arguments of a resource with tags.
pub trait Tagged {
    /// Returns the tag attributes.
    fn tags(&self) -> ResourceTags;

    /// Replaces the tag attributes.
    fn set_tags(&mut self, tags: ResourceTags);
}

/// Implements [`Tagged`] for arguments with the attributes `tags` and `tags_all`.
macro_rules! tagged {
    ($arguments:ty) => {
        impl $crate::provider::tags::Tagged for $arguments {
            fn tags(&self) -> $crate::provider::tags::ResourceTags {
                $crate::provider::tags::ResourceTags {
                    tags: self.tags.clone(),
                    tags_all: self.tags_all.clone(),
                }
            }

            fn set_tags(&mut self, tags: $crate::provider::tags::ResourceTags) {
                (self.tags, self.tags_all) = (tags.tags, tags.tags_all);
            }
        }
    };
}
pub(crate) use tagged;

/// Returns the tags of the planned object in AWS, the default ones included; `None` while they are unknown, and for a
/// destroy.
pub fn planned<R: Resource<Client = Client>>(plan: &Plan<'_, '_, R>, tags: Field<OwnTags>) -> Option<Tags> {
    let policy = &plan.client()?.tags;
    let own = match plan.config().get(tags) {
        Maybe::Unknown => return None,
        own => own.known(),
    };
    (policy.has_known_defaults() && !plan.is_destroy()).then(|| policy.merged(own.as_ref()))
}

/// Plans `tags_all`, which is known once the resource's own tags and the default ones are.
///
/// As in hashicorp/aws, a configured `tags_all` changes no tags. Terraform accepts only the configured and the prior value
/// in the plan, so the state may show the tags in AWS only after the next refresh, and a change of them that neither value
/// shows is planned as an unknown `console_url`.
pub fn plan_tags<R: Resource<Client = Client>>(
    plan: &mut Plan<'_, '_, R>,
    tags: Field<OwnTags>,
    tags_all: Field<OwnTags>,
    console_url: Field<String>,
) {
    if plan.is_destroy() {
        return;
    }
    let configured = plan.config().get(tags_all);
    let (Some(client), Some(all)) = (plan.client(), planned(plan, tags)) else {
        let is_kept = plan.client().is_none() && !plan.is_create() && !plan.is_update();
        if configured.is_null() && !is_kept {
            plan.set_unknown(tags_all);
        }
        return;
    };
    let sent = |tags: OwnTags| client.tags.sent(&tags).collect::<Tags>();
    let prior = plan.prior().get(tags_all).map(sent);
    let in_config = configured.clone().map(sent);
    if let Maybe::Known(other) = &in_config
        && !other.is_empty()
        && *other != all
    {
        plan.report(without_effect(plan, tags_all));
    }
    if prior == Maybe::Known(all.clone()) {
        return;
    }
    match configured {
        Maybe::Null => plan.set(tags_all, &as_argument(all)),
        Maybe::Known(configured) if in_config == Maybe::Known(all) => plan.set(tags_all, &configured),
        Maybe::Known(_) | Maybe::Unknown => {}
    }
    if !plan.is_create() {
        if !plan.is_update() {
            plan.set_unknown(console_url);
        }
        plan.force_update();
    }
}

/// Returns the warning that the configured `tags_all` differs from the tags of the object.
fn without_effect<R: Resource<Client = Client>>(plan: &Plan<'_, '_, R>, tags_all: Field<OwnTags>) -> Diagnostic {
    let name = plan.config().root().get("name").as_str().unwrap_or(R::NAME);
    Diagnostic::warning(
        format!("`tags_all` of {name:?} has no effect"),
        "Its value differs from the tags of the object, which are `tags` and the provider's `default_tags`, as in \
         hashicorp/aws. Set these tags in `tags`, and remove `tags_all`.",
    )
    .at(tags_all.path())
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
    prior: Option<ResourceTags>,
    name: &str,
) -> Result<Option<ResourceTags>, Diagnostics> {
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
        Ok(found) => Ok(Some(client.tags.shown(found))),
        Err(error) if error.kind() == Kind::AccessDenied => {
            warn(failure::skipped(&format!("the tags of {name:?}"), &error));
            Ok(None)
        }
        Err(error) => Err(failure::error(&format!("read the tags of {name:?}"), &error).into()),
    }
}

/// Changes the tags of `object`, such as `the connection "web"`, from those in its state to the planned ones.
///
/// # Errors
/// Returns the failed change with the state, in which the tags are those that `read` returns.
pub async fn change_tags<R, C, F>(
    context: &Context<'_, R>,
    mut state: State<R>,
    planned: ResourceTags,
    object: &str,
    change: impl FnOnce(TagChange) -> C,
    read: impl FnOnce() -> F,
) -> Result<State<R>, Failure<R>>
where
    R: Resource<Client = Client, Arguments: Tagged>,
    C: Future<Output = Result<(), aws::Error>>,
    F: Future<Output = Result<Tags, aws::Error>>,
{
    let policy = &context.client.tags;
    let own = planned.tags.as_ref();
    let present = policy
        .sent(&state.arguments.tags().tags_all.unwrap_or_default())
        .collect();
    let needed = policy.change(&present, &policy.merged(own));
    if !needed.is_empty()
        && let Err(error) = change(needed).await
    {
        let in_force = read().await.unwrap_or(present);
        state.arguments.set_tags(policy.read(in_force, own));
        let error = failure::error(&format!("change the tags of {object}"), &error);
        return Err(Failure::with_state(error, state));
    }
    state.arguments.set_tags(policy.completed(planned));
    Ok(state)
}
