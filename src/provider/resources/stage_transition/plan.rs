//! The plan of a stage transition, in addition to the rules of its schema.

use terraform_provider_sdk::{author::Plan, diagnostics::Diagnostics, typed::Document};

use super::{
    found::{Found, Stage},
    schema::{Arguments, StageTransition},
};
use crate::provider::{
    client::Client,
    facts::{Fact, PipelineName},
    region::plan_region,
    replaced,
};

/// Plans the region, and reports what would fail the apply.
///
/// # Errors
/// If the provider has no region either.
pub(super) async fn plan(plan: &mut Plan<'_, '_, StageTransition>) -> Result<(), Diagnostics> {
    plan_region(plan, Arguments::REGION).await?;
    let Some(client) = plan.client() else { return Ok(()) };
    if plan.is_replace() {
        plan.private.in_new_pipeline = stage(plan.planned()).is_some_and(|new| is_in_new_pipeline(client, &new));
        let disabled = stage(plan.prior());
        if let Some(Stage { name, .. }) = &disabled {
            let warning = replaced::warning(plan, &format!("the transition into the stage {name:?}"), None);
            plan.report_all(warning);
        }
        // The apply would first enable the other transition.
        plan.report_all(judge(client, disabled.as_ref(), plan.planned()).await);
    } else if plan.is_create() {
        plan.report_all(judge(client, None, plan.planned()).await.as_warnings());
    }
    Ok(())
}

/// Returns the stage of a transition; `None` if it is unknown.
fn stage(transition: Document<'_>) -> Option<Stage> {
    Some(Stage {
        region: transition.get(Arguments::REGION).known()?,
        pipeline: transition.get(Arguments::PIPELINE_NAME).known()?,
        name: transition.get(Arguments::STAGE_NAME).known()?,
    })
}

fn pipeline(stage: &Stage) -> PipelineName {
    PipelineName::new(&stage.region, &stage.pipeline)
}

/// Whether the same plan creates the pipeline.
fn is_in_new_pipeline(client: &Client, stage: &Stage) -> bool {
    client.facts.has(&Fact::CreatesPipeline(pipeline(stage)))
}

/// Returns the problems for which the apply would reject the `new` transition in the current state of AWS. Skips unknown
/// values, and the transition that a replacement has `disabled`.
pub(super) async fn judge(client: &Client, disabled: Option<&Stage>, new: Document<'_>) -> Diagnostics {
    let is_checked = |new: &Stage| disabled != Some(new) && !is_in_new_pipeline(client, new);
    let Some(wanted) = stage(new).filter(is_checked) else {
        return Diagnostics::new();
    };
    let found = match client.pipelines.transitions(&wanted.region, &wanted.pipeline).await {
        Ok(transitions) => Found::of(transitions, &wanted.name),
        Err(error) => {
            let doing = format!("read the state of the pipeline {:?}", wanted.pipeline);
            return client.failure_at_plan(&doing, &error).into_iter().collect();
        }
    };
    // The apply may add the stage before.
    let is_managed = || client.facts.has(&Fact::ManagesPipeline(pipeline(&wanted)));
    if matches!(found, Found::NoStage(_)) && is_managed() {
        return Diagnostics::new();
    }
    let reason = new.get(Arguments::REASON).known();
    found.obstacle(&wanted, reason.as_deref()).into_iter().collect()
}
