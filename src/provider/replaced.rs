//! The object that a new object replaces.
//!
//! Terraform plans the new object of a replacement as if there were no other, so arguments that are not configured would
//! get their defaults. The old object is found in three places:
//!
//! 1. In the private data of the plan of the replacement, which Terraform passes to the plan of the new object.
//! 2. In the memory of this process, if the old object is tainted: Terraform reads it and then plans a new object.
//! 3. In the memory of this process at the apply, after the old object was destroyed. Terraform before 1.16 does not pass
//!    the private data to the apply's plan of the new object, but passes it to the destroy.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::{Diagnostic, Diagnostics},
};

use super::client::Client;
pub use super::planned::{Replaced, key};

/// Private data that contains the object that is replaced.
pub trait Remembers {
    /// Returns the object that is replaced.
    fn replaced(&mut self) -> &mut Option<Replaced>;
}

/// The values that a replacement inherits from the replaced resource.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Argument that the new object inherits if it is not configured.
    pub argument: &'static str,
    /// Value of that argument if a new object replaces no other.
    pub default: &'static str,
    /// Attribute with the status, if there is one.
    pub status: Option<&'static str>,
}

/// Returns the object that the plan replaces, and remembers it for the plan of the new object and for the apply; none for a
/// plan that does not replace an object. The region must be planned already.
pub fn plan_replaced<R>(plan: &mut Plan<'_, '_, R>, kept: Kept) -> Option<Replaced>
where
    R: Resource<Client = Client, Private: Remembers>,
{
    if plan.is_create() {
        return plan_new(plan);
    }
    let prior = prior(plan, kept);
    if let Some(client) = plan.client() {
        client.planned.record_planned(&prior.arn);
        if plan.is_destroy() || plan.is_replace() {
            client.planned.record_leaving(prior.arn.clone());
        }
    }
    if plan.is_destroy() {
        return None;
    }
    if plan.is_replace() {
        warn_of_default(plan, kept, &prior);
    }
    *plan.private.replaced() = Some(prior.clone());
    plan.is_replace().then_some(prior)
}

/// Returns the object that the new object replaces.
fn plan_new<R>(plan: &mut Plan<'_, '_, R>) -> Option<Replaced>
where
    R: Resource<Client = Client, Private: Remembers>,
{
    let planned = |name: &str| plan.planned().value(name).as_str().unwrap_or_default().to_owned();
    let key = key(R::NAME, &planned("region"), &planned("name"));
    let passed = plan.private.replaced().take();
    let found = passed.or_else(|| plan.client()?.planned.replaced_by(&key))?;
    if let Some(client) = plan.client() {
        client.planned.record_leaving(found.arn.clone());
    }
    let found = Replaced {
        warned: found.warned || is_shown(plan, &found),
        by: key,
        ..found
    };
    *plan.private.replaced() = Some(found.clone());
    Some(found)
}

/// Returns the object that exists before the plan.
pub fn prior<R: Resource>(plan: &Plan<'_, '_, R>, kept: Kept) -> Replaced {
    let text = |name: &str| plan.prior().value(name).as_str().unwrap_or_default().to_owned();
    Replaced {
        arn: text("arn"),
        name: text("name"),
        kind: text(kept.argument),
        status: kept.status.map(text).unwrap_or_default(),
        by: String::new(),
        warned: plan.is_replace(),
        leaving: BTreeSet::new(),
    }
}

/// Whether Terraform shows warnings of the plan that replaces the object. It does not show those of the plan of the new
/// object, unless that is the only plan, because the old object is tainted.
pub fn is_shown<R: Resource<Client = Client>>(plan: &Plan<'_, '_, R>, replaced: &Replaced) -> bool {
    let may_be_tainted = |client: &Client| client.planned.may_be_tainted(&replaced.arn);
    plan.is_replace() || plan.is_create() && plan.client().is_some_and(may_be_tainted)
}

/// Returns the warning of the replacement of `object`, such as `the pipeline "web"`: `lost` is what it loses anyway, and
/// arguments that are known after apply are not checked before.
pub fn warning<R: Resource>(plan: &Plan<'_, '_, R>, object: &str, lost: Option<Diagnostic>) -> Option<Diagnostic> {
    let unknown: Vec<String> = plan.unknown_arguments().iter().map(ToString::to_string).collect();
    if unknown.is_empty() {
        return lost;
    }
    let detail = format!(
        "Known after apply: {}. Without create_before_destroy, Terraform destroys {object} before it knows these values, and \
         the provider cannot check first whether the replacement can be created. Set create_before_destroy = true in the \
         lifecycle block, or make the values known first: apply the resources that they come from with -target, then plan \
         again.",
        unknown.join(", ")
    );
    Some(match lost {
        Some(lost) => Diagnostic {
            detail: format!("{}\n\n{detail}", lost.detail),
            ..lost
        },
        None => Diagnostic::warning(format!("The replacement of {object} cannot be checked at plan"), detail),
    })
}

/// Refuses to destroy `object`, such as `the pipeline "web"`, if there are errors in what is `found` about its replacement.
///
/// # Errors
/// Returns these errors.
pub fn refuse(object: &str, found: impl IntoIterator<Item = Diagnostic>) -> Result<(), Diagnostics> {
    let errors = found.into_iter().filter(Diagnostic::is_error);
    let refused = errors.map(|error| Diagnostic {
        detail: format!(
            "The replacement of {object} cannot be created yet, so nothing was destroyed. {}",
            error.detail
        ),
        ..error
    });
    refused.collect::<Diagnostics>().or_value(|| ())
}

/// Warns that an argument that is not configured differs from its default: with `create_before_destroy`, Terraform before
/// 1.16 passes nothing of the old object to the apply, and refuses the default there.
fn warn_of_default<R: Resource>(plan: &mut Plan<'_, '_, R>, kept: Kept, prior: &Replaced) {
    let Kept { argument, default, .. } = kept;
    let (kind, name) = (&prior.kind, &prior.name);
    if !plan.config().value(argument).is_null() || kind == default || kind.is_empty() {
        return;
    }
    plan.report(Diagnostic::warning(
        format!("The replacement of {name:?} keeps {argument} = {kind:?}"),
        format!(
            "{argument} is not configured, and {name:?} has {kind:?}, not the default {default:?}. Set \
             {argument} = {kind:?}: with create_before_destroy, Terraform before 1.16 does not pass the old value to the \
             apply, which then fails before it changes anything."
        ),
    ));
}
