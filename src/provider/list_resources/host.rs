//! `list.codepipeline_host`.

use std::pin::pin;

use terraform_provider_sdk::{
    author::{ListResource, Results},
    diagnostics::Diagnostics,
};

use super::{
    listing::{End, Listing, Object, outcome},
    query::Query,
};
use crate::{
    aws::hosts::Host as Found,
    provider::{
        arn_identity::ArnIdentity, client::Client, failure, filters::HostFilter, region, resources::host::Host,
    },
};

/// Lists hosts.
#[derive(Debug)]
pub struct Hosts;

impl ListResource for Hosts {
    type Resource = Host;
    type Arguments = HostFilter;

    async fn list(&self, client: &Client, filter: HostFilter, results: &Results<'_>) -> Result<(), Diagnostics> {
        outcome(list(client, &filter, results).await)
    }
}

async fn list(client: &Client, filter: &HostFilter, results: &Results<'_>) -> Result<(), End> {
    let region = region::or_own(client, filter.region.as_deref()).await?;
    let pages = client.hosts.pages(client.service, &region).await;
    let mut pages = pin!(pages.map_err(|error| failure::error("list the hosts", &error))?);
    let query = Query::new("hosts", "hosts", region, filter);
    let mut listing = Listing::new(&Host, client, results, query);
    while let Some(page) = listing.next(&mut pages).await? {
        let selects = |found: &Found| filter.selects(found);
        listing.send_selected(&page, selects, object).await?;
    }
    listing.end().await
}

fn object(found: &Found) -> Object<Host> {
    Object {
        display_name: format!(
            "{} ({}, {})",
            found.name,
            found.provider_endpoint,
            found.status.as_str()
        ),
        identity: ArnIdentity {
            arn: found.arn.to_string(),
        },
    }
}
