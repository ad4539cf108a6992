//! Declarations: create, read, update, delete, list.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    pipelines::{
        answers::{Answer, page},
        declaration::Declaration,
        defaults,
        executions::{self, Environment, Start, TriggerKind},
        failures::no_pipeline,
        operations::tags,
        pipeline::Pipeline,
        request::Request,
        secrets,
        structure::{self, Draft},
        webhooks::Webhooks,
    },
    wire::Failure,
};

/// Pipelines of one account in one region.
const PIPELINES: usize = 1000;

pub(in crate::pipelines) fn create(request: &mut Request<'_, '_>) -> Answer {
    let raw = completed(request, None)?;
    let name = raw["name"].as_str().unwrap_or_default().to_owned();
    let tags = tags::read(&request.input["tags"])?;
    if request.pipelines.find(&name, request.scope).is_some() {
        let text = format!(
            "A pipeline with the name '{name}' already exists in account '{}'",
            request.scope.account
        );
        return Err(Failure::new("PipelineNameInUseException", text));
    }
    tags::check(&BTreeMap::new(), &tags, &name)?;
    if request.pipelines.of_region(request.scope).count() >= PIPELINES {
        let text = format!("An account can have at most {PIPELINES} pipelines in a region");
        return Err(Failure::new("LimitExceededException", text));
    }
    let mut answer = json!({ "pipeline": secrets::masked(&raw) });
    if !tags.is_empty() {
        answer["tags"] = tags::shown(&tags);
    }
    let (pipeline, repositories) = request.pipelines.insert(Pipeline {
        name,
        region: request.scope.region.to_owned(),
        account: request.scope.account.to_owned(),
        created: request.scope.now,
        updated: request.scope.now,
        versions: vec![raw],
        tags,
        transitions: BTreeMap::new(),
        webhooks: Webhooks::default(),
        executions: Vec::new(),
        entries: 0,
        action_faults: Vec::new(),
    });
    let declaration = pipeline.declaration();
    pipeline.webhooks.register(&declaration, request.connections);
    let start = Start::by(TriggerKind::CreatePipeline, request.scope.caller);
    executions::start(
        pipeline,
        start,
        &mut Environment::new(request.scope, request.connections, repositories),
    );
    Ok(Some(answer))
}

pub(in crate::pipelines) fn update(request: &mut Request<'_, '_>) -> Answer {
    let name = request.input["pipeline"]["name"].as_str().unwrap_or_default();
    let current = request
        .pipelines
        .find(name, request.scope)
        .ok_or_else(|| no_pipeline(request.scope.account, name))?;
    let raw = completed(request, Some(current))?;
    let Some((pipeline, repositories)) = request.pipelines.find_mut(name, request.scope) else {
        return Err(no_pipeline(request.scope.account, name));
    };
    let declaration = Declaration::read(&raw);
    let answer = json!({ "pipeline": secrets::masked(&raw) });
    pipeline.versions.push(raw);
    pipeline.updated = request.scope.now;
    pipeline
        .transitions
        .retain(|stage, _| declaration.stage(stage).is_some());
    pipeline.webhooks.register(&declaration, request.connections);
    executions::change_definition(
        pipeline,
        &mut Environment::new(request.scope, request.connections, repositories),
    );
    Ok(Some(answer))
}

/// The declaration of the request as it is to be stored, all rules checked.
fn completed(request: &Request<'_, '_>, previous: Option<&Pipeline>) -> Result<Value, Failure> {
    let old = previous.and_then(|pipeline| pipeline.raw(pipeline.version()));
    let mut raw = request.input["pipeline"].clone();
    defaults::complete(&mut raw, old.and_then(|old| old["pipelineType"].as_str()));
    structure::check(&Draft {
        declaration: &Declaration::read(&raw),
        region: request.scope.region,
    })?;
    secrets::unmask(&mut raw, old)?;
    defaults::add_triggers(&mut raw);
    raw["version"] = json!(previous.map_or(0, Pipeline::version) + 1);
    Ok(raw)
}

/// An unknown version causes the same error as if the pipeline were unknown: a known flaw of the service.
pub(in crate::pipelines) fn get(request: &mut Request<'_, '_>) -> Answer {
    let pipeline = request.pipeline("name")?;
    let version = match request.input.get("version").and_then(Value::as_u64) {
        Some(version) => usize::try_from(version).unwrap_or(usize::MAX),
        None => pipeline.version(),
    };
    let raw = pipeline
        .raw(version)
        .ok_or_else(|| no_pipeline(&pipeline.account, &pipeline.name))?;
    Ok(Some(json!({
        "pipeline": secrets::masked(raw),
        "metadata": { "pipelineArn": pipeline.arn(), "created": pipeline.created, "updated": pipeline.updated },
    })))
}

pub(in crate::pipelines) fn delete(request: &mut Request<'_, '_>) -> Answer {
    request.pipelines.remove(request.text("name"), request.scope);
    Ok(None)
}

pub(in crate::pipelines) fn list(request: &mut Request<'_, '_>) -> Answer {
    let summaries = request.pipelines.of_region(request.scope).map(|pipeline| {
        let declaration = pipeline.declaration();
        let summary = json!({
            "name": pipeline.name,
            "version": pipeline.version(),
            "pipelineType": declaration.pipeline_type,
            "executionMode": declaration.execution_mode,
            "created": pipeline.created,
            "updated": pipeline.updated,
        });
        (pipeline.name.clone(), summary)
    });
    page(request, "pipelines", summaries, 1000)
}
