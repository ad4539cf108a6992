//! What the plan of a source action needs beyond its schema.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::{Plan, Resource as _},
    diagnostics::Diagnostics,
    typed::{Attributes, Document, Maybe, attributes_of},
};

use super::{
    change::Change,
    preflight, rules,
    save::{no_pipeline, source_of},
    schema::{Arguments, Computed, Destination, NOT_DECLARED, REGISTERED, SourceAction},
};
use crate::{
    aws::{connections::Status, pipelines::Save},
    provider::{
        checks::region, pipelines::plan_saving_again, region::plan_region, replaced::key,
        resources::pipeline::Pipeline, source_connections::SourceConnections, source_provider::SourceProvider,
    },
};

/// Plans what is not configured, and warns of what the apply would refuse.
pub(super) async fn plan(plan: &mut Plan<'_, '_, SourceAction>) -> Result<(), Diagnostics> {
    plan_region(plan, Arguments::REGION).await?;
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
        warn_of_the_apply(plan).await;
        refuse_missing_pipeline(plan).await;
        return Ok(());
    }
    let available = plan.private.connections.available.clone();
    plan_saving_again(plan, Arguments::PIPELINE_NAME, Arguments::RESAVE, &available);
    plan.private.requires_stage = !plan.config().get(Arguments::STAGE_NAME).is_null();
    if plan.is_update() {
        plan_computed(plan);
    }
    if plan.is_create() || plan.is_update() {
        warn_of_the_apply(plan).await;
    }
    Ok(())
}

/// Refuses a move to a pipeline that does not exist: the apply would remove the source action and then fail. Remembers what
/// the move needs, because the apply checks it again before it removes the source action.
async fn refuse_missing_pipeline(plan: &mut Plan<'_, '_, SourceAction>) {
    let planned = plan.planned();
    let (Some(client), Maybe::Known(region)) = (plan.client(), planned.get(Arguments::REGION)) else {
        return;
    };
    let is_coming = |pipeline: &str| client.planned.is_coming(&key(Pipeline::NAME, &region, pipeline));
    let pipeline = planned.get(Arguments::PIPELINE_NAME).known();
    let pipeline = pipeline.filter(|pipeline| !is_coming(pipeline));
    let name = planned.get(Arguments::NAME).known().unwrap_or_default();
    let is_allowed = planned.get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true);
    let connection = planned.get(Arguments::CONNECTION_ARN).known().filter(|_| !is_allowed);
    if let Some(pipeline) = &pipeline
        && let Ok(None) = client.pipelines.get(&region, pipeline).await
    {
        plan.report(no_pipeline(pipeline, &region, &name));
    }
    plan.private.moves_to = Some(Destination {
        region,
        pipeline,
        needs: connection.into_iter().collect(),
    });
}

/// Plans as unknown what the update may change, and keeps the rest.
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
    let replaced = plan.private.replaced.clone();
    let change = Change::Delete {
        pipeline: &prior.pipeline_name,
        name: &prior.name,
        replaced: replaced.as_ref(),
    };
    let findings = try_out(plan, &prior, change).await;
    plan.report_all(findings.as_warnings());
}

/// Warns of what the apply would refuse as things are now.
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
    let source_provider = warn_of_connection(plan).await;
    ask_gitlab(plan, source_provider.as_ref()).await;
    match (&prior, &wanted) {
        (None, Some(wanted)) => {
            let findings = try_out(plan, wanted, Change::Create(wanted)).await;
            // The apply would remove the source action from its pipeline and then fail.
            let refused = plan.is_replace();
            plan.report_all(if refused { findings } else { findings.as_warnings() });
        }
        (Some(prior), Some(wanted)) => {
            let save = Save::IfChanged;
            let findings = try_out(plan, wanted, Change::Update { prior, wanted, save }).await;
            plan.report_all(findings.as_warnings());
        }
        // Checked at the apply, when everything is known.
        (_, None) => {}
    }
}

/// Also says where the connection leads, if that is known.
async fn warn_of_connection(plan: &mut Plan<'_, '_, SourceAction>) -> Option<SourceProvider> {
    let planned = plan.planned();
    let (Some(client), Maybe::Known(pipeline), Maybe::Known(name), Maybe::Known(arn)) = (
        plan.client(),
        planned.get(Arguments::PIPELINE_NAME),
        planned.get(Arguments::NAME),
        planned.get(Arguments::CONNECTION_ARN),
    ) else {
        return None;
    };
    let allowed = planned.get(Arguments::ALLOW_PENDING_CONNECTION) == Maybe::Known(true);
    let connections = SourceConnections::read(client, [arn.as_str()]).await;
    let source_provider = connections.source_provider(&arn).cloned();
    let repository = rules::judge_repository(planned.root(), source_provider.as_ref());
    plan.report_all(connections.unread());
    plan.report_all(connections.warnings(&pipeline, &source_of(&name, &arn), allowed));
    // AWS reports this, so it is a warning: an error would also block a destroy. The apply refuses it.
    plan.report_all(repository.as_warnings());
    source_provider
}

/// What GitLab says of project and branch, if the preflight is on.
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

/// Makes the change on a copy of the pipeline as it is now, and returns what prevents it.
async fn try_out(plan: &Plan<'_, '_, SourceAction>, of: &Arguments, change: Change<'_>) -> Diagnostics {
    let (Some(client), Some(region)) = (plan.client(), &of.region) else {
        return Diagnostics::new();
    };
    // The apply asks again, and reports what is wrong.
    let Ok(Some(found)) = client.pipelines.get(region, &of.pipeline_name).await else {
        return Diagnostics::new();
    };
    let (before, mut after) = (&found.declaration, found.declaration.clone());
    match change.make(&mut after) {
        Ok(_) => change.judge(before, &after, region),
        Err(problems) => problems,
    }
}

/// The arguments of a document, unless one is unknown that the provider does not fill in.
fn arguments(document: Document<'_>) -> Option<Arguments> {
    let is_known = |name: &str| name == Arguments::STAGE_NAME.name || document.value(name).is_wholly_known();
    let attributes = attributes_of::<Arguments>();
    if !attributes.iter().all(|attribute| is_known(attribute.name)) {
        return None;
    }
    Arguments::from_object(document.root().as_map()?).ok()
}
