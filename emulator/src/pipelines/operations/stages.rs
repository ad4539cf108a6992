//! Stages of a pipeline: transitions, retry, rollback.

use serde_json::json;

use crate::{
    pipelines::{
        answers::Answer,
        declaration::Declaration,
        executions::{self, advance},
        pipeline::Transition,
        request::Request,
    },
    wire::Failure,
};

pub(in crate::pipelines) fn disable_transition(request: &mut Request<'_, '_>) -> Answer {
    change_transition(request, Some(request.text("reason").to_owned()))
}

pub(in crate::pipelines) fn enable_transition(request: &mut Request<'_, '_>) -> Answer {
    change_transition(request, None)
}

fn change_transition(request: &mut Request<'_, '_>, disabled_reason: Option<String>) -> Answer {
    let declaration = stage_of(request)?;
    let stage = target(&declaration, request.text("stageName"), request.text("transitionType"))?;
    let transition = Transition {
        enabled: disabled_reason.is_none(),
        last_changed_by: request.scope.caller.to_owned(),
        last_changed_at: request.scope.now,
        disabled_reason,
    };
    let (pipeline, mut environment) = request.pipeline_mut("pipelineName")?;
    pipeline.transitions.insert(stage, transition);
    advance(pipeline, &mut environment);
    Ok(None)
}

/// Returns the stage whose entry is requested: the exit of a stage is the entry of the next.
fn target(declaration: &Declaration, stage: &str, kind: &str) -> Result<String, Failure> {
    let skipped = usize::from(kind == "Outbound");
    let mut from = declaration
        .stages
        .iter()
        .skip_while(|other| other.name != stage)
        .skip(skipped);
    let found = from.next().map(|stage| stage.name.clone());
    found.ok_or_else(|| {
        let text = format!("The stage '{stage}' is the last of the pipeline and has no outbound transition");
        Failure::new("ValidationException", text)
    })
}

pub(in crate::pipelines) fn retry(request: &mut Request<'_, '_>) -> Answer {
    stage_of(request)?;
    let (stage, id) = (request.text("stageName"), request.text("pipelineExecutionId"));
    let all_actions = request.text("retryMode") == "ALL_ACTIONS";
    let (pipeline, mut environment) = request.pipeline_mut("pipelineName")?;
    executions::retry(pipeline, stage, id, all_actions, &mut environment)?;
    Ok(Some(json!({ "pipelineExecutionId": id })))
}

pub(in crate::pipelines) fn rollback(request: &mut Request<'_, '_>) -> Answer {
    stage_of(request)?;
    let (stage, target) = (request.text("stageName"), request.text("targetPipelineExecutionId"));
    let (pipeline, mut environment) = request.pipeline_mut("pipelineName")?;
    let id = executions::rollback(pipeline, stage, target, &mut environment)?;
    Ok(Some(json!({ "pipelineExecutionId": id })))
}

/// The declaration in force, if it has the stage that the request names.
pub(super) fn stage_of(request: &Request<'_, '_>) -> Result<Declaration, Failure> {
    let (declaration, name) = (
        request.pipeline("pipelineName")?.declaration(),
        request.text("stageName"),
    );
    match declaration.stage(name) {
        Some(_) => Ok(declaration),
        None => Err(Failure::new(
            "StageNotFoundException",
            format!(
                "The pipeline '{}' has no stage with the name '{name}'",
                declaration.name
            ),
        )),
    }
}
