//! `codepipeline_resave_pipeline`.

use serde_json::Value;
use terraform_provider_sdk::{
    author::{Action, Progress},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
};

use crate::{
    aws::{
        error::{Error, Kind},
        pipelines::{Save, version},
    },
    provider::{
        checks,
        client::Client,
        executions::Place,
        failure,
        pipeline::model::arguments::Arguments as Pipeline,
        source_connections::{SourceConnection, SourceConnections, connection},
    },
};

/// `codepipeline_resave_pipeline`: the registration of the webhooks of a pipeline.
#[derive(Debug)]
pub struct ResavePipeline;

/// Saves a pipeline again without a change. AWS then registers the webhooks of its connections that are `AVAILABLE`,
/// and cancels running executions. Use it to repair a pipeline that pushes do not start, because it was saved before
/// the handshake of its connection was complete.
///
/// If none of its connections is `AVAILABLE`, the action fails and saves nothing. Changes that are made out of band at
/// the same time are kept.
///
/// Actions require Terraform 1.14 or later. For other versions and OpenTofu, `codepipeline_pipeline` and
/// `codepipeline_source_action` have `resave`.
#[derive(Attributes, Clone, Debug)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// Name of the pipeline.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

impl Action for ResavePipeline {
    type Client = Client;
    type Arguments = Arguments;

    const NAME: &'static str = "codepipeline_resave_pipeline";

    async fn plan(&self, client: Option<&Client>, config: Document<'_>) -> Diagnostics {
        let found = Place::at_plan(client, config, Arguments::REGION, Arguments::PIPELINE_NAME).await;
        let (place, declaration) = match found {
            Ok(Some(found)) => found,
            Ok(None) => return Diagnostics::new(),
            Err(problems) => return problems,
        };
        let (connections, sources) = look(&place, &declaration).await;
        let mut found = if sources.is_empty() {
            Diagnostics::from(no_source(&place))
        } else {
            let is_awaited = |source: &SourceConnection| place.client.facts.has_handshake(&source.arn);
            let open: Vec<SourceConnection> = sources.into_iter().filter(|source| !is_awaited(source)).collect();
            connections.unregistrable(&place.client.facts, &place.pipeline, &open)
        };
        found.push(saves(&place));
        found.as_warnings()
    }

    async fn invoke(&self, client: &Client, arguments: Arguments, progress: &Progress) -> Result<(), Diagnostics> {
        let place = Place::of(client, arguments.region.as_deref(), &arguments.pipeline_name).await?;
        let declaration = place.declaration().await?;
        let (connections, sources) = look(&place, &declaration).await;
        if sources.is_empty() {
            return Err(no_source(&place).into());
        }
        let unregistrable = connections.unregistrable(&client.facts, &place.pipeline, &sources);
        if unregistrable.has_errors() && connections.available().is_empty() {
            return Err(unregistrable);
        }
        for problem in unregistrable.into_iter().chain(connections.unread()) {
            progress
                .report(&format!("{}. Its webhook may not be registered", problem.summary))
                .await?;
        }
        let (pipeline, page) = (&place.pipeline, place.page());
        let line = format!("Saving the pipeline {pipeline:?} again, which cancels running executions: {page}");
        progress.report(&line).await?;
        let (patience, again) = (place.patience(), |_: &mut Value| Ok::<_, Error>(Save::Always));
        let edited = client.pipelines.merge(&place.region, pipeline, &patience, again);
        let edited = edited.await.map_err(|error| not_saved(&place, &error))?;
        if let Some(doubt) = &edited.doubt {
            progress.report(&failure::doubt(pipeline, doubt).summary).await?;
        }
        let saved = version(&edited.declaration).map(|version| format!(" as version {version}"));
        let arns: Vec<String> = connections.available().into_iter().collect();
        let line = format!(
            "Saved{}; AWS registers the webhooks of {}",
            saved.unwrap_or_default(),
            arns.join(", ")
        );
        Ok(progress.report(&line).await?)
    }
}

/// Returns the connections of the sources of a pipeline, with their present statuses.
async fn look(place: &Place<'_>, declaration: &Value) -> (SourceConnections, Vec<SourceConnection>) {
    let pipeline = Pipeline::declared(declaration);
    let sources = pipeline
        .actions()
        .filter(|(_, _, action)| action.is_connection_source());
    let sources: Vec<SourceConnection> = sources
        .filter_map(|(_, _, action)| {
            Some(SourceConnection {
                path: Arguments::PIPELINE_NAME.path(),
                action: action.name.clone(),
                arn: connection(action.setting("ConnectionArn")?)?,
            })
        })
        .collect();
    let arns = sources.iter().map(|source| source.arn.as_str());
    (SourceConnections::statuses(place.client, arns).await, sources)
}

fn no_source(place: &Place<'_>) -> Diagnostic {
    Diagnostic::error(
        format!("The pipeline {:?} has no source that uses a connection", place.pipeline),
        "It has no webhook to register, so it is not saved again.",
    )
    .at(Arguments::PIPELINE_NAME.path())
}

fn saves(place: &Place<'_>) -> Diagnostic {
    Diagnostic::warning(
        format!("The pipeline {:?} is saved again by an action", place.pipeline),
        "Saving a pipeline registers the webhooks of its connections and cancels running executions.",
    )
}

fn not_saved(place: &Place<'_>, error: &Error) -> Diagnostics {
    if error.kind() == Kind::NotFound {
        return place.not_found();
    }
    place.failed(&format!("save the pipeline {:?} again", place.pipeline), error)
}
