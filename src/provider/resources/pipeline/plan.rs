//! What the plan of a pipeline needs beyond its schema.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostics, Severity},
    typed::{Document, Maybe},
    value::Value,
};

use super::{
    preflight, save,
    schema::{KEPT, Pipeline},
    sources::{changed_sources, keeps_connections, keeps_triggers, sources},
};
use crate::{
    aws::pipelines::Save,
    provider::{
        checks::{self, region::Wanted},
        client::Client,
        pipeline::{
            model::arguments::{Arguments, PipelineType},
            rules,
        },
        pipelines::plan_saving_again,
        region::plan_region,
        replaced::plan_replaced,
        resources::pipeline::schema::Computed,
        source_connections::SourceConnections,
        tags::plan_tags,
    },
};

/// Plans what is not configured, and warns of what the apply would refuse.
pub(super) async fn plan(plan: &mut Plan<'_, '_, Pipeline>) -> Result<(), Diagnostics> {
    plan_region(plan, Arguments::REGION).await?;
    let replaced = plan_replaced(plan, KEPT);
    if plan.is_destroy() {
        return Ok(());
    }
    if plan.is_create() && plan.config().get(Arguments::PIPELINE_TYPE).is_null() {
        let kind = replaced.as_ref().map_or(KEPT.default, |replaced| &replaced.kind);
        plan.set(Arguments::PIPELINE_TYPE, &PipelineType::from(kind));
    }
    if !plan.is_replace() {
        let available = plan.private.connections.available.clone();
        plan_saving_again(plan, Arguments::NAME, Arguments::RESAVE, &available);
    }
    plan_tags(plan, Arguments::TAGS, Computed::TAGS_ALL);
    keep_what_the_update_keeps(plan);
    checks::tags::plan(plan, Arguments::TAGS, Computed::TAGS_ALL, Severity::Error);
    judge(plan);
    judge_region(plan);
    if plan.is_create() || plan.is_update() {
        warn_of_the_apply(plan).await;
    }
    if replaced.is_some() {
        remember_needs(plan);
    }
    if plan.is_replace() {
        refuse_taken_name(plan).await;
    }
    Ok(())
}

/// Remembers the connections without which the new pipeline is not created, so that the old one is not destroyed before.
fn remember_needs(plan: &mut Plan<'_, '_, Pipeline>) {
    let pipeline = plan.planned().root();
    let arn = |(_, action): (_, &Value)| Some(action.get("configuration").get("ConnectionArn").as_str()?.to_owned());
    let needs = sources(pipeline).filter_map(arn).collect();
    let is_allowed = plan.planned().get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true);
    if let Some(replaced) = plan.private.replaced.as_mut().filter(|_| !is_allowed) {
        replaced.needs = needs;
    }
}

/// Refuses a replacement whose new name another pipeline has: the apply would destroy this one and then fail.
async fn refuse_taken_name(plan: &mut Plan<'_, '_, Pipeline>) {
    let place = |document: Document<'_>| {
        Some((
            document.get(Arguments::REGION).known()?,
            document.get(Arguments::NAME).known()?,
        ))
    };
    let (Some(client), Some((region, name))) = (plan.client(), place(plan.planned())) else {
        return;
    };
    if place(plan.prior()) == Some((region.clone(), name.clone())) {
        return;
    }
    let Ok(Some(found)) = client.pipelines.get(&region, &name).await else {
        return;
    };
    if found.arn.is_none_or(|arn| !client.planned.is_leaving(arn.as_str())) {
        plan.report(save::name_in_use(&name, &region).at(Arguments::NAME.path()));
    }
}

/// Plans the prior values of what the update does not change.
fn keep_what_the_update_keeps(plan: &mut Plan<'_, '_, Pipeline>) {
    let save = plan.private.connections.save(plan.changes(Arguments::RESAVE));
    if !plan.is_update() || plan.is_replace() || save == Save::Always {
        return;
    }
    let (prior, planned) = (plan.prior().root(), plan.planned().root());
    let is_saved = !Arguments::declare_the_same(prior, planned);
    let (triggers, connections) = (keeps_triggers(prior, planned), keeps_connections(prior, planned));
    if !is_saved {
        plan.keep(Computed::VERSION);
    }
    if !is_saved || triggers {
        plan.keep(Computed::TRIGGER_ALL);
    }
    let all_registered = plan.prior().get(Computed::UNREGISTERED_CONNECTIONS) == Maybe::Known(BTreeSet::new());
    if !is_saved || connections && all_registered {
        plan.keep(Computed::UNREGISTERED_CONNECTIONS);
    }
}

/// Says what could not be said of the configuration alone: the region and the type are planned now.
fn judge(plan: &mut Plan<'_, '_, Pipeline>) {
    let of_config = rules::judge(
        plan.config().root(),
        plan.config().get(Arguments::REGION).known().as_deref(),
    );
    let region = plan.planned().get(Arguments::REGION).known();
    let of_plan = rules::judge(plan.planned().root(), region.as_deref());
    plan.report_all(rules::new_ones(of_plan, &of_config));
}

/// Reports whether the region supports connections, for a pipeline that gets its first source of a connection or is
/// recreated with one.
fn judge_region(plan: &mut Plan<'_, '_, Pipeline>) {
    let has_source = |pipeline: &Value| sources(pipeline).next().is_some();
    let had_none = plan.is_replace() || !has_source(plan.prior().root());
    if had_none && has_source(plan.planned().root()) {
        checks::region::plan(plan, Arguments::REGION, Wanted::Source);
    }
}

/// Asks AWS and GitLab about new and changed sources.
async fn warn_of_the_apply(plan: &mut Plan<'_, '_, Pipeline>) {
    let Some(client) = plan.client() else { return };
    // Of a replacement all is new. Terraform shows no warnings of the call that plans the new pipeline.
    let prior = if plan.is_replace() {
        &Value::Null
    } else {
        plan.prior().root()
    };
    let connections = look_at_connections(plan, client, prior).await;
    let answers = preflight::ask(client, plan.planned().root(), prior, &connections).await;
    plan.report_all(answers);
}

/// Looks at the connections of new and changed sources: warns of those that are known not to be usable, and holds the
/// repositories against what the connections lead to.
async fn look_at_connections(plan: &mut Plan<'_, '_, Pipeline>, client: &Client, prior: &Value) -> SourceConnections {
    let Maybe::Known(name) = plan.planned().get(Arguments::NAME) else {
        return SourceConnections::default();
    };
    let sources = changed_sources(plan.planned().root(), prior);
    if sources.is_empty() {
        return SourceConnections::default();
    }
    let connections = SourceConnections::read(client, sources.iter().map(|source| source.arn.as_str())).await;
    let allowed = plan.planned().get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true);
    let repositories =
        checks::repository::judge_repositories(plan.planned().root(), |arn| connections.source_provider(arn));
    plan.report_all(connections.unread());
    plan.report_all(connections.warnings(&name, &sources, allowed));
    // AWS reports this, so it is a warning: an error would also block a destroy. The apply refuses it.
    plan.report_all(repositories.as_warnings());
    connections
}
