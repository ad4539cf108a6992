//! `data.codepipeline_pipelines`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
};

use crate::{
    aws::{Arn, console, pipelines::Summary},
    provider::{client::Client, filters::PipelineFilter},
};

/// Lists pipelines.
#[derive(Debug)]
pub struct Pipelines;

/// The computed attributes.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// Pipelines, sorted by name; empty if none matches. AWS does not return declarations or tags in this list: read
    /// them with `codepipeline_pipeline`.
    pub pipelines: Vec<ListedPipeline>,
}

/// A pipeline in the list.
#[derive(Attributes, Debug)]
pub struct ListedPipeline {
    /// ARN of the pipeline; null if the provider does not request the account ID.
    pub arn: Option<String>,
    /// URL of the pipeline in the AWS console.
    pub console_url: Option<String>,
    /// Time at which the pipeline was created, in RFC 3339 format.
    pub created: Option<String>,
    /// Execution mode, which determines how concurrent executions are handled: `SUPERSEDED`, `QUEUED` or `PARALLEL`.
    pub execution_mode: Option<String>,
    /// Name of the pipeline.
    pub id: String,
    /// Name of the pipeline.
    pub name: String,
    /// Type of the pipeline: `V1` or `V2`.
    pub pipeline_type: Option<String>,
    /// Region of the pipeline.
    pub region: String,
    /// Time of the last change to the pipeline, in RFC 3339 format.
    pub updated: Option<String>,
    /// Version of the pipeline, which AWS increments with each change.
    pub version: Option<i64>,
}

impl DataSource for Pipelines {
    type Client = Client;
    type Arguments = PipelineFilter;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_pipelines";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        PipelineFilter::validate(config)
    }

    async fn read(
        &self,
        client: &Client,
        filter: PipelineFilter,
        _: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(PipelineFilter, Computed), Diagnostics> {
        let region = filter.region(client).await?;
        let (found, account) = tokio::join!(filter.list(client), client.session.account_id());
        let account = account.ok().flatten();
        let listed = |found| ListedPipeline::of(found, &region, account.as_deref());
        let pipelines = found?.into_iter().map(listed).collect();
        Ok((filter, Computed { pipelines }))
    }
}

impl ListedPipeline {
    fn of(found: Summary, region: &str, account: Option<&str>) -> Self {
        let arn = account.and_then(|account| Arn::of_pipeline(region, account, &found.name));
        Self {
            arn: arn.as_ref().map(ToString::to_string),
            console_url: console::pipeline(region, &found.name),
            created: found.created,
            execution_mode: found.execution_mode,
            id: found.name.clone(),
            name: found.name,
            pipeline_type: found.pipeline_type,
            region: region.to_owned(),
            updated: found.updated,
            version: found.version,
        }
    }
}
