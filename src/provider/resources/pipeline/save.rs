//! Writes pipelines, with the checks before and the results after a write.

use std::collections::BTreeSet;

use serde_json::Value;
use terraform_provider_sdk::{
    author::{Context, State},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Document, Maybe, derived::object_to_value},
    value::Value as Terraform,
};

use super::{
    preflight,
    schema::Pipeline,
    sources::{changed_sources, judge_repositories, sources},
};
use crate::{
    aws::{
        self,
        error::Kind,
        pipelines::{Edited, Expected, Replacement, Save, version},
        wait::Patience,
    },
    provider::{
        client::Client,
        existing::{Existing, MOVE_INSTEAD},
        failure,
        notices::steps,
        pipeline::{
            codec::{self, Prior},
            model::arguments::Arguments,
            rules, write_only,
        },
        source_connections::SourceConnections,
    },
};

/// A declaration in AWS.
pub(super) struct Saved {
    /// As AWS has completed it.
    pub(super) declaration: Value,
    /// ARNs of the connections without a webhook, if the declaration was written.
    pub(super) unregistered: Option<BTreeSet<String>>,
    /// The error that the write overwrote versions made out of band.
    pub(super) overtook: Option<Diagnostic>,
}

impl Saved {
    /// Returns whether the declaration was written.
    pub(super) fn is_written(&self) -> bool {
        self.unregistered.is_some()
    }
}

/// Creates the pipeline.
pub(super) async fn create(
    context: &Context<'_, Pipeline>,
    region: &str,
    wanted: &Arguments,
) -> Result<Saved, Diagnostics> {
    let client = context.client;
    let connections = admit(context, region, wanted, None).await?;
    let declaration = codec::write(wanted, &Value::Null, None);
    let tags = client.tags.merged(wanted.tags.as_ref());
    let patience = Patience::until_cancelled(client.stop());
    match client.pipelines.create(region, &declaration, &tags, &patience).await {
        Ok(declaration) => Ok(Saved {
            declaration,
            unregistered: Some(connections.unregistered(&BTreeSet::new())),
            overtook: None,
        }),
        Err(error) if error.kind() == Kind::AlreadyExists => {
            let name = &wanted.name;
            let found = client
                .existing
                .at_apply(existing(name, region), name_in_use(name, region));
            Err(found.await)
        }
        Err(error) => Err(failure::error(&format!("create the pipeline {:?}", wanted.name), &error).into()),
    }
}

/// Writes the pipeline once, unless nothing changes and `save` does not force it. The pipeline is not written if it was
/// changed out of band after the plan; changes by source actions in the same configuration are merged.
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
    let name = &wanted.name;
    let expected = Expected {
        version: prior.computed.version,
        created: prior.private.created.clone(),
    };
    let change = |declaration: &mut Value| {
        let prior = Prior {
            arguments: &prior.arguments,
            write_only: &prior.private.write_only,
        };
        *declaration = codec::write(wanted, declaration, Some(prior));
        Ok::<_, aws::Error>(save)
    };
    let replaced = client
        .pipelines
        .replace_if_version(region, name, &expected, &patience, change)
        .await;
    let saved = |edited: Edited, overtook| Saved {
        declaration: edited.declaration,
        unregistered: edited
            .written
            .then(|| connections.unregistered(&prior.computed.unregistered_connections)),
        overtook,
    };
    match replaced {
        Ok(Replacement::InForce(edited)) => Ok(saved(edited, None)),
        Ok(Replacement::Overtook { edited, read }) => {
            let overtook = overwritten(name, read, &edited);
            Ok(saved(edited, Some(overtook)))
        }
        Ok(Replacement::ChangedSince { found }) => Err(changed_since(name, expected.version, found).into()),
        Ok(Replacement::RecreatedSince) => Err(recreated_since(name).into()),
        Err(error) => Err(not_updated(name, &error).into()),
    }
}

/// Returns an error for a pipeline that AWS would reject or that could never start.
async fn admit(
    context: &Context<'_, Pipeline>,
    region: &str,
    wanted: &Arguments,
    prior: Option<&Arguments>,
) -> Result<SourceConnections, Diagnostics> {
    let client = context.client;
    client.pipelines.mask(region, &write_only::secrets(wanted)).await;
    let pipeline = object_to_value(wanted);
    let before = prior.map_or(Terraform::Null, object_to_value);
    // The plan has already shown the warnings of the rules.
    let (errors, _) = judge_offline(client, &pipeline, Some(region)).split();
    errors.or_value(|| ())?;
    let (connections, found) = judge_sources(client, &pipeline, &before).await;
    context.warn_all(connections.unread());
    let (errors, warnings) = found.split();
    context.warn_all(warnings);
    errors.or_value(|| connections)
}

/// Returns why the pipeline that replaces `old` cannot be created now. Skips unknown values.
pub(super) async fn in_the_way(client: &Client, old: &State<Pipeline>, new: Document<'_>) -> Diagnostics {
    let region = new.get(Arguments::REGION).known();
    let mut found = judge_offline(client, new.root(), region.as_deref());
    found.extend(judge_sources(client, new.root(), &Terraform::Null).await.1);
    if let (Some(region), Some(name)) = (region, new.get(Arguments::NAME).known()) {
        let is_same = old.arguments.region.as_ref() == Some(&region) && old.arguments.name == name;
        let is_leaving = old
            .private
            .replaced
            .as_ref()
            .is_some_and(|it| it.leaving.contains(&name));
        if !is_same && !is_leaving {
            found.extend(taken(client, &name, &region).await);
        }
    }
    found
}

/// Returns the error that another pipeline has the name, or that this cannot be determined.
async fn taken(client: &Client, name: &str, region: &str) -> Option<Diagnostic> {
    match client.pipelines.get(region, name).await {
        Ok(Some(_)) => Some(name_in_use(name, region)),
        Ok(None) => None,
        Err(error) if error.kind() == Kind::AccessDenied => None,
        Err(error) => Some(failure::error(&format!("look for a pipeline {name:?}"), &error)),
    }
}

/// Returns the problems that do not depend on other objects.
fn judge_offline(client: &Client, wanted: &Terraform, region: Option<&str>) -> Diagnostics {
    client.unskipped(rules::judge(wanted, region))
}

/// Returns the connections of all sources, and the problems of the sources in `wanted` that `prior` does not have.
async fn judge_sources(client: &Client, wanted: &Terraform, prior: &Terraform) -> (SourceConnections, Diagnostics) {
    let changed = changed_sources(wanted, prior);
    // Also of the unchanged sources, whose webhooks the save may register.
    let configurations = sources(wanted).map(|(_, action)| action.get("configuration"));
    let arns: Vec<&str> = configurations
        .filter_map(|it| it.get("ConnectionArn").as_str())
        .collect();
    let connections = SourceConnections::read(client, arns).await;
    // The plan has already shown the warnings about repositories.
    let (found, _) = client
        .unskipped(judge_repositories(wanted, prior, &connections))
        .split();
    if found.has_errors() {
        return (connections, found);
    }
    let pipeline = Document::new(wanted);
    let name = pipeline.get(Arguments::NAME).known().unwrap_or_default();
    let mut found = if pipeline.get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true) {
        connections.warnings(&client.facts, &name, &changed)
    } else {
        connections.refusals(&client.facts, &name, &changed)
    };
    found.extend(preflight::ask(client, wanted, prior, &connections).await);
    (connections, client.unskipped(found))
}

/// Returns the existing pipeline, to be named together with others.
pub(super) fn existing(name: &str, region: &str) -> Existing {
    Existing {
        object: format!("pipeline {name:?}"),
        import: steps::import_block("codepipeline_pipeline", name, &format!("{name}@{region}")),
    }
}

/// Returns the error that another pipeline has the name.
pub(super) fn name_in_use(name: &str, region: &str) -> Diagnostic {
    let block = existing(name, region).import;
    Diagnostic::error(
        format!("The pipeline {name:?} already exists in {region}"),
        format!(
            "Names of pipelines are unique in an account and region. To manage the existing pipeline, add this block \
             with the address of your resource; to create another pipeline, choose another name.\n\n{block}\n\n{MOVE_INSTEAD}"
        ),
    )
}

/// Returns the error that two resources have the name.
pub(super) fn name_used_twice(name: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Two pipelines of this configuration have the name {name:?}"),
        format!(
            "Names of pipelines are unique in an account and region. One resource already manages {name:?} in {region}, and \
             another one would create it. Choose another name for one of them."
        ),
    )
    .at(Arguments::NAME.path())
}

fn not_updated(name: &str, error: &aws::Error) -> Diagnostic {
    if error.kind() == Kind::NotFound {
        return Diagnostic::error(
            format!("The pipeline {name:?} no longer exists"),
            "It was deleted out of band after the plan. Run the command again: the next apply recreates it.",
        );
    }
    failure::error(&format!("change the pipeline {name:?}"), error)
}

fn changed_since(name: &str, seen: Option<i64>, found: Option<i64>) -> Diagnostic {
    let (seen, found) = (version_name(seen), version_name(found));
    Diagnostic::error(
        format!("The pipeline {name:?} was changed since the plan"),
        format!(
            "The plan was made for {seen}, but the pipeline now has {found}: it was changed out of band. Nothing was \
             written, because a write would overwrite that change. Plan again, and review the differences.\n\nIf the \
             plan was made without a refresh (-refresh=false, or while the provider configuration was unknown), a \
             source action in the same configuration may have made the change: plan again with a refresh."
        ),
    )
}

fn recreated_since(name: &str) -> Diagnostic {
    Diagnostic::error(
        format!("The pipeline {name:?} was recreated since the plan"),
        "It was deleted and created again out of band. Nothing was written, because a write would overwrite the new \
         pipeline. Plan again, and review the differences.",
    )
}

fn overwritten(name: &str, read: Option<i64>, edited: &Edited) -> Diagnostic {
    let versions: Vec<String> = edited.foreign.iter().map(ToString::to_string).collect();
    let (versions, read) = (versions.join(", "), version_name(read));
    let written = version_name(version(&edited.declaration));
    Diagnostic::error(
        format!("The update of the pipeline {name:?} overwrote a change made out of band"),
        format!(
            "Terraform read {read} and wrote {written}. In between, version {versions} was written out of band. AWS \
             has no way to prevent this. The configuration is in effect, and the other change is not. The provider did \
             not write again, because every write cancels running executions. Compare the versions, and add the \
             missing changes to the configuration: aws codepipeline get-pipeline --name {name} --pipeline-version N."
        ),
    )
}

fn version_name(version: Option<i64>) -> String {
    version.map_or_else(
        || "an unknown version".to_owned(),
        |version| format!("version {version}"),
    )
}
