//! Imports source actions by ID and by identity.

use terraform_provider_sdk::{
    author::{Context, Resource as _, State},
    diagnostics::{Diagnostic, Diagnostics, quote},
};

use super::{
    part::{Part, sources},
    schema::{Identity, SourceAction},
};
use crate::provider::{
    checks,
    client::Client,
    pipelines::{self, not_found_by_import, quoted_names, split_names},
    region,
};

/// Reads an import ID: the pipeline, optionally a stage, and the name of the action, optionally with a region.
///
/// # Errors
/// Returns the forms of an ID.
pub(super) fn identity_of(id: &str) -> Result<Identity, Diagnostic> {
    let (names, region) = split_names(id).ok_or_else(|| not_an_id(id))?;
    // The stage is always the first one, even if it was renamed.
    let ([pipeline, name] | [pipeline, _, name]) = names[..] else {
        return Err(not_an_id(id));
    };
    Ok(Identity {
        account_id: None,
        region: region.map(str::to_owned),
        pipeline_name: pipeline.to_owned(),
        name: name.to_owned(),
    })
}

/// Reads the source action of an import.
///
/// # Errors
/// If the region, the pipeline or the action does not exist, if the action uses no connection, or if it cannot be read.
pub(super) async fn import(
    context: &Context<'_, SourceAction>,
    identity: &Identity,
) -> Result<State<SourceAction>, Diagnostics> {
    checks::region::of_import(context.client, identity.region.as_deref())?;
    match SourceAction.read(context, identity, None).await? {
        Some(found) => Ok(found),
        None => Err(not_importable(context.client, identity).await?.into()),
    }
}

/// Returns the error that an import finds no such source action.
async fn not_importable(client: &Client, identity: &Identity) -> Result<Diagnostic, Diagnostics> {
    let Identity {
        pipeline_name: pipeline,
        name,
        ..
    } = identity;
    let region = region::or_own(client, identity.region.as_deref()).await?;
    let Some(found) = pipelines::read(client, &region, pipeline).await? else {
        return Ok(not_found_by_import(&region, pipeline));
    };
    if let Some(part) = Part::find(&found.declaration, name) {
        return Ok(of_another_kind(identity, &part));
    }
    let names = sources(&found.declaration)
        .iter()
        .filter_map(|action| action["name"].as_str());
    Ok(Diagnostic::error(
        format!("The pipeline {pipeline:?} has no source action {name:?}"),
        format!(
            "The source actions of the pipeline in {region} are {}. Names of actions are case-sensitive.",
            quoted_names(names)
        ),
    ))
}

fn of_another_kind(identity: &Identity, part: &Part) -> Diagnostic {
    let provider = part.action["actionTypeId"]["provider"].as_str().unwrap_or_default();
    Diagnostic::error(
        format!("The source action {:?} uses no connection", identity.name),
        format!(
            "In the pipeline {:?}, its provider is {provider}. This resource manages only source actions that use a \
             connection (GitLab, GitHub, Bitbucket …).",
            identity.pipeline_name
        ),
    )
}

fn not_an_id(id: &str) -> Diagnostic {
    Diagnostic::error(
        "Invalid import ID of a source action",
        format!(
            "The import ID of a source action is its pipeline, stage and name, or its pipeline and name, optionally \
             with a region: release/Source/Charts, release/Charts or release/Charts@eu-west-1. {} does not have any of \
             these forms.",
            quote(id)
        ),
    )
}
