//! The runs of a pipeline's actions.

use std::cmp::Reverse;

use serde_json::{Value, json};

use crate::pipelines::{
    executions::{ActionRun, Execution, StageRun},
    nulls, page,
    request::{Answer, Request, no_execution},
};

pub(in crate::pipelines) fn list(request: &mut Request<'_, '_>) -> Answer {
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
                    let detail = nulls::dropped(detail(execution, stage, run));
                    details.push((Reverse((index, at, number)), detail));
                }
            }
        }
    }
    page::of(request, "actionExecutionDetails", details, 100).map(Some)
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
