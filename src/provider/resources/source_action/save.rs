//! Writes the pipeline of a source action, with the checks before and the results after a write.

use serde_json::Value as Json;
use terraform_provider_sdk::{
    author::Context,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Document, Maybe, derived::object_to_value},
    value::Value,
};

use super::{
    change::Change,
    part::Part,
    preflight, rules,
    schema::{Arguments, SourceAction},
};
use crate::{
    aws::{
        self,
        error::Kind,
        pipelines::{Edited, Save},
        wait::Patience,
    },
    provider::{
        client::Client,
        existing::Existing,
        failure, pipelines,
        source_connections::{SourceConnection, SourceConnections, connection},
    },
};

/// A pipeline with the configured source action.
pub(super) struct Saved {
    /// The current declaration.
    pub(super) declaration: Json,
    /// Whether it was written.
    pub(super) written: bool,
    /// The connection, as read before the write.
    pub(super) connections: SourceConnections,
    /// The part that a new action has replaced.
    pub(super) replaced: Option<Part>,
}

/// The reason why a pipeline was not written.
enum Stopped {
    Aws(aws::Error),
    /// An existing action can be imported instead.
    Exists(Existing, Diagnostics),
    Refused(Diagnostics),
}

impl From<aws::Error> for Stopped {
    fn from(error: aws::Error) -> Self {
        Self::Aws(error)
    }
}

/// Adds the source action.
pub(super) async fn create(
    context: &Context<'_, SourceAction>,
    region: &str,
    wanted: &Arguments,
) -> Result<Saved, Diagnostics> {
    let connections = admit(context, wanted, true).await?;
    let edited = edit(context, region, &wanted.pipeline_name, Change::Create(wanted)).await;
    let (edited, replaced) = match edited {
        Ok(edited) => edited,
        Err(Stopped::Exists(existing, alone)) => {
            let client = context.client;
            return Err(client.existing.at_apply(existing, alone).await);
        }
        Err(stopped) => return Err(not_saved(wanted, region, stopped)),
    };
    Ok(Saved {
        declaration: edited.declaration,
        written: edited.written,
        connections,
        replaced,
    })
}

/// Changes the source action `prior` to the planned one, unless nothing changes and `save` does not force a write.
pub(super) async fn update(
    context: &Context<'_, SourceAction>,
    region: &str,
    prior: &Arguments,
    wanted: &Arguments,
    save: Save,
) -> Result<Saved, Diagnostics> {
    let connections = admit(context, wanted, !wanted.declares_the_same(prior)).await?;
    let change = Change::Update { prior, wanted, save };
    let edited = edit(context, region, &wanted.pipeline_name, change).await;
    let (edited, _) = edited.map_err(|stopped| not_saved(wanted, region, stopped))?;
    Ok(Saved {
        declaration: edited.declaration,
        written: edited.written,
        connections,
        replaced: None,
    })
}

/// Removes the source action, and restores the action that it replaced. Does nothing if the action or its pipeline no
/// longer exists.
pub(super) async fn delete(
    context: &Context<'_, SourceAction>,
    region: &str,
    prior: &Arguments,
    replaced: Option<&Part>,
) -> Result<(), Diagnostics> {
    let change = Change::Delete {
        pipeline: &prior.pipeline_name,
        name: &prior.name,
        replaced,
    };
    match edit(context, region, &prior.pipeline_name, change).await {
        Ok(_) => Ok(()),
        Err(Stopped::Aws(error)) if error.kind() == Kind::NotFound => Ok(()),
        Err(stopped) => Err(not_saved(prior, region, stopped)),
    }
}

/// Makes the change, and says what was there under the action's name before.
async fn edit(
    context: &Context<'_, SourceAction>,
    region: &str,
    pipeline: &str,
    change: Change<'_>,
) -> Result<(Edited, Option<Part>), Stopped> {
    let client = context.client;
    let patience = Patience::until_cancelled(client.stop());
    let mut there = None;
    let edited = client.pipelines.merge(region, pipeline, &patience, |declaration| {
        there = Part::find(declaration, change.name());
        let before = declaration.clone();
        let refused = |problems| match change.existing(&before) {
            Some(existing) => Stopped::Exists(existing, problems),
            None => Stopped::Refused(problems),
        };
        let save = change.make(declaration).map_err(refused)?;
        // The plan has already shown the warnings.
        let (errors, _) = change.judge(&before, declaration, region).split();
        client.unskipped(errors).or_value(|| save).map_err(Stopped::Refused)
    });
    let edited = edited.await?;
    if let Some(doubt) = &edited.doubt {
        context.warn(failure::doubt(pipeline, doubt));
    }
    Ok((edited, there))
}

/// Returns an error for a source that could never start, if it `changes`.
async fn admit(
    context: &Context<'_, SourceAction>,
    wanted: &Arguments,
    changes: bool,
) -> Result<SourceConnections, Diagnostics> {
    if !changes {
        let connections = SourceConnections::read(context.client, [wanted.connection_arn.as_str()]).await;
        context.warn_all(connections.unread());
        return Ok(connections);
    }
    let (connections, found) = judge(context.client, &object_to_value(wanted)).await;
    context.warn_all(connections.unread());
    let (errors, warnings) = found.split();
    context.warn_all(warnings);
    errors.or_value(|| connections)
}

/// Returns the connection of a source action, and the problems with which it could never start. Skips unknown values.
pub(super) async fn judge(client: &Client, wanted: &Value) -> (SourceConnections, Diagnostics) {
    let arguments = Document::new(wanted);
    let arn = arguments.get(Arguments::CONNECTION_ARN).known();
    let connections = SourceConnections::read(client, arn.as_deref()).await;
    let source_provider = arn.as_deref().and_then(|arn| connections.source_provider(arn));
    let mut found = rules::judge_repository(wanted, source_provider);
    found.extend(preflight::ask(client, wanted, source_provider, false).await);
    let [pipeline, name] =
        [Arguments::PIPELINE_NAME, Arguments::NAME].map(|it| arguments.get(it).known().unwrap_or_default());
    let sources = source_of(&name, arn.as_deref().unwrap_or_default());
    if arguments.get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true) {
        found.extend(connections.warnings(&client.facts, &pipeline, &sources));
    } else {
        found.extend(connections.refusals(&client.facts, &pipeline, &sources));
    }
    (connections, client.unskipped(found))
}

/// Returns the source of this resource for the check of connections.
pub(super) fn source_of(action: &str, arn: &str) -> Vec<SourceConnection> {
    let source = |arn| SourceConnection {
        path: Arguments::CONNECTION_ARN.path(),
        action: action.to_owned(),
        arn,
    };
    connection(arn).map(source).into_iter().collect()
}

/// Returns the error that the pipeline of the source action does not exist.
pub(super) fn no_pipeline(pipeline: &str, region: &str, action: &str) -> Diagnostic {
    pipelines::not_found(
        pipeline,
        region,
        &format!("The pipeline of the source action {action:?}"),
    )
}

fn not_saved(wanted: &Arguments, region: &str, stopped: Stopped) -> Diagnostics {
    let pipeline = &wanted.pipeline_name;
    match stopped {
        Stopped::Exists(_, problems) | Stopped::Refused(problems) => problems,
        Stopped::Aws(error) if error.kind() == Kind::NotFound => no_pipeline(pipeline, region, &wanted.name).into(),
        Stopped::Aws(error) => failure::error(&format!("change the pipeline {pipeline:?}"), &error).into(),
    }
}
