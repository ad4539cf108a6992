//! Actions of a pipeline: their executions, approvals and revisions.

use std::{cmp::Reverse, collections::BTreeMap};

use serde_json::{Value, json};

use crate::{
    pipelines::{
        answers::{Answer, page, without_nulls},
        executions::{self, ActionRun, ApprovalResult, Execution, StageRun, Start, TriggerKind, put_result},
        failures::{no_execution, too_many_executions},
        operations::stages::stage_of,
        request::Request,
    },
    wire::Failure,
};

pub(in crate::pipelines) fn list_executions(request: &mut Request<'_, '_>) -> Answer {
    let pipeline = request.pipeline("pipelineName")?;
    let filter = &request.input["filter"];
    let latest = &filter["latestInPipelineExecution"];
    let wanted = [&filter["pipelineExecutionId"], &latest["pipelineExecutionId"]].map(Value::as_str);
    for id in wanted.into_iter().flatten() {
        if !pipeline.executions().any(|execution| execution.id == id) {
            return Err(no_execution(&pipeline.name, id));
        }
    }
    let only_live = latest["startTimeRange"] == "Latest";
    let mut details = Vec::new();
    for (index, execution) in pipeline.executions.iter().enumerate().rev() {
        if wanted.into_iter().flatten().any(|id| execution.id != id) {
            continue;
        }
        for (at, stage) in execution.stages.iter().enumerate().rev() {
            for (number, run) in stage.actions.iter().enumerate().rev() {
                if !(only_live && run.retired) {
                    let detail = without_nulls(detail(execution, stage, run));
                    details.push((Reverse((index, at, number)), detail));
                }
            }
        }
    }
    page(request, "actionExecutionDetails", details, 100)
}

fn detail(execution: &Execution, stage: &StageRun, run: &ActionRun) -> Value {
    json!({
        "pipelineExecutionId": execution.id,
        "actionExecutionId": run.id,
        "pipelineVersion": execution.version,
        "stageName": stage.stage,
        "actionName": run.action,
        "startTime": run.started,
        "lastUpdateTime": run.updated,
        "updatedBy": run.updated_by,
        "status": run.status,
        "input": run.input,
        "output": {
            "outputArtifacts": run.output_artifacts,
            "executionResult": {
                "externalExecutionId": run.external_id,
                "externalExecutionSummary": run.summary,
                "externalExecutionUrl": run.external_url,
                "errorDetails": run.error_details(),
            },
            "outputVariables": run.output_variables,
        },
    })
}

pub(in crate::pipelines) fn put_approval_result(request: &mut Request<'_, '_>) -> Answer {
    action_of(request)?;
    let result = &request.input["result"];
    let approval = ApprovalResult {
        stage: request.text("stageName"),
        action: request.text("actionName"),
        token: request.text("token"),
        approved: result["status"] == "Approved",
        summary: result["summary"].as_str().unwrap_or_default(),
    };
    let (pipeline, mut environment) = request.pipeline_mut("pipelineName")?;
    put_result(pipeline, &approval, &mut environment)?;
    Ok(Some(json!({ "approvedAt": request.scope.now })))
}

/// A revision that the latest execution has fetched already is not new; any other starts an execution.
pub(in crate::pipelines) fn put_revision(request: &mut Request<'_, '_>) -> Answer {
    action_of(request)?;
    let (action, caller) = (request.text("actionName"), request.scope.caller.to_owned());
    let id = request.input["actionRevision"]["revisionId"]
        .as_str()
        .unwrap_or_default();
    let (pipeline, mut environment) = request.pipeline_mut("pipelineName")?;
    let latest = pipeline
        .executions()
        .find(|execution| execution.revisions.iter().any(|it| it.action == action));
    let known = latest.filter(|latest| latest.revisions.iter().any(|it| it.action == action && it.id == id));
    if let Some(known) = known {
        return Ok(Some(json!({ "newRevision": false, "pipelineExecutionId": known.id })));
    }
    if executions::is_full(pipeline) {
        return Err(too_many_executions(&pipeline.name));
    }
    let chosen = BTreeMap::from([(action.to_owned(), id.to_owned())]);
    let start = Start {
        chosen,
        ..Start::by(TriggerKind::PutActionRevision, &caller)
    };
    let id = executions::start(pipeline, start, &mut environment);
    Ok(Some(json!({ "newRevision": true, "pipelineExecutionId": id })))
}

/// Checks that the pipeline has the stage and the action that the request names.
///
/// # Errors
/// Returns `PipelineNotFoundException`, `StageNotFoundException`, `ActionNotFoundException`.
fn action_of(request: &Request<'_, '_>) -> Result<(), Failure> {
    let (declaration, name) = (stage_of(request)?, request.text("actionName"));
    let stage = request.text("stageName");
    if declaration
        .stage(stage)
        .is_some_and(|stage| stage.actions.iter().any(|action| action.name == name))
    {
        return Ok(());
    }
    let text = format!(
        "The stage '{stage}' of the pipeline '{}' has no action with the name '{name}'",
        declaration.name
    );
    Err(Failure::new("ActionNotFoundException", text))
}
