//! The state of a pipeline.

use serde_json::{Value, json};

use crate::pipelines::{
    answers::{Answer, without_nulls},
    declaration::{Action, ExecutionMode, Stage},
    executions::{self, ActionRun, ActionStatus, Execution, StageRun},
    pipeline::Pipeline,
    request::Request,
};

pub(in crate::pipelines) fn get(request: &mut Request<'_, '_>) -> Answer {
    let pipeline = request.pipeline("name")?;
    let declaration = pipeline.declaration();
    let stages: Vec<Value> = declaration
        .stages
        .iter()
        .map(|stage| stage_state(pipeline, stage))
        .collect();
    Ok(Some(without_nulls(json!({
        "pipelineName": pipeline.name,
        "pipelineVersion": pipeline.version(),
        "created": pipeline.created,
        "updated": pipeline.updated,
        "stageStates": stages,
    }))))
}

fn stage_state(pipeline: &Pipeline, stage: &Stage) -> Value {
    let latest = pipeline.latest_run(&stage.name);
    let waiting: Vec<Value> = pipeline.waiting_before(&stage.name).map(inbound).collect();
    let actions: Vec<Value> = stage
        .actions
        .iter()
        .map(|action| action_state(pipeline, stage, action))
        .collect();
    json!({
        "stageName": stage.name,
        "inboundExecution": waiting.first(),
        "inboundExecutions": waiting,
        "inboundTransitionState": match pipeline.transition(&stage.name) {
            Some(transition) => json!(transition),
            None => json!({ "enabled": true }),
        },
        "actionStates": actions,
        "latestExecution": latest.map(|(execution, run)| json!({
            "pipelineExecutionId": execution.id,
            "status": run.status,
            "type": execution.kind(),
        })),
        "retryStageMetadata": latest.and_then(|(_, run)| retries(run)),
    })
}

fn inbound(execution: &Execution) -> Value {
    json!({ "pipelineExecutionId": execution.id, "status": execution.status, "type": execution.kind() })
}

fn retries(run: &StageRun) -> Option<Value> {
    let count = |retries: u32| (retries > 0).then_some(retries);
    let latest = if run.manual_retries > 0 {
        "ManualStageRetry"
    } else {
        "AutomatedStageRetry"
    };
    (run.manual_retries + run.automatic_retries > 0).then(|| {
        json!({
            "autoStageRetryAttempt": count(run.automatic_retries),
            "manualStageRetryAttempt": count(run.manual_retries),
            "latestRetryTrigger": latest,
        })
    })
}

/// An action that has never run has only its name and its URL.
fn action_state(pipeline: &Pipeline, stage: &Stage, action: &Action) -> Value {
    let latest = pipeline.latest_action(&stage.name, &action.name);
    let revision = latest.and_then(|(_, run)| run.revision.as_ref());
    json!({
        "actionName": action.name,
        "currentRevision": revision.map(|id| json!({ "revisionId": id })),
        "latestExecution": latest.map(|(execution, run)| latest_execution(execution, run)),
        "entityUrl": action.is_connection_source().then(|| executions::branch_url(action, &pipeline.region)),
        "revisionUrl": latest.and_then(|(_, run)| run.revision.as_ref().and(run.external_url.as_ref())),
    })
}

fn latest_execution(execution: &Execution, run: &ActionRun) -> Value {
    let waits = run.status == ActionStatus::InProgress && execution.mode != ExecutionMode::Parallel;
    json!({
        "actionExecutionId": run.id,
        "status": run.status,
        "summary": run.summary,
        "lastStatusChange": run.updated,
        "token": run.token.as_ref().filter(|_| waits),
        "lastUpdatedBy": run.updated_by,
        "externalExecutionId": run.external_id,
        "externalExecutionUrl": run.external_url,
        "errorDetails": run.error_details(),
    })
}
