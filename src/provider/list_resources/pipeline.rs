//! `list.codepipeline_pipeline`.

use std::pin::pin;

use terraform_provider_sdk::{
    author::{ListResource, Results},
    diagnostics::{Diagnostic, Diagnostics},
    typed::Document,
};

use super::{
    listing::{End, Listing, Object, outcome},
    query::Query,
};
use crate::{
    aws::pipelines::Summary,
    provider::{
        client::Client,
        failure,
        filters::{PipelineFilter, mentions},
        pipelines,
        resources::pipeline::{Identity, Pipeline},
    },
};

/// Lists pipelines.
#[derive(Debug)]
pub struct Pipelines;

impl ListResource for Pipelines {
    type Resource = Pipeline;
    type Arguments = PipelineFilter;

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        PipelineFilter::validate(config)
    }

    async fn list(&self, client: &Client, filter: PipelineFilter, results: &Results<'_>) -> Result<(), Diagnostics> {
        outcome(list(client, &filter, results).await)
    }
}

async fn list(client: &Client, filter: &PipelineFilter, results: &Results<'_>) -> Result<(), End> {
    let region = &filter.region(client).await?;
    let query = Query::new("pipelines", "pipelines", region.clone(), filter);
    let mut listing = Listing::new(&Pipeline, client, results, query);
    let pages = client.pipelines.pages(region).await;
    let mut pages = pin!(pages.map_err(|error| failure::error("list the pipelines", &error))?);
    let (mut account, selects) = (None, |found: &Summary| filter.selects(found));
    while let Some(page) = listing.next(&mut pages).await? {
        if let Some(arn) = &filter.connection_arn {
            let selected = page.into_iter().filter(selects);
            listing
                .send_found(selected, |found| find(client, region, found, arn))
                .await?;
            continue;
        }
        // A whole object contains its account.
        if let Some(first) = page.first().filter(|_| account.is_none() && !results.include_object()) {
            account = pipelines::account_of(client, region, &first.name).await;
        }
        let object = |found: &Summary| object(found, region, account.as_deref());
        listing.send_selected(&page, selects, object).await?;
    }
    listing.end().await
}

/// Returns the pipeline if it uses the connection.
async fn find(
    client: &Client,
    region: &str,
    found: Summary,
    connection_arn: &str,
) -> Result<Option<Vec<Object<Pipeline>>>, Diagnostic> {
    let read = pipelines::read(client, region, &found.name).await?;
    let objects = read.map(|read| {
        let account = read.arn.as_ref().map(|arn| arn.account());
        let uses = mentions(&read.declaration, connection_arn);
        uses.then(|| object(&found, region, account)).into_iter().collect()
    });
    Ok(objects)
}

fn object(found: &Summary, region: &str, account: Option<&str>) -> Object<Pipeline> {
    let kind = found.pipeline_type.as_deref();
    let kind = kind.map(|kind| format!(" ({kind})")).unwrap_or_default();
    Object {
        display_name: format!("{}{kind}", found.name),
        identity: Identity {
            account_id: account.map(str::to_owned),
            region: Some(region.to_owned()),
            name: found.name.clone(),
        },
    }
}
