//! `list.codepipeline_stage_transition`.

use terraform_provider_sdk::{
    author::{ListResource, Results},
    diagnostics::{Diagnostic, Diagnostics},
    typed::Attributes,
};

use super::{
    listing::{End, Listing, Object, outcome},
    query::Query,
};
use crate::provider::{
    checks,
    client::Client,
    failure,
    pipelines::account_of,
    region,
    resources::stage_transition::{Identity, StageTransition},
};

/// Lists disabled transitions.
#[derive(Debug)]
pub struct StageTransitions;

/// Lists the disabled stage transitions of the pipelines in a region. Without filters, it lists those of every pipeline
/// in the region.
///
/// AWS does not list transitions, so the provider reads the state of each pipeline. With `pipeline_name`, it reads only
/// the state of that pipeline.
#[derive(Attributes, Clone, Debug, Default)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Filter {
    /// Name of the pipeline; all pipelines in the region when omitted.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: Option<String>,
    /// Region of the pipelines; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

impl ListResource for StageTransitions {
    type Resource = StageTransition;
    type Arguments = Filter;

    async fn list(&self, client: &Client, filter: Filter, results: &Results<'_>) -> Result<(), Diagnostics> {
        outcome(list(client, &filter, results).await)
    }
}

async fn list(client: &Client, filter: &Filter, results: &Results<'_>) -> Result<(), End> {
    let region = &region::or_own(client, filter.region.as_deref()).await?;
    let query = Query::new("disabled transitions", "pipelines", region.clone(), filter);
    let listing = Listing::new(&StageTransition, client, results, query);
    let find = |name: String| find(client, region, name);
    listing.search_pipelines(filter.pipeline_name.as_ref(), find).await
}

/// Returns the disabled transitions of a pipeline.
async fn find(
    client: &Client,
    region: &str,
    pipeline: String,
) -> Result<Option<Vec<Object<StageTransition>>>, Diagnostic> {
    let found = client.pipelines.transitions(region, &pipeline).await;
    let found = found.map_err(|error| failure::error(&format!("read the pipeline {pipeline:?}"), &error))?;
    let Some(mut found) = found else { return Ok(None) };
    found.retain(|transition| !transition.is_enabled);
    let account = if found.is_empty() {
        None
    } else {
        account_of(client, region, &pipeline).await
    };
    let objects = found.into_iter().map(|transition| Object {
        display_name: format!(
            "{pipeline}/{} ({})",
            transition.stage,
            transition.reason.unwrap_or_default()
        ),
        identity: Identity {
            account_id: account.clone(),
            region: Some(region.to_owned()),
            pipeline_name: pipeline.clone(),
            stage_name: transition.stage,
        },
    });
    Ok(Some(objects.collect()))
}
