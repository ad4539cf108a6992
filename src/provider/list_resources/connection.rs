//! `list.codepipeline_connection`.

use std::pin::pin;

use terraform_provider_sdk::{
    author::{ListResource, Results},
    diagnostics::Diagnostics,
    typed::Document,
};

use super::{
    listing::{End, Listing, Object, outcome},
    query::Query,
};
use crate::{
    aws::connections::Connection as Found,
    provider::{
        arn_identity::ArnIdentity, client::Client, failure, filters::ConnectionFilter, region,
        resources::connection::Connection,
    },
};

/// Lists connections.
#[derive(Debug)]
pub struct Connections;

impl ListResource for Connections {
    type Resource = Connection;
    type Arguments = ConnectionFilter;

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        ConnectionFilter::validate(config)
    }

    async fn list(&self, client: &Client, filter: ConnectionFilter, results: &Results<'_>) -> Result<(), Diagnostics> {
        outcome(list(client, &filter, results).await)
    }
}

async fn list(client: &Client, filter: &ConnectionFilter, results: &Results<'_>) -> Result<(), End> {
    let region = region::or_own(client, filter.region()).await?;
    let pages = client.connections.pages(client.service, &region, &filter.sent()).await;
    let mut pages = pin!(pages.map_err(|error| failure::error("list the connections", &error))?);
    let query = Query::new("connections", "connections", region, filter);
    let mut listing = Listing::new(&Connection, client, results, query);
    while let Some(page) = listing.next(&mut pages).await? {
        let selects = |found: &Found| filter.selects(found);
        listing.send_selected(&page, selects, object).await?;
    }
    listing.end().await
}

fn object(found: &Found) -> Object<Connection> {
    let provider_type = found.provider_type.as_deref().unwrap_or_default();
    Object {
        display_name: format!("{} ({provider_type}, {})", found.name, found.status.as_str()),
        identity: ArnIdentity {
            arn: found.arn.to_string(),
        },
    }
}
