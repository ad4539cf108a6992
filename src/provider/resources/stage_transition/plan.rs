//! The plan of a stage transition, in addition to the rules of its schema.

use terraform_provider_sdk::{author::Plan, diagnostics::Diagnostics};

use super::{
    found::{Found, Stage},
    schema::{Arguments, StageTransition},
};
use crate::provider::{
    client::Client,
    facts::{Fact, PipelineName},
    region::plan_region,
};

/// Plans the region, and reports what would fail the apply.
///
/// # Errors
/// If the provider has no region either.
pub(super) async fn plan(plan: &mut Plan<'_, '_, StageTransition>) -> Result<(), Diagnostics> {
    plan_region(plan, Arguments::REGION).await?;
    if !plan.is_create() && !plan.is_replace() {
        return Ok(());
    }
    let Some(client) = plan.client() else { return Ok(()) };
    let planned = plan.planned();
    let (Some(region), Some(pipeline), Some(name)) = (
        planned.get(Arguments::REGION).known(),
        planned.get(Arguments::PIPELINE_NAME).known(),
        planned.get(Arguments::STAGE_NAME).known(),
    ) else {
        return Ok(());
    };
    let reason = planned.get(Arguments::REASON).known();
    let stage = Stage {
        region: &region,
        pipeline: &pipeline,
        name: &name,
    };
    let findings = look(client, &stage, reason.as_deref()).await;
    // The apply of a replacement would first enable the other transition.
    let findings = if plan.is_replace() {
        findings
    } else {
        findings.as_warnings()
    };
    plan.report_all(findings);
    Ok(())
}

/// Returns the problems for which the apply would reject the transition in the current state of AWS.
async fn look(client: &Client, stage: &Stage<'_>, reason: Option<&str>) -> Diagnostics {
    let pipeline = PipelineName::new(stage.region, stage.pipeline);
    if client.facts.has(&Fact::CreatesPipeline(pipeline.clone())) {
        return Diagnostics::new();
    }
    let found = match client.pipelines.transitions(stage.region, stage.pipeline).await {
        Ok(transitions) => Found::of(transitions, stage.name),
        Err(error) => {
            let doing = format!("read the state of the pipeline {:?}", stage.pipeline);
            return client.failure_at_plan(&doing, &error).into_iter().collect();
        }
    };
    // The apply may add the stage before.
    if matches!(found, Found::NoStage(_)) && client.facts.has(&Fact::ManagesPipeline(pipeline)) {
        return Diagnostics::new();
    }
    found.obstacle(stage, reason).into_iter().collect()
}
