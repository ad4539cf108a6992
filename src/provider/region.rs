//! The `region` that every regional resource and data source takes.

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::Diagnostics,
    typed::{Field, Maybe},
};

use crate::{
    aws::regions::has_form,
    provider::{client::Client, failure},
};

/// Plans `region`: the configured one, or the provider's. A change requires replacement.
///
/// # Errors
/// If the provider has no region either.
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

/// Returns the given region, or the provider's. An empty one counts as omitted.
///
/// # Errors
/// If the provider has no region either.
pub async fn or_own(client: &Client, given: Option<&str>) -> Result<String, Diagnostics> {
    match given.filter(|region| !region.is_empty()) {
        Some(region) => Ok(region.to_owned()),
        None => {
            let region = client.session.region().await;
            region.map_err(|error| failure::error("determine the region", &error).into())
        }
    }
}

/// Splits an import ID into the ID of the object and, after an `@`, the region, if there is one.
pub fn split_import_id(id: &str) -> (&str, Option<&str>) {
    match id.rsplit_once('@') {
        Some((name, region)) if has_form(region) => (name, Some(region)),
        _ => (id, None),
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
