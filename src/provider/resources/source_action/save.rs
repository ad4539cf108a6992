//! Writes the pipeline of a source action, with the checks before and the results after a write.

use serde_json::Value;
use terraform_provider_sdk::{
    author::Context,
    diagnostics::{Diagnostic, Diagnostics},
    typed::derived::object_to_value,
};

use super::{
    change::Change,
    part::Part,
    preflight, rules,
    schema::{Arguments, Destination, SourceAction},
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
        failure,
        source_connections::{SourceConnection, SourceConnections, connection, ready_to_replace},
    },
};

/// A pipeline with the configured source action.
pub(super) struct Saved {
    /// The current declaration.
    pub(super) declaration: Value,
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
            return Err(client.existing.at_apply(existing, alone, client.stop()).await);
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

/// Refuses to remove a source action that cannot be added to its new pipeline.
///
/// # Errors
/// Returns an error if the pipeline does not exist, or the connection is not `AVAILABLE`.
pub(super) async fn ready_to_move(client: &Client, name: &str, to: &Destination) -> Result<(), Diagnostic> {
    if let Some(pipeline) = &to.pipeline
        && let Ok(None) = client.pipelines.get(&to.region, pipeline).await
    {
        return Err(no_pipeline(pipeline, &to.region, name));
    }
    ready_to_replace(client, &format!("the source action {name:?}"), &to.needs).await
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
    let arn = &wanted.connection_arn;
    let connections = SourceConnections::read(context.client, [arn.as_str()]).await;
    context.warn_all(connections.unread());
    if !changes {
        return Ok(connections);
    }
    let (object, source_provider) = (object_to_value(wanted), connections.source_provider(arn));
    let mut problems = rules::judge_repository(&object, source_provider);
    problems.extend(preflight::ask(context.client, &object, source_provider, false).await);
    let (pipeline, sources) = (&wanted.pipeline_name, source_of(&wanted.name, arn));
    let facts = &context.client.facts;
    if wanted.allow_pending_connection == Some(true) {
        problems.extend(connections.warnings(facts, pipeline, &sources));
    } else {
        problems.extend(connections.refusals(facts, pipeline, &sources));
    }
    let (errors, warnings) = context.client.unskipped(problems).split();
    context.warn_all(warnings);
    errors.or_value(|| connections)
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
    Diagnostic::error(
        format!("Pipeline {pipeline:?} not found in {region}"),
        format!(
            "The pipeline of the source action {action:?} must exist. Check pipeline_name, which is case-sensitive, \
             region and the account of the credentials. If the same configuration creates the pipeline, write \
             pipeline_name = codepipeline_pipeline.NAME.name, so that it is created first."
        ),
    )
    .at(Arguments::PIPELINE_NAME.path())
}

fn not_saved(wanted: &Arguments, region: &str, stopped: Stopped) -> Diagnostics {
    let pipeline = &wanted.pipeline_name;
    match stopped {
        Stopped::Exists(_, problems) | Stopped::Refused(problems) => problems,
        Stopped::Aws(error) if error.kind() == Kind::NotFound => no_pipeline(pipeline, region, &wanted.name).into(),
        Stopped::Aws(error) => failure::error(&format!("change the pipeline {pipeline:?}"), &error).into(),
    }
}
