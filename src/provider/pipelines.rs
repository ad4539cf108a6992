//! Functions for both whole pipelines and single source actions.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::Diagnostic,
    typed::{Field, Maybe},
    value::Path,
};

use crate::{
    aws::{Arn, pipelines::Pipeline},
    provider::{client::Client, failure, region::split_import_id},
};

/// Reads a pipeline; `None` if it does not exist.
///
/// # Errors
/// Returns the failure of the call, with the name of the pipeline.
pub async fn read(client: &Client, region: &str, name: &str) -> Result<Option<Pipeline>, Diagnostic> {
    let found = client.pipelines.get(region, name).await;
    found.map_err(|error| failure::error(&format!("read the pipeline {name:?}"), &error))
}

/// Returns the ARN of a pipeline, which is in the account of its role, because AWS does not return the ARN when a
/// pipeline is saved.
pub fn presumed_arn(region: &str, role_arn: &str, name: &str) -> Option<Arn> {
    let role: Arn = role_arn.parse().ok()?;
    Arn::of_pipeline(region, role.account(), name)
}

/// Returns the account of the pipelines of a region: that of the credentials or, if it cannot be requested, that in the ARN
/// of the pipeline `name`.
pub async fn account_of(client: &Client, region: &str, name: &str) -> Option<String> {
    match client.session.account_id().await {
        Ok(Some(account)) => Some(account),
        _ => {
            let arn = client.pipelines.get(region, name).await.ok()??.arn?;
            Some(arn.account().to_owned())
        }
    }
}

/// Splits the import ID of an object in a pipeline, such as `release/Source@eu-west-1`, into the names and the region.
/// Returns `None` if AWS accepts no object with these names.
pub fn split_names(id: &str) -> Option<(Vec<&str>, Option<&str>)> {
    let (names, region) = split_import_id(id);
    let names: Vec<&str> = names.split('/').collect();
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b".@_-".contains(&b);
    let is_name = |name: &&str| (1..=100).contains(&name.len()) && name.bytes().all(is_allowed);
    names.iter().all(is_name).then_some((names, region))
}

/// Returns the error that an import finds no pipeline, or no pipeline of the object that it imports.
pub fn not_found_by_import(region: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Pipeline {name:?} not found in {region}"),
        format!(
            "The account of the credentials has no pipeline {name:?} in {region}. Names of pipelines are \
             case-sensitive. Check the name, the region and the account. For a pipeline in another region, add the \
             region to the import ID, such as {name}@us-east-1, or to the identity."
        ),
    )
}

/// Returns names in quotation marks, separated by commas: `"Source", "Build"`.
pub fn quoted_names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("{name:?}")).collect();
    names.join(", ")
}

/// Checks that the pipeline `name` is in the expected `account`, if both accounts are known.
///
/// # Errors
/// Returns an error if the credentials find a pipeline with the same name in another account.
pub fn in_account(name: &str, arn: Option<&Arn>, account: Option<&str>) -> Result<(), Diagnostic> {
    match (account, arn) {
        (Some(account), Some(arn)) if account != arn.account() => Err(Diagnostic::error(
            format!("The pipeline {name:?} is in another account"),
            format!(
                "The pipeline is expected in the account {account}, but the provider's credentials find {arn}. Use \
                 credentials for the account {account}."
            ),
        )),
        _ => Ok(()),
    }
}

/// Returns the error that a pipeline does not exist, which `subject` requires: `The pipeline of the stage "Build"`.
pub fn not_found(pipeline: &str, region: &str, subject: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Pipeline {pipeline:?} not found in {region}"),
        format!(
            "{subject} must exist. Check pipeline_name, which is case-sensitive, region and the account of the credentials. \
             If the same configuration creates the pipeline, write pipeline_name = codepipeline_pipeline.NAME.name, so that \
             it is created first."
        ),
    )
    .at(Path::attribute("pipeline_name"))
}

/// Plans an update if a webhook must be registered although no argument changes, because connections have become
/// `available` since the pipeline `name` was last saved. Also warns that a change of `resave` saves the pipeline.
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

/// Returns the warning that the next apply saves a pipeline again although nothing in it changes.
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

/// Returns the warning that the apply saves a pipeline again because `resave` changes.
fn saved_for_resave(pipeline: &str) -> Diagnostic {
    Diagnostic::warning(
        format!("The pipeline {pipeline:?} is saved again because resave changes"),
        "Saving a pipeline registers the webhooks of its connections and cancels running executions.",
    )
}
