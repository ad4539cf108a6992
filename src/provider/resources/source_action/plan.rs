//! The plan of a source action, in addition to the rules of its schema.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::Diagnostics,
    typed::{Maybe, attributes_of},
};

use super::{
    change::Change,
    preflight, rules,
    save::{self, source_of},
    schema::{Arguments, Computed, NOT_DECLARED, REGISTERED, SourceAction},
    trial::{arguments, likely, trial},
};
use crate::{
    aws::{connections::Status, pipelines::Save},
    provider::{
        checks::region,
        facts::{Fact, PipelineName},
        pipelines::plan_saving_again,
        region::plan_region,
        replaced,
        source_connections::SourceConnections,
        source_provider::SourceProvider,
    },
};

/// Plans values that are not configured, and reports problems that would fail the apply.
pub(super) async fn plan(plan: &mut Plan<'_, '_, SourceAction>) -> Result<(), Diagnostics> {
    plan_region(plan, Arguments::REGION).await?;
    record_prior(plan);
    if plan.is_destroy() || plan.is_replace() {
        warn_of_removal(plan).await;
    }
    if plan.is_destroy() {
        return Ok(());
    }
    plan_detect_changes(plan);
    // The new action of a replacement is planned in a call of its own, but Terraform shows no warning of that.
    if plan.is_create() || plan.is_replace() {
        region::plan(plan, Arguments::REGION, region::Wanted::Source);
    }
    if plan.is_replace() {
        if plan.config().get(Arguments::STAGE_NAME).is_null() {
            plan.set_unknown(Arguments::STAGE_NAME);
        }
        let name = plan.prior().get(Arguments::NAME).known().unwrap_or_default();
        let warning = replaced::warning(plan, &format!("the source action {name:?}"), None);
        plan.report_all(warning);
        warn_of_the_apply(plan).await;
        return Ok(());
    }
    let available = plan.private.connections.available.clone();
    plan_saving_again(plan, Arguments::PIPELINE_NAME, Arguments::RESAVE, &available);
    plan.private.requires_stage = !plan.config().get(Arguments::STAGE_NAME).is_null();
    if plan.is_update() {
        plan_computed(plan);
    }
    if plan.is_create() || plan.is_update() {
        plan.private.in_new_pipeline = is_in_new_pipeline(plan);
        warn_of_the_apply(plan).await;
    }
    Ok(())
}

/// Whether the same plan creates the pipeline.
fn is_in_new_pipeline(plan: &Plan<'_, '_, SourceAction>) -> bool {
    let planned = plan.planned();
    let (Some(client), Maybe::Known(region), Maybe::Known(pipeline)) = (
        plan.client(),
        planned.get(Arguments::REGION),
        planned.get(Arguments::PIPELINE_NAME),
    ) else {
        return false;
    };
    let pipeline = PipelineName::new(&region, &pipeline);
    client.facts.has(&Fact::CreatesPipeline(pipeline))
}

/// Marks the attributes that the update may change as unknown, and keeps the rest.
fn plan_computed(plan: &mut Plan<'_, '_, SourceAction>) {
    plan.force_update();
    let changed: Vec<&str> = attributes_of::<Arguments>()
        .iter()
        .map(|attribute| attribute.name)
        .filter(|name| plan.planned().value(name) != plan.prior().value(name))
        .collect();
    let changes = |names: &[&str]| changed.iter().any(|name| names.contains(name));
    if changes(&[Arguments::NAME.name, Arguments::STAGE_NAME.name]) {
        plan.set_unknown(Computed::ID);
    }
    if plan.private.connections.save(changes(&[Arguments::RESAVE.name])) == Save::Always {
        return;
    }
    if !changes(&[Arguments::CONNECTION_ARN.name]) {
        plan.keep(Computed::CONNECTION_STATUS);
    }
    if changed.iter().all(|name| NOT_DECLARED.contains(name)) {
        plan.keep(Computed::PIPELINE_VERSION);
    }
    let all_registered = plan.prior().get(Computed::UNREGISTERED_CONNECTIONS) == Maybe::Known(BTreeSet::new());
    if all_registered && !changes(&REGISTERED) {
        plan.keep(Computed::UNREGISTERED_CONNECTIONS);
    }
}

/// Plans `detect_changes` when omitted: a trigger decides alone.
fn plan_detect_changes(plan: &mut Plan<'_, '_, SourceAction>) {
    let config = plan.config();
    if !config.get(Arguments::DETECT_CHANGES).is_null() {
        return;
    }
    let trigger = config.value(Arguments::TRIGGER.name);
    if trigger.is_unknown() {
        plan.set_unknown(Arguments::DETECT_CHANGES);
    } else {
        plan.set(Arguments::DETECT_CHANGES, &trigger.is_null());
    }
}

async fn warn_of_removal(plan: &mut Plan<'_, '_, SourceAction>) {
    let Some(prior) = arguments(plan.prior()) else { return };
    if let (Some(client), Some(region)) = (plan.client(), &prior.region) {
        let pipeline = PipelineName::new(region, &prior.pipeline_name);
        client.facts.record(Fact::RemovesSource(pipeline, prior.name.clone()));
    }
    let replaced = plan.private.replaced.clone();
    let change = Change::Delete {
        pipeline: &prior.pipeline_name,
        name: &prior.name,
        replaced: replaced.as_ref(),
    };
    try_out(plan, &prior, change).await;
}

/// Reports changes that the apply would reject in the current state of AWS.
async fn warn_of_the_apply(plan: &mut Plan<'_, '_, SourceAction>) {
    let prior = arguments(plan.prior()).filter(|_| !plan.is_replace());
    let wanted = arguments(plan.planned());
    let changes = match (&prior, &wanted) {
        (Some(prior), Some(wanted)) => !wanted.declares_the_same(prior),
        _ => true,
    };
    if !changes {
        return;
    }
    let source_provider = look_at_connection(plan).await;
    ask_gitlab(plan, source_provider.as_ref()).await;
    // The apply checks unknown values.
    let Some(mut wanted) = wanted.or_else(|| likely(plan.planned())) else {
        return;
    };
    if plan.config().get(Arguments::STAGE_NAME).is_null() {
        wanted.stage_name = None;
    }
    match &prior {
        None => try_out(plan, &wanted, Change::Create(&wanted)).await,
        Some(prior) => {
            let (wanted, save) = (&wanted, Save::IfChanged);
            try_out(plan, wanted, Change::Update { prior, wanted, save }).await;
        }
    }
}

/// Checks the connection, and the repository against its source provider. Returns the source provider, if known.
async fn look_at_connection(plan: &mut Plan<'_, '_, SourceAction>) -> Option<SourceProvider> {
    let planned = plan.planned();
    let arn = planned.get(Arguments::CONNECTION_ARN).known();
    let connections = match plan.client() {
        Some(client) => SourceConnections::read(client, arn.as_deref()).await,
        None => SourceConnections::default(),
    };
    let source_provider = arn.as_deref().and_then(|arn| connections.source_provider(arn)).cloned();
    let mut findings = rules::judge_repository(planned.root(), source_provider.as_ref());
    if let (Some(client), Some(arn), Maybe::Known(pipeline), Maybe::Known(name)) = (
        plan.client(),
        arn,
        planned.get(Arguments::PIPELINE_NAME),
        planned.get(Arguments::NAME),
    ) {
        let allowed = planned.get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true);
        findings.extend(connections.at_plan(client, &pipeline, &source_of(&name, &arn), allowed));
    }
    plan.report_all(findings);
    source_provider
}

/// Checks the project and branch with GitLab, if the preflight is enabled.
async fn ask_gitlab(plan: &mut Plan<'_, '_, SourceAction>, source_provider: Option<&SourceProvider>) {
    let planned = plan.planned();
    let Some(client) = plan.client() else { return };
    let is_registered = plan.is_update()
        && !plan.is_replace()
        && !plan.changes(Arguments::FULL_REPOSITORY_ID)
        && !plan.changes(Arguments::CONNECTION_ARN)
        && plan.prior().get(Computed::CONNECTION_STATUS) == Maybe::Known(Status::Available.as_str().to_owned())
        && plan.prior().get(Computed::UNREGISTERED_CONNECTIONS) == Maybe::Known(BTreeSet::new());
    let listens = planned.get(Arguments::DETECT_CHANGES) == Maybe::Known(true)
        || !planned.value(Arguments::TRIGGER.name).is_null();
    let answers = preflight::ask(client, planned.root(), source_provider, is_registered && listens).await;
    plan.report_all(answers);
}

/// Makes the change on a copy of the current pipeline, and reports conflicts: as warnings, because the pipeline may be
/// different when the plan is applied, and as errors if the apply would first remove the action from another pipeline.
async fn try_out(plan: &mut Plan<'_, '_, SourceAction>, of: &Arguments, change: Change<'_>) {
    let (Some(client), Some(region)) = (plan.client(), &of.region) else {
        return;
    };
    let pipeline = PipelineName::new(region, &of.pipeline_name);
    let is_managed = || {
        client
            .facts
            .has(&Fact::ManagesSource(pipeline.clone(), of.name.clone()))
    };
    // A tainted action is planned as a new one, although it is still in the pipeline.
    if matches!(change, Change::Create(_)) && plan.is_create() && is_managed() {
        return;
    }
    let found = client.pipelines.get(region, &of.pipeline_name).await;
    let existing = match &found {
        Ok(Some(found)) => change.existing(&found.declaration),
        _ => None,
    };
    let findings = match found {
        Ok(Some(found)) => trial(client, of, change, &found.declaration),
        Ok(None) if matches!(change, Change::Delete { .. }) => Diagnostics::new(),
        Ok(None) if client.facts.has(&Fact::CreatesPipeline(pipeline)) => Diagnostics::new(),
        Ok(None) => save::no_pipeline(&of.pipeline_name, region, &of.name).into(),
        Err(error) => {
            let doing = format!("read the pipeline {:?}", of.pipeline_name);
            return plan.report_all(client.failure_at_plan(&doing, &error));
        }
    };
    if plan.is_replace() && matches!(change, Change::Create(_)) {
        return plan.report_all(findings);
    }
    let mut warnings = findings.as_warnings();
    if let Some(existing) = existing {
        warnings = client.existing.at_plan(existing, warnings).await;
    }
    plan.report_all(warnings);
}

/// Records the source action that is in the state.
fn record_prior(plan: &Plan<'_, '_, SourceAction>) {
    if let (Some(client), Some(prior)) = (plan.client(), arguments(plan.prior())) {
        let region = prior.region.as_deref().unwrap_or_default();
        let pipeline = PipelineName::new(region, &prior.pipeline_name);
        client.facts.record(Fact::ManagesSource(pipeline, prior.name));
    }
}
