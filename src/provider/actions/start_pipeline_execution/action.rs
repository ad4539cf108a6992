//! Starts executions.

use terraform_provider_sdk::{
    author::{Action, Progress},
    diagnostics::{Diagnostic, Diagnostics},
    typed::Document,
};

use super::{
    plan::{compare, judge_names},
    schema::{Arguments, StartPipelineExecution},
};
use crate::{
    aws::{
        error::Error,
        pipelines::{Revision, RevisionType, Start},
    },
    provider::{
        client::Client,
        executions::{Follow, Place, expect_success, timeout},
        failure,
        pipeline::model::arguments::Arguments as Pipeline,
    },
};

impl Action for StartPipelineExecution {
    type Client = Client;
    type Arguments = Arguments;

    const NAME: &'static str = "codepipeline_start_pipeline_execution";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        judge_names(config)
    }

    async fn plan(&self, client: Option<&Client>, config: Document<'_>) -> Diagnostics {
        let found = Place::at_plan(client, config, Arguments::REGION, Arguments::PIPELINE_NAME).await;
        match found {
            Ok(Some((_, declaration))) => compare(&Pipeline::declared(&declaration), config).as_warnings(),
            Ok(None) => Diagnostics::new(),
            Err(problems) => problems,
        }
    }

    async fn invoke(&self, client: &Client, arguments: Arguments, progress: &Progress) -> Result<(), Diagnostics> {
        let place = Place::of(client, arguments.region.as_deref(), &arguments.pipeline_name).await?;
        place.proceed()?;
        let Place { region, pipeline, .. } = &place;
        let (start, patience) = (start(&arguments), place.patience());
        let started = client.pipelines.start(region, pipeline, &start, &patience);
        let id = started.await.map_err(|error| not_started(&place, &error))?;
        let page = place.page_of(&id);
        progress
            .report(&format!("Started the execution {id} of {pipeline:?}: {page}"))
            .await?;
        if arguments.wait != Some(true) {
            return Ok(());
        }
        let follow = Follow {
            place: &place,
            id: &id,
            timeout: timeout(arguments.timeout.as_ref()),
            progress,
            known: Vec::new(),
            is_restarted: false,
        };
        let over = follow.until_over().await?;
        expect_success(&place, &over, progress).await
    }
}

fn start(arguments: &Arguments) -> Start {
    let variables = arguments.variables.iter().map(|it| (it.name.clone(), it.value.clone()));
    let revisions = arguments.source_revisions.iter().map(|it| Revision {
        action: it.action_name.clone(),
        kind: RevisionType(it.revision_type.to_string()),
        value: it.revision_value.clone(),
    });
    Start {
        variables: variables.collect(),
        revisions: revisions.collect(),
    }
}

fn not_started(place: &Place<'_>, error: &Error) -> Diagnostics {
    if !error.may_have_happened() {
        return place.failed(
            &format!("start an execution of the pipeline {:?}", place.pipeline),
            error,
        );
    }
    Diagnostic::error(
        format!("An execution of {:?} may have started", place.pipeline),
        format!(
            "{}\n\nBefore you run the action again, check the executions of the pipeline: {}",
            failure::sentence(error),
            place.page()
        ),
    )
    .into()
}
