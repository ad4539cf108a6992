//! The plan of a pipeline, in addition to the rules of its schema.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostics, Severity},
    typed::Maybe,
    value::Value,
};

use super::{
    changed_keys, moved_timeouts, preflight,
    save::{existing, name_in_use, name_used_twice},
    schema::{KEPT, Pipeline},
    sources::{changed_sources, judge_repositories, keeps_connections, keeps_triggers, sources},
};
use crate::{
    aws::{Arn, error::Kind, pipelines::Save},
    provider::{
        checks::{self, region::Wanted},
        client::Client,
        facts::{Fact, PipelineName},
        failure,
        pipeline::{
            by_name,
            model::arguments::{Arguments, PipelineType},
            rules, write_only,
        },
        pipelines::plan_saving_again,
        region::plan_region,
        replaced::{self, Replaced, is_shown, plan_replaced},
        resources::pipeline::schema::Computed,
        source_connections::SourceConnections,
        tags::plan_tags,
    },
};

/// Plans values that are not configured, and warns about problems that would fail the apply.
pub(super) async fn plan(plan: &mut Plan<'_, '_, Pipeline>) -> Result<(), Diagnostics> {
    plan_region(plan, Arguments::REGION).await?;
    record_prior(plan);
    let replaced = plan_replaced(plan, KEPT);
    if plan.is_destroy() {
        return Ok(());
    }
    judge_kept_name(plan);
    if let Some(replaced) = replaced.as_ref().filter(|replaced| is_shown(plan, replaced)) {
        let warning = replaced::warning(plan, &format!("the pipeline {:?}", replaced.name), None);
        plan.report_all(warning);
    }
    if plan.is_create() && plan.config().get(Arguments::PIPELINE_TYPE).is_null() {
        let kind = replaced.as_ref().map_or(KEPT.default, |replaced| &replaced.kind);
        plan.set(Arguments::PIPELINE_TYPE, &PipelineType::from(kind));
    }
    if !plan.is_replace() {
        let available = plan.private.connections.available.clone();
        plan_saving_again(plan, Arguments::NAME, Arguments::RESAVE, &available);
        if !plan.is_create() {
            changed_keys::plan_save(plan);
        }
    }
    plan_tags(plan, Arguments::TAGS, Arguments::TAGS_ALL, Computed::CONSOLE_URL);
    keep_what_the_update_keeps(plan);
    checks::tags::plan(plan, Arguments::TAGS, Severity::Error);
    judge(plan);
    judge_region(plan);
    if plan.is_update() {
        moved_timeouts::warn(plan);
        warn_of_positions(plan);
    }
    if plan.is_create() || plan.is_update() {
        warn_of_the_apply(plan).await;
    }
    Ok(())
}

/// Reports what changes by name if Terraform's diff compares each stage or action with another one.
fn warn_of_positions(plan: &mut Plan<'_, '_, Pipeline>) {
    if !plan.is_replace() {
        let warning = by_name::warning(plan.prior().root(), plan.planned().root());
        plan.report_all(warning);
    }
}

/// Keeps the prior values of attributes that the update does not change.
fn keep_what_the_update_keeps(plan: &mut Plan<'_, '_, Pipeline>) {
    let save = plan.private.connections.save(plan.changes(Arguments::RESAVE));
    if !plan.is_update() || plan.is_replace() || save == Save::Always {
        return;
    }
    let (prior, planned) = (plan.prior().root(), plan.planned().root());
    let is_saved = !Arguments::declare_the_same(prior, planned) || changed_keys::may_change(plan);
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

/// Reports problems that depend on the planned region and type.
fn judge(plan: &mut Plan<'_, '_, Pipeline>) {
    let region = plan.planned().get(Arguments::REGION).known();
    let planned = write_only::with_settings(plan.planned().root(), plan.config().root());
    let of_plan = rules::judge(&planned, region.as_deref());
    let new = rules::new_ones(of_plan, || {
        let region = plan.config().get(Arguments::REGION).known();
        rules::judge(plan.config().root(), region.as_deref())
    });
    plan.report_all(new);
}

/// Reports whether the region of a new pipeline is known, and whether it supports connections if the pipeline gets its
/// first source with a connection.
fn judge_region(plan: &mut Plan<'_, '_, Pipeline>) {
    let has_source = |pipeline: &Value| sources(pipeline).next().is_some();
    let had_none = plan.is_replace() || !has_source(plan.prior().root());
    if had_none && has_source(plan.planned().root()) {
        checks::region::plan(plan, Arguments::REGION, Wanted::Source);
    } else if plan.is_create() || plan.is_replace() {
        checks::region::plan(plan, Arguments::REGION, Wanted::Pipeline);
    }
}

/// Checks the name of a new pipeline with AWS, and new and changed sources with AWS and GitLab.
async fn warn_of_the_apply(plan: &mut Plan<'_, '_, Pipeline>) {
    // Of a replacement all is new. Terraform shows no warnings of the call that plans the new pipeline.
    let prior = if plan.is_replace() {
        &Value::Null
    } else {
        plan.prior().root()
    };
    if let Some(client) = plan.client() {
        judge_name(plan, client).await;
    }
    let connections = look_at_connections(plan, prior).await;
    if let Some(client) = plan.client() {
        let answers = preflight::ask(client, plan.planned().root(), prior, &connections).await;
        plan.report_all(answers);
    }
}

/// Checks the connections of new and changed sources: reports the unusable ones, and checks the repositories
/// against the source providers of the connections.
async fn look_at_connections(plan: &mut Plan<'_, '_, Pipeline>, prior: &Value) -> SourceConnections {
    let planned = plan.planned();
    let sources = changed_sources(planned.root(), prior);
    let connections = match plan.client() {
        Some(client) => SourceConnections::read(client, sources.iter().map(|source| source.arn.as_str())).await,
        None => SourceConnections::default(),
    };
    let mut findings = judge_repositories(planned.root(), prior, &connections);
    if let (Some(client), Maybe::Known(name)) = (plan.client(), planned.get(Arguments::NAME)) {
        let allowed = planned.get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true);
        findings.extend(connections.at_plan(client, &name, &sources, allowed));
    }
    plan.report_all(findings);
    connections
}

/// Reports that a new pipeline has the name of an existing one, unless that is in the state and so is destroyed first. It is
/// an error if the apply would destroy another pipeline before it fails.
async fn judge_name(plan: &mut Plan<'_, '_, Pipeline>, client: &Client) {
    let (Maybe::Known(name), Maybe::Known(region)) = (
        plan.planned().get(Arguments::NAME),
        plan.planned().get(Arguments::REGION),
    ) else {
        return;
    };
    if plan.is_update() && !plan.is_replace() {
        return;
    }
    let new = PipelineName::new(&region, &name);
    client.facts.record(Fact::CreatesPipeline(new.clone()));
    let is_same = |old: &Replaced| {
        let region_of_old = old.arn.parse::<Arn>().map(|arn| arn.region().to_owned());
        old.name == name && region_of_old.is_ok_and(|of_old| of_old == region)
    };
    if plan.private.replaced.as_ref().is_some_and(is_same) {
        return;
    }
    if client.facts.has(&Fact::KeepsPipeline(new.clone())) {
        return plan.report(name_used_twice(&name, &region));
    }
    if client.facts.has(&Fact::ManagesPipeline(new)) {
        if let Some(replaced) = &mut plan.private.replaced {
            replaced.leaving.insert(name);
        }
        return;
    }
    let doing = format!("look for a pipeline {name:?}");
    let found = match client.pipelines.get(&region, &name).await {
        Ok(Some(_)) if plan.is_replace() => Some(name_in_use(&name, &region)),
        Ok(Some(_)) => {
            let warning = name_in_use(&name, &region).with_severity(Severity::Warning);
            let found = client.existing.at_plan(existing(&name, &region), warning);
            return plan.report_all(found.await);
        }
        Ok(None) => None,
        Err(error) if error.kind() == Kind::AccessDenied => {
            Some(failure::skipped(&format!("the search for a pipeline {name:?}"), &error))
        }
        Err(error) => client.failure_at_plan(&doing, &error),
    };
    plan.report_all(found);
}

/// Records a pipeline that the plan keeps. Reports that the same plan creates another pipeline with its name.
fn judge_kept_name(plan: &mut Plan<'_, '_, Pipeline>) {
    if plan.is_create() || plan.is_replace() {
        return;
    }
    let planned = (
        plan.planned().get(Arguments::NAME),
        plan.planned().get(Arguments::REGION),
    );
    if let (Some(client), (Maybe::Known(name), Maybe::Known(region))) = (plan.client(), planned) {
        let pipeline = PipelineName::new(&region, &name);
        client.facts.record(Fact::KeepsPipeline(pipeline.clone()));
        let arn = plan.prior().get(Computed::ARN).known().and_then(|arn| arn.parse().ok());
        let is_new = arn.is_some_and(|arn| client.planned.has_created(&arn));
        if !is_new && client.facts.has(&Fact::CreatesPipeline(pipeline)) {
            plan.report(name_used_twice(&name, &region));
        }
    }
}

/// Records the pipeline that is in the state, and that it is destroyed.
fn record_prior(plan: &Plan<'_, '_, Pipeline>) {
    let prior = (plan.prior().get(Arguments::NAME), plan.prior().get(Arguments::REGION));
    if let (Some(client), (Maybe::Known(name), Maybe::Known(region))) = (plan.client(), prior) {
        let pipeline = PipelineName::new(&region, &name);
        client.facts.record(Fact::ManagesPipeline(pipeline.clone()));
        if plan.is_destroy() || plan.is_replace() {
            client.facts.record(Fact::DestroysPipeline(pipeline));
        }
    }
}
