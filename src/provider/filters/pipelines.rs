//! The filter of pipelines.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::Value;
use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    typed::{Attributes, Document},
};

use super::name_regex::NameRegex;
use crate::{
    aws::pipelines::Summary,
    provider::{checks, client::Client, failure, pipeline::model::arguments::PipelineType, pipelines, region},
};

/// Maximum reads at the same time.
const CONCURRENCY: usize = 8;

/// Lists the pipelines in a region that match all filters. Without filters, it lists every pipeline in the region.
#[derive(Attributes, Clone, Debug, Default)]
pub struct PipelineFilter {
    /// ARN of a connection that the pipelines use. For this filter, the provider reads each pipeline that passes the
    /// other filters.
    #[attr(length(1..=256))]
    pub connection_arn: Option<String>,
    /// Regular expression that must match part of the name. To match the whole name, use `^` and `$`.
    pub name_regex: Option<NameRegex>,
    /// Type of the pipelines.
    pub pipeline_type: Option<PipelineType>,
    /// Region of the pipelines; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

impl PipelineFilter {
    /// Checks the filters. Runs offline.
    pub fn validate(config: Document<'_>) -> Diagnostics {
        let problem = checks::arn::judge_connection(config, Self::CONNECTION_ARN);
        problem.into_iter().collect()
    }

    /// Returns the region of the list.
    ///
    /// # Errors
    /// If the provider has no region either.
    pub async fn region(&self, client: &Client) -> Result<String, Diagnostics> {
        region::or_own(client, self.region.as_deref()).await
    }

    /// Returns the selected pipelines by name, with one list of AWS. A filter by connection also reads pipelines.
    ///
    /// # Errors
    /// If the provider has no region, or a call fails.
    pub async fn list(&self, client: &Client) -> Result<Vec<Summary>, Diagnostics> {
        let region = self.region(client).await?;
        let listed = client.pipelines.list(&region).await;
        let mut found = listed.map_err(|error| failure::error("list the pipelines", &error))?;
        found.retain(|pipeline| self.selects(pipeline));
        found.sort_by(|one, other| one.name.cmp(&other.name));
        match &self.connection_arn {
            Some(arn) => using(client, &region, found, arn).await,
            None => Ok(found),
        }
    }

    /// Returns whether all filters but the region and the connection match.
    pub fn selects(&self, pipeline: &Summary) -> bool {
        let is_of = |wanted: &PipelineType| pipeline.pipeline_type.as_deref() == Some(wanted.as_str());
        self.pipeline_type.as_ref().is_none_or(is_of)
            && self
                .name_regex
                .as_ref()
                .is_none_or(|regex| regex.matches(&pipeline.name))
    }
}

/// Returns the pipelines whose declaration contains the ARN, in the same order.
async fn using(client: &Client, region: &str, found: Vec<Summary>, arn: &str) -> Result<Vec<Summary>, Diagnostics> {
    let read = async |pipeline: Summary| -> Result<_, Diagnostics> {
        let read = pipelines::read(client, region, &pipeline.name).await?;
        let uses = read.is_some_and(|read| mentions(&read.declaration, arn));
        Ok(uses.then_some(pipeline))
    };
    let reads = stream::iter(found).map(read).buffered(CONCURRENCY);
    let using: Vec<Option<Summary>> = reads.try_collect().await?;
    Ok(using.into_iter().flatten().collect())
}

/// Returns whether a declaration contains the ARN.
pub fn mentions(declaration: &Value, arn: &str) -> bool {
    match declaration {
        Value::String(text) => text == arn,
        Value::Array(elements) => elements.iter().any(|element| mentions(element, arn)),
        Value::Object(members) => members.values().any(|member| mentions(member, arn)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
