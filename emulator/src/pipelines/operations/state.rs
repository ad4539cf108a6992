//! How a pipeline stands.

use serde_json::{Value, json};

use crate::pipelines::{
    declaration::{Action, ExecutionMode, Stage},
    executions::{self, ActionRun, ActionStatus, Execution, Place, StageRun},
    nulls,
    pipeline::Pipeline,
    request::{Answer, Request},
};

pub(in crate::pipelines) fn get(request: &mut Request<'_, '_>) -> Answer {
    let pipeline = request.pipeline("name")?;
    let declaration = pipeline.declaration();
    let stages: Vec<Value> = declaration
        .stages
        .iter()
        .map(|stage| stage_state(pipeline, stage))
        .collect();
    Ok(Some(nulls::dropped(json!({
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

/// An action that has never run shows its name and its address only.
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

impl Pipeline {
    /// The latest run of a stage, and the execution that it belongs to.
    pub(crate) fn latest_run(&self, stage: &str) -> Option<(&Execution, &StageRun)> {
        let runs = self
            .executions
            .iter()
            .filter_map(|execution| Some((execution, execution.stage(stage)?)));
        runs.max_by_key(|(_, run)| run.entry)
    }

    /// The latest run of an action, and the execution that it belongs to.
    pub(crate) fn latest_action(&self, stage: &str, action: &str) -> Option<(&Execution, &ActionRun)> {
        let runs = self.executions.iter().filter_map(|execution| {
            let stage = execution.stage(stage)?;
            let run = stage.actions.iter().rev().find(|run| run.action == action)?;
            Some((stage.entry, execution, run))
        });
        runs.max_by_key(|(entry, ..)| *entry)
            .map(|(_, execution, run)| (execution, run))
    }

    /// The executions that wait at the entry of a stage, newest first.
    pub(crate) fn waiting_before(&self, stage: &str) -> impl Iterator<Item = &Execution> {
        let place = Place::Before(stage.to_owned());
        self.executions()
            .filter(move |execution| execution.is_running() && execution.is_at(&place))
    }
}
