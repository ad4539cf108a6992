//! The `region` that every regional resource and data source takes.

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Field, Maybe},
};

use crate::{
    aws::{Arn, regions::has_form},
    provider::{client::Client, failure},
};

/// Plans `region`: the configured one, else the provider's. A change makes a new object.
///
/// # Errors
/// That the provider has no region either.
pub async fn plan_region<R: Resource<Client = Client>>(
    plan: &mut Plan<'_, '_, R>,
    region: Field<String>,
) -> Result<(), Diagnostics> {
    let Some(client) = plan.client() else { return Ok(()) };
    if plan.is_destroy() || !plan.config().get(region).is_null() {
        return Ok(());
    }
    if plan.is_create() || plan.prior().get(region) != Maybe::Null {
        plan.set(region, &or_own(client, None).await?);
    }
    Ok(())
}

/// The given region, else the provider's.
///
/// # Errors
/// That the provider has no region either.
pub async fn or_own(client: &Client, given: Option<&str>) -> Result<String, Diagnostics> {
    match given {
        Some(region) => Ok(region.to_owned()),
        None => {
            let region = client.session.region().await;
            region.map_err(|error| failure::error("tell the region", &error).into())
        }
    }
}

/// The parts of an import id: what names the object, and the region behind an `@`, if there is one.
pub fn split_import_id(id: &str) -> (&str, Option<&str>) {
    match id.rsplit_once('@') {
        Some((name, region)) if has_form(region) => (name, Some(region)),
        _ => (id, None),
    }
}

/// The ARN of an import id, which `parse` takes. Its region may stand behind an `@` once more.
///
/// # Errors
/// What `parse` says, or that the two regions differ.
pub fn arn_of_import_id(id: &str, parse: impl Fn(&str) -> Result<Arn, Diagnostic>) -> Result<Arn, Diagnostics> {
    let (text, region) = split_import_id(id);
    let arn = parse(text)?;
    match region {
        Some(region) if region != arn.region() => Err(Diagnostic::error(
            "Another region than the ARN's",
            format!(
                "The id ends in @{region}, and {arn} is in {}. An ARN names its region itself: leave out what follows it.",
                arn.region()
            ),
        )
        .into()),
        _ => Ok(arn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_may_end_in_a_region() {
        assert_eq!(split_import_id("web@eu-west-1"), ("web", Some("eu-west-1")));
        assert_eq!(
            split_import_id("me@home@us-gov-west-1"),
            ("me@home", Some("us-gov-west-1"))
        );
        assert_eq!(split_import_id("web"), ("web", None));
        assert_eq!(split_import_id("web@home"), ("web@home", None));
        assert_eq!(split_import_id("web@v-1"), ("web@v-1", None));
    }
}
