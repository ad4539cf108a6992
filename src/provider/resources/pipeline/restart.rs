//! Starts an execution after an update.

use terraform_provider_sdk::{author::Context, diagnostics::Diagnostic};

use super::schema::Pipeline;
use crate::{
    aws::{
        console,
        error::{Error, Kind},
        pipelines::Start,
        wait::Patience,
    },
    provider::failure,
};

/// Starts an execution of a pipeline that was updated. A failure is a warning: the update itself succeeded.
pub(super) async fn start(context: &Context<'_, Pipeline>, region: &str, name: &str) {
    let client = context.client;
    let patience = Patience::until_cancelled(client.stop());
    let started = if patience.is_cancelled() {
        Err(Error::new(
            Kind::Cancelled,
            "interrupted before an execution was started",
        ))
    } else {
        client.pipelines.start(region, name, &Start::default(), &patience).await
    };
    if let Err(error) = started {
        context.warn(not_started(region, name, &error));
    }
}

fn not_started(region: &str, name: &str, error: &Error) -> Diagnostic {
    let summary = if error.may_have_happened() {
        format!("An execution of the pipeline {name:?} may not have started")
    } else {
        format!("No execution of the pipeline {name:?} was started")
    };
    let page = console::pipeline(region, name);
    let page = page
        .map(|page| format!(" Check its executions: {page}\n"))
        .unwrap_or_default();
    Diagnostic::warning(
        summary,
        format!(
            "{}\n\nThe pipeline itself was updated, and the next apply does not start it.{page} To start an execution: aws \
             codepipeline start-pipeline-execution --region {region} --name {name}",
            failure::sentence(error)
        ),
    )
}
