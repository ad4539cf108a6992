//! The end of an execution.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::Progress,
    diagnostics::{Diagnostic, Diagnostics},
};

use super::{lines, place::Place};
use crate::aws::pipelines::{ActionRun, Execution, Status};

/// An execution that has ended.
#[derive(Debug)]
pub struct Over {
    /// The execution.
    pub execution: Execution,
    /// The runs of its actions, newest first.
    pub runs: Vec<ActionRun>,
    /// The time of the wait.
    pub after: String,
}

/// Reports that an execution succeeded.
///
/// # Errors
/// Returns why it did not succeed, and what to do.
pub async fn expect_success(place: &Place<'_>, over: &Over, progress: &Progress) -> Result<(), Diagnostics> {
    let execution = &over.execution;
    let error = match &execution.status {
        Status::Succeeded => {
            let line = format!("Execution {} succeeded after {}", execution.id, over.after);
            return Ok(progress.report(&line).await?);
        }
        Status::Failed => failed(place, over),
        Status::Stopped => stopped(place, execution).await,
        Status::Superseded => ended(
            place,
            execution,
            "was superseded",
            "A newer execution of the pipeline superseded it, and continues with newer revisions. Follow the newer \
             execution",
        ),
        _ => ended(
            place,
            execution,
            "was canceled",
            "The pipeline was changed, which cancels running executions. Start a new execution",
        ),
    };
    Err(error.into())
}

fn failed(place: &Place<'_>, over: &Over) -> Diagnostic {
    let Over { execution, runs, .. } = over;
    let failed: Vec<&ActionRun> = latest(runs).into_iter().filter(|run| run.has_failed()).collect();
    let mut causes: Vec<String> = failed.iter().map(|run| format!("{}.", lines::failed(run))).collect();
    causes.extend(
        execution
            .summary
            .as_ref()
            .map(|summary| format!("AWS reports: {summary}")),
    );
    if causes.is_empty() {
        causes.push("AWS reports no cause.".to_owned());
    }
    let retry = failed.first().map(|run| {
        format!(
            " and retry the stage with the action codepipeline_retry_stage (stage_name = {:?}, execution_id = {:?}),",
            run.stage, execution.id
        )
    });
    let detail = format!(
        "{}\n\nFix the cause,{} or start a new execution: {}",
        causes.join("\n"),
        retry.unwrap_or_default(),
        place.page_of(&execution.id)
    );
    Diagnostic::error(format!("The execution of {:?} failed", place.pipeline), detail)
}

/// Returns the latest run of each action.
fn latest(runs: &[ActionRun]) -> Vec<&ActionRun> {
    let mut seen = BTreeSet::new();
    runs.iter()
        .filter(|run| seen.insert((&run.stage, &run.action)))
        .collect()
}

async fn stopped(place: &Place<'_>, execution: &Execution) -> Diagnostic {
    let Place {
        client,
        region,
        pipeline,
    } = place;
    // Only the list contains the reason.
    let listed = client.pipelines.latest_executions(region, pipeline).await;
    let listed = listed.ok().flatten().into_iter().flatten();
    let reason = listed.filter(|it| it.id == execution.id).find_map(|it| it.stop_reason);
    let reason = reason
        .map(|reason| format!(" The reason: {reason:?}."))
        .unwrap_or_default();
    let what = format!("It was stopped on request.{reason} Retry the stage, or start a new execution");
    ended(place, execution, "was stopped", &what)
}

fn ended(place: &Place<'_>, execution: &Execution, how: &str, what: &str) -> Diagnostic {
    let (pipeline, page) = (&place.pipeline, place.page_of(&execution.id));
    Diagnostic::error(
        format!("The execution of {pipeline:?} {how}"),
        format!("Execution {}: {what}: {page}", execution.id),
    )
}
