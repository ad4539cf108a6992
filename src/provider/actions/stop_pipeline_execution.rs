//! `codepipeline_stop_pipeline_execution`.

use terraform_provider_sdk::{
    author::{Action, Progress},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document, Duration},
};

use crate::{
    aws::pipelines::{Execution, Status},
    provider::{
        checks,
        client::Client,
        executions::{Follow, Place, timeout},
    },
};

/// `codepipeline_stop_pipeline_execution`: the stop of an execution.
#[derive(Debug)]
pub struct StopPipelineExecution;

/// Stops an execution of a pipeline, and waits until it has stopped. AWS first lets its running actions complete,
/// unless `abandon` is set. If the execution has already ended, the action fails.
///
/// Actions require Terraform 1.14 or later.
#[derive(Attributes, Clone, Debug)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// Whether to abandon the running actions instead of waiting for them; `false` when omitted. Abandoned actions may
    /// leave work unfinished.
    pub abandon: Option<bool>,
    /// ID of the execution; the latest running execution when omitted.
    #[attr(length(36..=36), pattern("[0-9a-f-]+"))]
    pub execution_id: Option<String>,
    /// Name of the pipeline.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Reason for the stop, which the AWS console shows.
    #[attr(length(1..=200))]
    pub reason: Option<String>,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Timeout of the wait; `1h` when omitted.
    pub timeout: Option<Duration>,
}

impl Action for StopPipelineExecution {
    type Client = Client;
    type Arguments = Arguments;

    const NAME: &'static str = "codepipeline_stop_pipeline_execution";

    async fn plan(&self, client: Option<&Client>, config: Document<'_>) -> Diagnostics {
        let found = Place::at_plan(client, config, Arguments::REGION, Arguments::PIPELINE_NAME).await;
        found.err().unwrap_or_default()
    }

    async fn invoke(&self, client: &Client, arguments: Arguments, progress: &Progress) -> Result<(), Diagnostics> {
        let place = Place::of(client, arguments.region.as_deref(), &arguments.pipeline_name).await?;
        let execution = match &arguments.execution_id {
            Some(id) => running(place.execution(id).await?)?,
            None => latest_running(&place).await?,
        };
        let id = &execution.id;
        let known = place.runs(id).await;
        place.proceed()?;
        let (abandon, reason) = (arguments.abandon == Some(true), arguments.reason.as_deref());
        let patience = place.patience();
        let Place { region, pipeline, .. } = &place;
        let stopped = client.pipelines.stop(region, pipeline, id, abandon, reason, &patience);
        match stopped.await {
            // It ended in the meantime, or stopped although the response was lost.
            Err(error) if error.code() == Some("PipelineExecutionNotStoppableException") => {}
            stopped => stopped.map_err(|error| place.failed(&format!("stop the execution {id}"), &error))?,
        }
        let page = place.page_of(id);
        progress
            .report(&format!("Stopping the execution {id} of {pipeline:?}: {page}"))
            .await?;
        let follow = Follow {
            place: &place,
            id,
            timeout: timeout(arguments.timeout.as_ref()),
            progress,
            known,
            is_restarted: false,
        };
        let over = follow.until_over().await?;
        let line = match &over.execution.status {
            Status::Stopped => format!("Execution {id} was stopped after {}", over.after),
            status => format!("Execution {id} ended before it was stopped: {}", status.as_str()),
        };
        Ok(progress.report(&line).await?)
    }
}

fn running(execution: Execution) -> Result<Execution, Diagnostics> {
    if !execution.status.is_over() {
        return Ok(execution);
    }
    let detail = format!(
        "Its status is {}, so there is nothing to stop.",
        execution.status.as_str()
    );
    let error = Diagnostic::error(format!("The execution {} has already ended", execution.id), detail);
    Err(error.at(Arguments::EXECUTION_ID.path()).into())
}

async fn latest_running(place: &Place<'_>) -> Result<Execution, Diagnostics> {
    let executions = place.latest_executions().await?;
    let latest = executions.first().map_or_else(
        || "It has never run.".to_owned(),
        |latest| {
            format!(
                "Its latest execution is {}, with the status {}.",
                latest.id,
                latest.status.as_str()
            )
        },
    );
    let running = executions.into_iter().find(|execution| !execution.status.is_over());
    running.ok_or_else(|| {
        let title = format!("The pipeline {:?} has no running execution", place.pipeline);
        Diagnostic::error(title, format!("{latest} There is nothing to stop.")).into()
    })
}
