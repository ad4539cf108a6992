//! The runs of a pipeline's actions.

use serde_json::{Value, json};

use crate::emulator::pipelines::executions::{ActionRun, Execution, StageRun};
use crate::emulator::pipelines::request::{Answer, Request, no_execution};
use crate::emulator::pipelines::{nulls, page};

pub(in crate::emulator::pipelines) fn list(request: &mut Request<'_, '_>) -> Answer {
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
    let executions = pipeline
        .executions()
        .filter(|execution| wanted.into_iter().flatten().all(|id| execution.id == id));
    let runs = executions.flat_map(|execution| {
        let stages = execution.stages.iter().rev();
        let runs = stages.flat_map(|stage| stage.actions.iter().rev().map(move |run| (stage, run)));
        runs.filter(move |(_, run)| !(only_live && run.retired))
            .map(move |(stage, run)| (execution, stage, run))
    });
    let details = runs.map(|(execution, stage, run)| (run.id.clone(), nulls::dropped(detail(execution, stage, run))));
    page::of("actionExecutionDetails", details.collect(), request.input, 100).map(Some)
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
