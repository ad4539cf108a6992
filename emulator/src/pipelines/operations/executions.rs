//! Executions of a pipeline: start, stop, read, list.

use std::{cmp::Reverse, collections::BTreeMap};

use serde_json::{Value, json};

use crate::{
    pipelines::{
        answers::{Answer, page, without_nulls},
        declaration::{Action, Declaration},
        executions::{self, Environment, Execution, ExecutionStatus, Start, TriggerKind},
        failures::{no_execution, too_many_executions},
        request::Request,
    },
    wire::Failure,
};

pub(in crate::pipelines) fn start(request: &mut Request<'_, '_>) -> Answer {
    let input = request.input;
    let token = request.optional("clientRequestToken").map(str::to_owned);
    let caller = request.scope.caller.to_owned();
    let name = request.text("name");
    let Some((pipeline, repositories)) = request.pipelines.find_mut(name, request.scope) else {
        return Err(Failure::new(
            "PipelineNotFoundException",
            format!(
                "The account with id '{}' does not include a pipeline with the name '{name}'",
                request.scope.account
            ),
        ));
    };
    let earlier = pipeline
        .executions
        .iter()
        .find(|execution| token.is_some() && execution.request_token == token);
    if let Some(earlier) = earlier {
        return Ok(Some(json!({ "pipelineExecutionId": earlier.id })));
    }
    let declaration = pipeline.declaration();
    let variables = variables(&declaration, input)?;
    let chosen = chosen(&declaration, input)?;
    if executions::is_full(pipeline) {
        return Err(too_many_executions(&pipeline.name));
    }
    let start = Start {
        variables,
        chosen,
        request_token: token,
        ..Start::by(TriggerKind::StartPipelineExecution, &caller)
    };
    let mut environment = Environment::new(request.scope, request.connections, repositories);
    let id = executions::start(pipeline, start, &mut environment);
    Ok(Some(json!({ "pipelineExecutionId": id })))
}

/// The variables that the request gives, each of which the pipeline must declare.
fn variables(declaration: &Declaration, input: &Value) -> Result<BTreeMap<String, String>, Failure> {
    let mut values = BTreeMap::new();
    for variable in input["variables"].as_array().into_iter().flatten() {
        let (name, value) = (variable["name"].as_str().unwrap_or_default(), &variable["value"]);
        if !declaration.variables.iter().any(|declared| declared.name == name) {
            return Err(refused(format!("The pipeline does not declare the variable '{name}'")));
        }
        values.insert(name.to_owned(), value.as_str().unwrap_or_default().to_owned());
    }
    match declaration
        .variables
        .iter()
        .find(|it| it.default_value.is_none() && !values.contains_key(&it.name))
    {
        Some(variable) => Err(refused(format!(
            "The variable '{}' has no default: give it a value",
            variable.name
        ))),
        None => Ok(values),
    }
}

/// The revisions that the request chooses, each for a source action of the right provider.
fn chosen(declaration: &Declaration, input: &Value) -> Result<BTreeMap<String, String>, Failure> {
    let mut chosen = BTreeMap::new();
    for revision in input["sourceRevisions"].as_array().into_iter().flatten() {
        let member = |name: &str| revision[name].as_str().unwrap_or_default();
        let (name, kind) = (member("actionName"), member("revisionType"));
        if !declaration.is_v2() {
            return Err(refused(
                "Source revisions can only be overridden in V2 pipelines".to_owned(),
            ));
        }
        let mut sources = declaration.actions().map(|(_, action)| action);
        let source = sources.find(|action| action.name == name && action.action_type_id.category == "Source");
        let Some(source) = source else {
            return Err(refused(format!(
                "The pipeline has no source action with the name '{name}'"
            )));
        };
        if !takes(source, kind) {
            return Err(refused(format!(
                "The source action '{name}' cannot fetch a revision of type {kind}"
            )));
        }
        chosen.insert(name.to_owned(), member("revisionValue").to_owned());
    }
    Ok(chosen)
}

fn takes(source: &Action, kind: &str) -> bool {
    match source.action_type_id.provider.as_str() {
        "CodeCommit" | "CodeStarSourceConnection" => kind == "COMMIT_ID",
        "ECR" => kind == "IMAGE_DIGEST",
        "S3" => kind.starts_with("S3_"),
        _ => true,
    }
}

fn refused(message: String) -> Failure {
    Failure::new("ValidationException", message)
}

pub(in crate::pipelines) fn stop(request: &mut Request<'_, '_>) -> Answer {
    let (id, reason) = (request.text("pipelineExecutionId"), request.text("reason"));
    let abandon = request.input["abandon"].as_bool().unwrap_or_default();
    let (pipeline, mut environment) = request.pipeline_mut("pipelineName")?;
    executions::stop(pipeline, id, abandon, reason, &mut environment)?;
    Ok(Some(json!({ "pipelineExecutionId": id })))
}

pub(in crate::pipelines) fn get(request: &mut Request<'_, '_>) -> Answer {
    let (pipeline, id) = (request.pipeline("pipelineName")?, request.text("pipelineExecutionId"));
    let execution = pipeline
        .executions()
        .find(|execution| execution.id == id)
        .ok_or_else(|| no_execution(&pipeline.name, id))?;
    let revisions = execution.revisions.iter().map(|revision| {
        json!({
            "name": revision.artifact,
            "revisionId": revision.id,
            "revisionSummary": revision.summary,
            "revisionUrl": revision.url,
        })
    });
    let variables = execution
        .variables
        .iter()
        .map(|(name, value)| json!({ "name": name, "resolvedValue": value }));
    let mut answer = outline(execution);
    answer["pipelineName"] = json!(pipeline.name);
    answer["pipelineVersion"] = json!(execution.version);
    answer["artifactRevisions"] = revisions.collect();
    answer["variables"] = variables.collect();
    Ok(Some(json!({ "pipelineExecution": without_nulls(answer) })))
}

pub(in crate::pipelines) fn list(request: &mut Request<'_, '_>) -> Answer {
    let pipeline = request.pipeline("pipelineName")?;
    let stage = request.input["filter"]["succeededInStage"]["stageName"].as_str();
    let executions = pipeline.executions.iter().enumerate().rev();
    let summaries = executions
        .filter(|(_, execution)| stage.is_none_or(|stage| execution.has_succeeded_in(stage)))
        .map(|(index, execution)| (Reverse(index), without_nulls(summary(execution))));
    page(request, "pipelineExecutionSummaries", summaries, 100)
}

fn summary(execution: &Execution) -> Value {
    let revisions = execution.revisions.iter().map(|revision| {
        json!({
            "actionName": revision.action,
            "revisionId": revision.id,
            "revisionSummary": revision.summary,
            "revisionUrl": revision.url,
        })
    });
    let reason = execution
        .stop
        .as_ref()
        .filter(|_| execution.status != ExecutionStatus::Succeeded);
    let mut summary = outline(execution);
    summary["startTime"] = json!(execution.started);
    summary["lastUpdateTime"] = json!(execution.updated);
    summary["sourceRevisions"] = revisions.collect();
    summary["stopTrigger"] = reason.map(|reason| json!({ "reason": reason })).into();
    summary
}

/// Returns the members that the description and the summary of an execution share.
fn outline(execution: &Execution) -> Value {
    let target = execution.rollback_target.as_ref();
    json!({
        "pipelineExecutionId": execution.id,
        "status": execution.status,
        "statusSummary": execution.status_summary,
        "trigger": execution.trigger,
        "executionMode": execution.mode,
        "executionType": execution.kind(),
        "rollbackMetadata": target.map(|target| json!({ "rollbackTargetPipelineExecutionId": target })),
    })
}
