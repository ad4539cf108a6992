//! Writing a pipeline: what is checked before, and what is known after.

use std::collections::BTreeSet;

use serde_json::Value;
use terraform_provider_sdk::{
    author::{Context, State},
    diagnostics::{Diagnostic, Diagnostics},
    typed::derived::object_to_value,
    value::Value as Terraform,
};

use super::{plan::changed_sources, preflight, resource::Pipeline, secrets};
use crate::{
    aws::{
        self,
        edit::{Edited, Save},
        error::Kind,
        pipelines::version,
        wait::Patience,
    },
    provider::{
        checks, failure,
        pipeline::{model::arguments::Arguments, rules, writing},
        source_connections::SourceConnections,
    },
};

/// A declaration that AWS has now.
pub(super) struct Saved {
    /// As AWS has completed it.
    pub(super) declaration: Value,
    /// ARNs of the connections that AWS has registered no webhook for, if it was written.
    pub(super) unregistered: Option<BTreeSet<String>>,
}

/// Why a pipeline was not written.
enum Stopped {
    Aws(aws::Error),
    Changed { seen: i64, found: Option<i64> },
}

impl From<aws::Error> for Stopped {
    fn from(error: aws::Error) -> Self {
        Self::Aws(error)
    }
}

/// Makes the pipeline.
pub(super) async fn create(
    context: &Context<'_, Pipeline>,
    region: &str,
    wanted: &Arguments,
) -> Result<Saved, Diagnostics> {
    let client = context.client;
    let connections = admit(context, region, wanted, None).await?;
    let declaration = writing::declaration(wanted, &Value::Null, None);
    let tags = client.tags.merged(wanted.tags.as_ref());
    let patience = Patience::until_cancelled(client.stop());
    match client.pipelines.create(region, &declaration, &tags, &patience).await {
        Ok(declaration) => Ok(Saved {
            declaration,
            unregistered: Some(connections.unregistered(&BTreeSet::new())),
        }),
        Err(error) if error.kind() == Kind::AlreadyExists => Err(name_in_use(&wanted.name, region).into()),
        Err(error) => Err(failure::error(&format!("create the pipeline {:?}", wanted.name), &error).into()),
    }
}

/// Writes the pipeline, unless nothing changes and `save` does not insist; never over what somebody else has changed since
/// the plan. What source actions of the same configuration have changed since is no such thing.
pub(super) async fn update(
    context: &Context<'_, Pipeline>,
    region: &str,
    prior: &State<Pipeline>,
    wanted: &Arguments,
    save: Save,
) -> Result<Saved, Diagnostics> {
    let client = context.client;
    let connections = admit(context, region, wanted, Some(&prior.arguments)).await?;
    let patience = Patience::until_cancelled(client.stop());
    let (pipelines, seen) = (&client.pipelines, prior.computed.version);
    let edited = pipelines.edit_since(region, &wanted.name, seen, &patience, |declaration| {
        let found = version(declaration);
        if let Some(seen) = seen
            && found != Some(seen)
        {
            return Err(Stopped::Changed { seen, found });
        }
        let mut wanted = wanted.clone();
        secrets::mask(&mut wanted, &prior.arguments, declaration);
        *declaration = writing::declaration(&wanted, declaration, Some(&prior.arguments));
        Ok(save)
    });
    match edited.await {
        Ok(Edited {
            declaration,
            written,
            doubt,
            ..
        }) => {
            if let Some(doubt) = &doubt {
                context.warn(failure::doubt(&wanted.name, doubt));
            }
            Ok(Saved {
                declaration,
                unregistered: written.then(|| connections.unregistered(&prior.computed.unregistered_connections)),
            })
        }
        Err(stopped) => Err(not_updated(&wanted.name, &stopped).into()),
    }
}

/// Lets nothing pass that AWS would refuse, or that could never start.
async fn admit(
    context: &Context<'_, Pipeline>,
    region: &str,
    wanted: &Arguments,
    prior: Option<&Arguments>,
) -> Result<SourceConnections, Diagnostics> {
    let pipeline = object_to_value(wanted);
    refuse(context, rules::judge(&pipeline, Some(region)))?;
    let sources = wanted.actions().filter(|(_, _, action)| action.is_connection_source());
    let arns = sources.filter_map(|(_, _, action)| action.setting("ConnectionArn"));
    let connections = SourceConnections::read(context.client, arns).await;
    let by_type = checks::repository::judge_repositories(&pipeline, |arn| connections.destination(arn));
    refuse(context, by_type)?;
    context.warn_all(connections.unread());
    let before = prior.map_or(Terraform::Null, object_to_value);
    let changed = changed_sources(&pipeline, &before);
    let mut findings = if wanted.allow_pending_connection == Some(true) {
        connections.warnings(&wanted.name, &changed, true)
    } else {
        connections.refusals(&wanted.name, &changed)
    };
    findings.extend(preflight::ask(context.client, &pipeline, &before, &connections).await);
    let (errors, warnings) = context.client.unskipped(findings).split();
    context.warn_all(warnings);
    errors.or_value(|| connections)
}

/// Stops at errors that are not silenced. Warnings were shown when the plan was made.
fn refuse(context: &Context<'_, Pipeline>, findings: Diagnostics) -> Result<(), Diagnostics> {
    let (errors, _) = context.client.unskipped(findings).split();
    errors.or_value(|| ())
}

fn name_in_use(name: &str, region: &str) -> Diagnostic {
    let block = format!("import {{\n  to = codepipeline_pipeline.NAME\n  id = \"{name}@{region}\"\n}}");
    Diagnostic::error(
        format!("The pipeline {name:?} exists already in {region}"),
        format!(
            "Names of pipelines are unique in an account and region. To manage the existing pipeline, add this with the \
             address of your resource; to make another one, choose another name.\n\n{block}"
        ),
    )
}

fn not_updated(name: &str, stopped: &Stopped) -> Diagnostic {
    match stopped {
        Stopped::Aws(error) if error.kind() == Kind::NotFound => Diagnostic::error(
            format!("The pipeline {name:?} is gone"),
            "Somebody has deleted it since the plan was made. Run the command again: the next plan creates it anew.",
        ),
        Stopped::Aws(error) => failure::error(&format!("change the pipeline {name:?}"), error),
        Stopped::Changed { seen, found } => {
            let found = found.map_or_else(|| "another one".to_owned(), |found| found.to_string());
            Diagnostic::error(
                format!("The pipeline {name:?} was changed since the plan"),
                format!(
                    "The plan was made for version {seen}, and the pipeline has version {found} now: somebody else has \
                     changed it. Nothing was written, since that would undo their change. Plan again, and look at what is \
                     different.\n\nIf the plan was made without refreshing (-refresh=false, or while the provider's \
                     configuration was not known yet), a source action of the same configuration counts as somebody else: \
                     a plan that refreshes gets past it."
                ),
            )
        }
    }
}
