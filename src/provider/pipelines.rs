//! What a whole pipeline and one source action in it have in common.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::Diagnostic,
    typed::{Field, Maybe},
};

use crate::aws::Arn;

/// The ARN that a pipeline has, which is in the account of its role: AWS does not answer it to a save.
pub fn presumed_arn(region: &str, role_arn: &str, name: &str) -> Option<Arn> {
    let role: Arn = role_arn.parse().ok()?;
    Arn::of_pipeline(region, role.account(), name)
}

/// That the pipeline `name` is in the `account` in which it is wanted, as far as both are known.
///
/// # Errors
/// That the credentials find one of the same name in another account.
pub fn in_account(name: &str, arn: Option<&Arn>, account: Option<&str>) -> Result<(), Diagnostic> {
    match (account, arn) {
        (Some(account), Some(arn)) if account != arn.account() => Err(Diagnostic::error(
            format!("The pipeline {name:?} is in another account"),
            format!(
                "The pipeline is expected in the account {account}, but the credentials of the provider find {arn}. \
                 Use credentials for the account {account}."
            ),
        )),
        _ => Ok(()),
    }
}

/// Plans an update where a webhook has to be registered although nothing else changes: that of the connections that have
/// become `available` since the pipeline `name` was last saved. Says, too, that a change of `resave` saves it.
pub fn plan_saving_again<R: Resource>(
    plan: &mut Plan<'_, '_, R>,
    name: Field<String>,
    resave: Field<String>,
    available: &BTreeSet<String>,
) {
    let Maybe::Known(pipeline) = plan.prior().get(name) else {
        return;
    };
    if !available.is_empty() {
        plan.force_update();
        plan.report(repair(&pipeline, available));
    } else if plan.changes(resave) {
        plan.report(saved_for_resave(&pipeline));
    }
}

/// The next apply saves a pipeline again although nothing in it changes.
fn repair(pipeline: &str, available: &BTreeSet<String>) -> Diagnostic {
    let arns: Vec<&str> = available.iter().map(String::as_str).collect();
    Diagnostic::warning(
        format!("The pipeline {pipeline:?} is saved again to register its webhook"),
        format!(
            "It was last saved while a connection was not AVAILABLE, so AWS has not registered a webhook, and pushes \
             do not start the pipeline. The connection is AVAILABLE now: {}. Saving the pipeline again registers the \
             webhook and cancels running executions.",
            arns.join(", ")
        ),
    )
}

/// The apply saves a pipeline again because `resave` changes.
fn saved_for_resave(pipeline: &str) -> Diagnostic {
    Diagnostic::warning(
        format!("The pipeline {pipeline:?} is saved again because resave changes"),
        "Saving a pipeline registers the webhooks of its connections and cancels running executions.",
    )
}
