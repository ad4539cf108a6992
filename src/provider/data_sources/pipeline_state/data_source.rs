//! The arguments, and the read.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::Attributes,
};

use super::{
    drawing::drawing,
    stage::{Stage, stages},
};
use crate::{
    aws::console,
    provider::{checks, client::Client, data_sources::pipeline, failure, pipelines, region},
};

/// Reads the state of a pipeline.
#[derive(Debug)]
pub struct PipelineState;

/// Reads the state of a pipeline: the status, the revision and the error of each action in the latest execution of its stage,
/// the transitions between the stages, and a diagram of them.
///
/// Terraform reads the state at each plan and refresh, so its values can change even if the configuration does not.
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
    /// URL of the pipeline in the AWS console.
    pub console_url: Option<String>,
    /// Name of the pipeline.
    pub id: String,
    /// Diagram of the pipeline for GitLab, in the Mermaid language: the stages, their actions with status and error,
    /// and the transitions. Put it in a `mermaid` code block of a Markdown file. GitLab shows a diagram of more than
    /// 2,000 characters only after a click, and never shows one of more than 50,000 characters or 500 arrows, so the
    /// diagram of a large pipeline contains fewer details.
    pub mermaid: String,
    /// Stages, in the order of the pipeline.
    pub stages: Vec<Stage>,
    /// Version of the pipeline.
    pub version: Option<i64>,
}

impl DataSource for PipelineState {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_pipeline_state";

    async fn read(
        &self,
        client: &Client,
        arguments: Arguments,
        _: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(Arguments, Computed), Diagnostics> {
        let Arguments { name, region } = arguments;
        let region = region::or_own(client, region.as_deref()).await?;
        let (pipeline, state) = tokio::join!(
            pipelines::read(client, &region, &name),
            client.pipelines.state(&region, &name)
        );
        let state =
            state.map_err(|error| failure::error(&format!("read the state of the pipeline {name:?}"), &error))?;
        let (Some(pipeline), Some(state)) = (pipeline?, state) else {
            return Err(pipeline::absent(&name, &region).into());
        };
        let stages = stages(&state, &pipeline.declaration);
        let computed = Computed {
            console_url: console::pipeline(&region, &name),
            id: name.clone(),
            mermaid: drawing(&stages),
            stages,
            version: state["pipelineVersion"].as_i64(),
        };
        let arguments = Arguments {
            name,
            region: Some(region),
        };
        Ok((arguments, computed))
    }
}
