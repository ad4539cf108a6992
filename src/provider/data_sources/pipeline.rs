//! `data.codepipeline_pipeline`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::Attributes,
};

use crate::{
    aws::{console, pipelines::version},
    provider::{
        checks,
        client::Client,
        object_list::ObjectList,
        pipeline::model::{
            arguments::{self, ArtifactStore, Variable},
            stage::Stage,
            trigger::Trigger,
        },
        pipelines, region,
        tags::{self, Tags},
    },
};

/// Reads a pipeline.
#[derive(Debug)]
pub struct Pipeline;

/// Reads the current declaration and the metadata of a pipeline, even if it is managed elsewhere.
///
/// The attributes have the same names as in the resource `codepipeline_pipeline`. Blocks of the resource are lists of
/// objects here.
#[derive(Attributes, Debug)]
pub struct Arguments {
    /// Name of the pipeline.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub name: String,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(computed, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

/// The computed attributes.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// ARN of the pipeline.
    pub arn: Option<String>,
    /// Artifact stores: one store without a region, or one for each region.
    pub artifact_store: ObjectList<ArtifactStore>,
    /// URL of the pipeline in the AWS console.
    pub console_url: Option<String>,
    /// Time at which the pipeline was created, in RFC 3339 format.
    pub created: Option<String>,
    /// Whole declaration as JSON in AWS's format, including members that have no attribute here.
    pub declaration: String,
    /// Execution mode, which determines how concurrent executions are handled: `SUPERSEDED`, `QUEUED` or `PARALLEL`.
    pub execution_mode: String,
    /// Name of the pipeline.
    pub id: String,
    /// Type of the pipeline: `V1` or `V2`.
    pub pipeline_type: Option<String>,
    /// ARN of the IAM role that the pipeline assumes.
    pub role_arn: String,
    /// Stages with their actions and conditions.
    pub stage: ObjectList<Stage>,
    /// Tags of the pipeline.
    pub tags: Option<Tags>,
    /// All triggers of the pipeline, including those that AWS adds by default.
    pub trigger_all: ObjectList<Trigger>,
    /// Time of the last change to the pipeline, in RFC 3339 format.
    pub updated: Option<String>,
    /// Variables of the pipeline.
    pub variable: ObjectList<Variable>,
    /// Version of the pipeline, which AWS increments with each change.
    pub version: Option<i64>,
}

impl DataSource for Pipeline {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_pipeline";

    async fn read(
        &self,
        client: &Client,
        arguments: Arguments,
        warn: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(Arguments, Computed), Diagnostics> {
        let Arguments { name, region } = arguments;
        let region = region::or_own(client, region.as_deref()).await?;
        let found = pipelines::read(client, &region, &name).await?;
        let found = found.ok_or_else(|| absent(&name, &region))?;
        let tags = match &found.arn {
            Some(arn) => tags::shown(client, client.pipelines.tags(arn).await, &name, warn)?,
            None => None,
        };
        let declared = arguments::Arguments::declared(&found.declaration);
        let computed = Computed {
            arn: found.arn.as_ref().map(ToString::to_string),
            artifact_store: ObjectList(declared.artifact_store.into_iter().collect()),
            console_url: console::pipeline(&region, &name),
            created: found.created,
            declaration: found.declaration.to_string(),
            execution_mode: declared.execution_mode.to_string(),
            id: name.clone(),
            pipeline_type: declared.pipeline_type.as_ref().map(ToString::to_string),
            role_arn: declared.role_arn,
            stage: ObjectList(declared.stage),
            tags,
            trigger_all: ObjectList(declared.trigger),
            updated: found.updated,
            variable: ObjectList(declared.variable),
            version: version(&found.declaration),
        };
        let arguments = Arguments {
            name,
            region: Some(region),
        };
        Ok((arguments, computed))
    }
}

/// Returns the error that the pipeline does not exist, at the argument `name`.
pub(super) fn absent(name: &str, region: &str) -> Diagnostic {
    let detail = format!(
        "The pipeline {name:?} does not exist in {region} in the account of the credentials. Check the region and the \
         name, which is case-sensitive."
    );
    Diagnostic::error("Pipeline not found", detail).at(Arguments::NAME.path())
}
