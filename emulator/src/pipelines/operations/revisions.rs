//! Revisions that sources of custom action types report.

use std::collections::BTreeMap;

use serde_json::json;

use crate::pipelines::{
    executions::{self, Start, TriggerKind},
    operations::{executions::too_many, stages::action_of},
    request::{Answer, Request},
};

/// A revision that the latest execution has fetched already is not new; any other starts an execution.
pub(in crate::pipelines) fn put(request: &mut Request<'_, '_>) -> Answer {
    action_of(request)?;
    let (action, caller) = (request.text("actionName"), request.scope.caller.to_owned());
    let id = request.input["actionRevision"]["revisionId"]
        .as_str()
        .unwrap_or_default();
    let (pipeline, mut outside) = request.pipeline_mut("pipelineName")?;
    let latest = pipeline
        .executions()
        .find(|execution| execution.revisions.iter().any(|it| it.action == action));
    let known = latest.filter(|latest| latest.revisions.iter().any(|it| it.action == action && it.id == id));
    if let Some(known) = known {
        return Ok(Some(json!({ "newRevision": false, "pipelineExecutionId": known.id })));
    }
    if executions::is_full(pipeline) {
        return Err(too_many(&pipeline.name));
    }
    let chosen = BTreeMap::from([(action.to_owned(), id.to_owned())]);
    let start = Start {
        chosen,
        ..Start::by(TriggerKind::PutActionRevision, &caller)
    };
    let id = executions::start(pipeline, start, &mut outside);
    Ok(Some(json!({ "newRevision": true, "pipelineExecutionId": id })))
}
