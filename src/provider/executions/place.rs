//! The pipeline that an action works on.

use serde_json::Value;
use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Document, Field},
    value::Path,
};

use crate::{
    aws::{
        console,
        error::{Error, Kind},
        pipelines::{ActionRun, Execution, StageState},
        wait::Patience,
    },
    provider::{
        client::Client,
        facts::{Fact, PipelineName},
        failure, pipelines, region,
    },
};

/// A pipeline in a region.
#[derive(Debug)]
pub struct Place<'c> {
    /// The configured provider.
    pub client: &'c Client,
    /// Region of the pipeline.
    pub region: String,
    /// Name of the pipeline.
    pub pipeline: String,
}

impl<'c> Place<'c> {
    /// Returns the pipeline in its region, or in that of the provider.
    ///
    /// # Errors
    /// If the provider has no region either.
    pub async fn of(client: &'c Client, region: Option<&str>, pipeline: &str) -> Result<Self, Diagnostics> {
        Ok(Self {
            client,
            region: region::or_own(client, region).await?,
            pipeline: pipeline.to_owned(),
        })
    }

    /// Returns the pipeline of a planned action, and the declaration to check the action with; `None` if either is not
    /// known, or if the same plan creates or may change the pipeline.
    ///
    /// # Errors
    /// Returns what the plan reports if the provider has no region either, or if the pipeline does not exist yet or
    /// cannot be read.
    pub async fn at_plan(
        client: Option<&'c Client>,
        config: Document<'_>,
        region: Field<String>,
        pipeline: Field<String>,
    ) -> Result<Option<(Self, Value)>, Diagnostics> {
        let (region, pipeline) = (config.get(region), config.get(pipeline).known());
        let (Some(client), Some(pipeline), false) = (client, pipeline, region.is_unknown()) else {
            return Ok(None);
        };
        let place = Self::of(client, region.known().as_deref(), &pipeline).await?;
        if client.facts.has(&Fact::CreatesPipeline(place.name())) {
            return Ok(None);
        }
        let declaration = place.declaration_at_plan().await?;
        Ok(declaration.map(|declaration| (place, declaration)))
    }

    async fn declaration_at_plan(&self) -> Result<Option<Value>, Diagnostics> {
        match self.client.pipelines.get(&self.region, &self.pipeline).await {
            Ok(Some(_)) if self.client.facts.has(&Fact::ManagesPipeline(self.name())) => Ok(None),
            Ok(Some(found)) => Ok(Some(found.declaration)),
            Ok(None) => Err(self.not_found().as_warnings()),
            Err(error) => {
                let failure = self.client.failure_at_plan(&self.reading(), &error);
                failure.map_or(Ok(None), |failure| Err(failure.into()))
            }
        }
    }

    /// Returns the declaration.
    ///
    /// # Errors
    /// If the pipeline does not exist, or cannot be read.
    pub async fn declaration(&self) -> Result<Value, Diagnostics> {
        let found = self.client.pipelines.get(&self.region, &self.pipeline).await;
        let found = found.map_err(|error| self.failed(&self.reading(), &error))?;
        found.map(|found| found.declaration).ok_or_else(|| self.not_found())
    }

    /// Returns the present state of a stage.
    ///
    /// # Errors
    /// If the pipeline or the stage does not exist, or cannot be read.
    pub async fn stage(&self, name: &str) -> Result<StageState, Diagnostics> {
        let stages = self.client.pipelines.stages(&self.region, &self.pipeline).await;
        let stages = stages.map_err(|error| self.failed(&self.reading(), &error))?;
        let mut stages = stages.ok_or_else(|| self.not_found())?;
        match stages.iter().position(|stage| stage.name == name) {
            Some(index) => Ok(stages.swap_remove(index)),
            None => Err(self.no_stage(name, stages.iter().map(|stage| stage.name.as_str()))),
        }
    }

    /// Checks that a declaration has a stage.
    ///
    /// # Errors
    /// Returns the names of its stages.
    pub fn stage_in(&self, declaration: &Value, name: &str) -> Result<(), Diagnostics> {
        let stages = declaration["stages"].as_array().into_iter().flatten();
        let names: Vec<&str> = stages.filter_map(|stage| stage["name"].as_str()).collect();
        if names.contains(&name) {
            return Ok(());
        }
        Err(self.no_stage(name, names.into_iter()))
    }

    /// Returns an execution.
    ///
    /// # Errors
    /// If it or the pipeline does not exist, or cannot be read.
    pub async fn execution(&self, id: &str) -> Result<Execution, Diagnostics> {
        let found = self.client.pipelines.execution(&self.region, &self.pipeline, id).await;
        let found = found.map_err(|error| self.failed(&format!("read the execution {id}"), &error))?;
        found.ok_or_else(|| self.no_execution(id))
    }

    /// Returns the latest executions, newest first.
    ///
    /// # Errors
    /// If the pipeline does not exist, or cannot be read.
    pub async fn latest_executions(&self) -> Result<Vec<Execution>, Diagnostics> {
        let found = self
            .client
            .pipelines
            .latest_executions(&self.region, &self.pipeline)
            .await;
        let doing = || format!("read the executions of the pipeline {:?}", self.pipeline);
        let found = found.map_err(|error| self.failed(&doing(), &error))?;
        found.ok_or_else(|| self.not_found())
    }

    /// Returns the runs of an execution; none if they cannot be read, since they only serve progress.
    pub async fn runs(&self, id: &str) -> Vec<ActionRun> {
        let runs = self
            .client
            .pipelines
            .action_runs(&self.region, &self.pipeline, Some(id))
            .await;
        runs.ok().flatten().unwrap_or_default()
    }

    /// Checks that the command was not interrupted, before a write.
    ///
    /// # Errors
    /// Returns that nothing was changed.
    pub fn proceed(&self) -> Result<(), Diagnostics> {
        if !self.client.stop().is_cancelled() {
            return Ok(());
        }
        Err(Diagnostic::error(
            "The action was interrupted",
            "Nothing was changed. Run it again to continue.",
        )
        .into())
    }

    /// Returns the limit of a write: an interruption ends its retries.
    pub fn patience(&self) -> Patience {
        Patience::until_cancelled(self.client.stop())
    }

    /// Returns the page of the pipeline in the AWS console, or its name in an unknown partition.
    pub fn page(&self) -> String {
        console::pipeline(&self.region, &self.pipeline).unwrap_or_else(|| self.pipeline.clone())
    }

    /// Returns the page of an execution in the AWS console, or its ID in an unknown partition.
    pub fn page_of(&self, execution: &str) -> String {
        console::execution(&self.region, &self.pipeline, execution).unwrap_or_else(|| execution.to_owned())
    }

    /// Returns the error that the pipeline does not exist.
    pub fn not_found(&self) -> Diagnostics {
        pipelines::not_found(&self.pipeline, &self.region, "The pipeline").into()
    }

    /// Returns the error that `doing` failed: `doing` completes "Cannot …".
    pub fn failed(&self, doing: &str, error: &Error) -> Diagnostics {
        if error.kind() == Kind::NotFound && error.code() == Some("PipelineNotFoundException") {
            return self.not_found();
        }
        failure::error(doing, error).into()
    }

    /// Returns the error that an execution does not exist.
    pub fn no_execution(&self, id: &str) -> Diagnostics {
        let Self { region, pipeline, .. } = self;
        let error = Diagnostic::error(
            format!("Execution {id} not found"),
            format!(
                "The pipeline {pipeline:?} in {region} has no execution with this ID. Check execution_id, pipeline_name and \
                 region; the executions of a deleted pipeline are deleted too."
            ),
        );
        error.into()
    }

    fn no_stage<'n>(&self, name: &str, stages: impl Iterator<Item = &'n str>) -> Diagnostics {
        let error = Diagnostic::error(
            format!("The pipeline {:?} has no stage {name:?}", self.pipeline),
            format!(
                "Its stages are {}. Names of stages are case-sensitive.",
                pipelines::quoted_names(stages)
            ),
        );
        error.at(Path::attribute("stage_name")).into()
    }

    fn reading(&self) -> String {
        format!("read the pipeline {:?}", self.pipeline)
    }

    fn name(&self) -> PipelineName {
        PipelineName::new(&self.region, &self.pipeline)
    }
}
