//! The pipelines of a region.

use futures_util::{Stream, TryStreamExt as _};
use serde_json::Value;

use super::api::{Pipelines, call, time};
use crate::aws::{
    error::Error,
    wire::{RawJson, pages},
};

/// A pipeline in a list, without its declaration.
///
/// Shape: `PipelineSummary` of the CodePipeline API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its name.
    pub name: String,
    /// Its type, such as `V2`.
    pub pipeline_type: Option<String>,
    /// Its execution mode, such as `SUPERSEDED`.
    pub execution_mode: Option<String>,
    /// Its version.
    pub version: Option<i64>,
    /// Time of its creation, as RFC 3339.
    pub created: Option<String>,
    /// Time of its last update, as RFC 3339.
    pub updated: Option<String>,
}

impl Pipelines {
    /// Returns the pipelines of a region, page by page.
    ///
    /// # Errors
    /// Returns the failure to connect. The pages end with the failure of `ListPipelines`.
    pub async fn pages(&self, region: &str) -> Result<impl Stream<Item = Result<Vec<Summary>, Error>> + use<>, Error> {
        let client = self.client(region).await?;
        let call = call("ListPipelines");
        Ok(pages(call, move |token| {
            let request = client.list_pipelines().set_next_token(token).customize();
            async move {
                let raw = RawJson::reading();
                let answer = raw.finish(call, request.interceptor(raw.clone()).send().await)?;
                let shown = answer["pipelines"].as_array().into_iter().flatten();
                let token = answer["nextToken"].as_str().map(str::to_owned);
                Ok((shown.filter_map(summary).collect(), token))
            }
        }))
    }

    /// Returns the pipelines of a region, all pages.
    ///
    /// # Errors
    /// Returns the failure of `ListPipelines`.
    pub async fn list(&self, region: &str) -> Result<Vec<Summary>, Error> {
        self.pages(region).await?.try_concat().await
    }
}

/// Returns `None` without a name.
fn summary(shown: &Value) -> Option<Summary> {
    let text = |member: &str| shown[member].as_str().map(str::to_owned);
    Some(Summary {
        name: text("name")?,
        pipeline_type: text("pipelineType"),
        execution_mode: text("executionMode"),
        version: shown["version"].as_i64(),
        created: time(&shown["created"]),
        updated: time(&shown["updated"]),
    })
}
