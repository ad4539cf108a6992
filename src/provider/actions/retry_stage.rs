//! `codepipeline_retry_stage`.

use terraform_provider_sdk::{
    author::{Action, Progress},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Choice, Document, Duration},
};

use crate::{
    aws::{
        error::Error,
        pipelines::{self, ActionRun, StageState, Status},
    },
    provider::{
        checks,
        client::Client,
        executions::{Follow, Place, expect_success, timeout},
    },
};

/// `codepipeline_retry_stage`: another attempt at a failed stage.
#[derive(Debug)]
pub struct RetryStage;

/// Retries a stage in which an execution failed or was stopped. With `wait`, it reports each action as it starts and
/// ends, and the apply waits until the execution succeeds, as with `codepipeline_start_pipeline_execution`.
///
/// AWS retries a stage only in the latest execution that entered it, and only if the pipeline has not changed since.
///
/// Actions require Terraform 1.14 or later.
#[derive(Attributes, Clone, Debug)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// ID of the execution; the latest one in the stage when omitted. Required for pipelines with the `PARALLEL`
    /// execution mode.
    #[attr(length(36..=36), pattern("[0-9a-f-]+"))]
    pub execution_id: Option<String>,
    /// Name of the pipeline.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Actions that run again; `FAILED_ACTIONS` when omitted.
    pub retry_mode: Option<RetryMode>,
    /// Name of the stage.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub stage_name: String,
    /// Timeout of the wait; `1h` when omitted. Only with `wait`.
    pub timeout: Option<Duration>,
    /// Whether to wait until the execution ends, and to report its progress; `false` when omitted.
    pub wait: Option<bool>,
}

/// The actions that run again.
///
/// Source: `RetryStageExecution` of the CodePipeline API.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum RetryMode {
    /// All actions of the stage.
    AllActions,
    /// The actions that failed.
    FailedActions,
}

impl Action for RetryStage {
    type Client = Client;
    type Arguments = Arguments;

    const NAME: &'static str = "codepipeline_retry_stage";

    async fn plan(&self, client: Option<&Client>, config: Document<'_>) -> Diagnostics {
        let found = Place::at_plan(client, config, Arguments::REGION, Arguments::PIPELINE_NAME).await;
        let (place, declaration) = match found {
            Ok(Some(found)) => found,
            Ok(None) => return Diagnostics::new(),
            Err(problems) => return problems,
        };
        let stage = config.get(Arguments::STAGE_NAME).known();
        let problem = stage.and_then(|stage| place.stage_in(&declaration, &stage).err());
        problem.unwrap_or_default().as_warnings()
    }

    async fn invoke(&self, client: &Client, arguments: Arguments, progress: &Progress) -> Result<(), Diagnostics> {
        let place = Place::of(client, arguments.region.as_deref(), &arguments.pipeline_name).await?;
        let stage = place.stage(&arguments.stage_name).await?;
        let id = match &arguments.execution_id {
            Some(id) => ended(&place, &stage.name, id).await?,
            None => latest_failed(&place, stage)?,
        };
        let known = place.runs(&id).await;
        place.proceed()?;
        retry(&place, &arguments, &id, &known).await?;
        let (stage, page) = (&arguments.stage_name, place.page_of(&id));
        let line = format!(
            "Retrying the stage {stage:?} in the execution {id} of {:?}: {page}",
            place.pipeline
        );
        progress.report(&line).await?;
        if arguments.wait != Some(true) {
            return Ok(());
        }
        let follow = Follow {
            place: &place,
            id: &id,
            timeout: timeout(arguments.timeout.as_ref()),
            progress,
            known,
            is_restarted: true,
        };
        let over = follow.until_over().await?;
        expect_success(&place, &over, progress).await
    }
}

async fn retry(place: &Place<'_>, arguments: &Arguments, id: &str, known: &[ActionRun]) -> Result<(), Diagnostics> {
    let Place {
        client,
        region,
        pipeline,
    } = place;
    let mode = match arguments.retry_mode {
        Some(RetryMode::AllActions) => pipelines::RetryMode::AllActions,
        Some(RetryMode::FailedActions) | None => pipelines::RetryMode::FailedActions,
    };
    let (stage, patience) = (&arguments.stage_name, place.patience());
    let retried = client
        .pipelines
        .retry_stage(region, pipeline, stage, id, mode, &patience);
    match retried.await {
        Err(error) if is_refused(&error) && has_restarted(place, id, known).await => Ok(()),
        retried => {
            retried.map_err(|error| place.failed(&format!("retry the stage {stage:?} in the execution {id}"), &error))
        }
    }
}

fn is_refused(error: &Error) -> bool {
    matches!(
        error.code(),
        Some("StageNotRetryableException" | "NotLatestPipelineExecutionException")
    )
}

/// Returns whether the execution runs again, because a retry was made although its response was lost.
async fn has_restarted(place: &Place<'_>, id: &str, known: &[ActionRun]) -> bool {
    let is_running = place
        .execution(id)
        .await
        .is_ok_and(|execution| !execution.status.is_over());
    let is_new = |run: &ActionRun| known.iter().all(|known| known.id != run.id);
    is_running || place.runs(id).await.iter().any(is_new)
}

/// Returns the ID of an execution, which must have ended.
async fn ended(place: &Place<'_>, stage: &str, id: &str) -> Result<String, Diagnostics> {
    let execution = place.execution(id).await?;
    if execution.status.is_over() {
        return Ok(execution.id);
    }
    let error = Diagnostic::error(
        format!("The execution {id} is still running"),
        format!(
            "Its status is {}. A stage can be retried only after the execution has failed or was stopped in it: \
             {stage:?} has nothing to retry now.",
            execution.status.as_str()
        ),
    );
    Err(error.at(Arguments::EXECUTION_ID.path()).into())
}

/// Returns the ID of the latest execution in a stage, which must have failed there.
fn latest_failed(place: &Place<'_>, stage: StageState) -> Result<String, Diagnostics> {
    let (name, pipeline) = (&stage.name, &place.pipeline);
    let why = match stage.latest {
        Some((id, Status::Failed | Status::Stopped)) => return Ok(id),
        Some((id, status)) => format!(
            "The latest execution in it is {id}, with the status {}.",
            status.as_str()
        ),
        None => "No execution has entered it.".to_owned(),
    };
    let error = Diagnostic::error(
        format!("The stage {name:?} of {pipeline:?} has nothing to retry"),
        format!("{why} To retry another execution, set execution_id."),
    );
    Err(error.at(Arguments::STAGE_NAME.path()).into())
}
