//! Imports pipelines by ID and by identity.

use terraform_provider_sdk::{
    author::{Context, Resource as _, State},
    diagnostics::{Diagnostic, Diagnostics, quote},
};

use super::schema::{Identity, Pipeline};
use crate::{
    aws::{Arn, arn::Kind},
    provider::{
        checks,
        pipelines::{not_found_by_import, split_names},
        region,
    },
};

/// Reads an import ID: a name, a name with a region, or an ARN.
///
/// # Errors
/// Returns the three forms, and the kind of an ARN of another kind.
pub(super) fn identity_of(id: &str) -> Result<Identity, Diagnostic> {
    let arn = id.parse::<Arn>().ok();
    if let Some(arn) = arn.as_ref().filter(|arn| arn.kind() == Kind::Pipeline) {
        return Ok(Identity {
            account_id: Some(arn.account().to_owned()),
            region: Some(arn.region().to_owned()),
            name: arn.resource().to_owned(),
        });
    }
    let names = split_names(id);
    let named = names
        .as_ref()
        .and_then(|(names, region)| Some((<[&str; 1]>::try_from(&names[..]).ok()?, *region)));
    let ([name], region) = named.ok_or_else(|| not_an_id(id, arn.as_ref()))?;
    Ok(Identity {
        account_id: None,
        region: region.map(str::to_owned),
        name: name.to_owned(),
    })
}

/// Reads the pipeline of an import.
///
/// # Errors
/// If the region or the pipeline does not exist, or if it cannot be read.
pub(super) async fn import(
    context: &Context<'_, Pipeline>,
    identity: &Identity,
) -> Result<State<Pipeline>, Diagnostics> {
    checks::region::of_import(context.client, identity.region.as_deref())?;
    let found = Pipeline.read(context, identity, None).await?;
    let region = region::or_own(context.client, identity.region.as_deref()).await?;
    found.ok_or_else(|| not_found_by_import(&region, &identity.name).into())
}

fn not_an_id(id: &str, arn: Option<&Arn>) -> Diagnostic {
    let found = match arn {
        Some(arn) => checks::arn::what_it_is(arn),
        None => format!("{} does not have any of these forms", quote(id)),
    };
    Diagnostic::error(
        "Invalid import ID of a pipeline",
        format!(
            "The import ID of a pipeline is its name, its name and region, or its ARN: web, web@eu-west-1 or \
             arn:aws:codepipeline:eu-west-1:111122223333:web. {found}."
        ),
    )
}
