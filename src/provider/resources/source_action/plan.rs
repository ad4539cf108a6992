//! The plan of a source action, in addition to the rules of its schema.

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
    schema::{Arguments, Computed, Destination, SourceAction},
};
use crate::{
    aws::{connections::Status, pipelines::Save},
    provider::{
        checks::region, pipelines::plan_saving_again, region::plan_region, replaced::key,
        resources::pipeline::Pipeline, source_connections::SourceConnections, source_provider::SourceProvider,
    },
};

/// Plans values that are not configured, and warns about problems that would fail the apply.
pub(super) async fn plan(plan: &mut Plan<'_, '_, SourceAction>) -> Result<(), Diagnostics> {
    plan_region(plan, Arguments::REGION).await?;
    if plan.is_destroy() || plan.is_replace() {
        warn_of_removal(plan).await;
    }
    if plan.is_destroy() {
        return Ok(());
    }
    plan_detect_changes(plan);
    // The new action of a replacement is planned in a separate call, but Terraform does not show warnings of that call.
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
    if plan.is_update() {
        plan.force_update();
        if plan.changes(Arguments::NAME) || plan.changes(Arguments::STAGE_NAME) {
            plan.set_unknown(Computed::ID);
        }
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

/// Warns about problems that would currently fail the apply.
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
        // Checked at apply, when all values are known.
        (_, None) => {}
    }
}

/// Also returns the source provider of the connection, if known.
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
    // This depends on AWS's response, so it is a warning, because an error would also block a destroy. The apply fails.
    plan.report_all(repository.as_warnings());
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

/// Returns the arguments of a document; `None` if an argument that the provider does not compute is unknown.
fn arguments(document: Document<'_>) -> Option<Arguments> {
    let is_known = |name: &str| name == Arguments::STAGE_NAME.name || document.value(name).is_wholly_known();
    let attributes = attributes_of::<Arguments>();
    if !attributes.iter().all(|attribute| is_known(attribute.name)) {
        return None;
    }
    Arguments::from_object(document.root().as_map()?).ok()
}
