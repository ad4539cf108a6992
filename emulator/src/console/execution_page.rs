//! Executions of a pipeline: the table of all, and the page of one.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    extract::{Path, Query, State},
    response::Html,
};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::{
    clock::readable,
    console::{
        Cloud, Failure,
        approval::Waiting,
        error_page::ErrorPage,
        execution_forms::{retry_form, stop_form},
        json::{members, short, text},
        layout::{Area, badge, breakable, fact, live_page, table, waiting_badge},
        notice::Notice,
        path,
        pipeline_client::{PipelineClient, PipelineQuery},
    },
};

/// The executions of a pipeline, as ListPipelineExecutions returns them.
pub(crate) fn executions_table(client: &PipelineClient<'_>, executions: &Value, waiting: &BTreeSet<String>) -> Markup {
    let columns = [
        ("Execution", ""),
        ("Status", ""),
        ("Trigger", "minor"),
        ("Revisions", "minor"),
        ("Started", "minor"),
    ];
    let rows = html! {
        @for execution in members(executions) {
            @let id = text(execution, "pipelineExecutionId");
            tr data-key=(id) {
                td { (link(client, id)) }
                td { @if waiting.contains(id) { (waiting_badge()) } @else { (badge(text(execution, "status"))) } }
                td.minor { (text(&execution["trigger"], "triggerType")) }
                td.minor {
                    @for revision in members(&execution["sourceRevisions"]) {
                        div { (text(revision, "actionName")) " " code { (short(text(revision, "revisionId"))) } }
                    }
                }
                td.tight.minor { (time(&execution["startTime"])) }
            }
        }
    };
    table("Executions", &columns, rows)
}

/// Returns a link to the page of an execution. Its text is the start of the id.
pub(crate) fn link(client: &PipelineClient<'_>, id: &str) -> Markup {
    html! { a href=(client.execution_page(id)) { code { (short(id)) } } }
}

/// One execution: what started it, what each action did, and what waits for approval.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path((name, id)): Path<(String, String)>,
    Query(place): Query<PipelineQuery>,
    Query(notice): Query<Notice>,
) -> Result<Html<String>, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let input = json!({"pipelineName": name, "pipelineExecutionId": id});
    let execution = client.call("GetPipelineExecution", &input)?["pipelineExecution"].clone();
    let stop = stop_reason(&client, &id)?;
    let input = json!({"pipelineName": name, "filter": {"pipelineExecutionId": id}});
    let actions = client.call("ListActionExecutions", &input)?["actionExecutionDetails"].clone();
    let state = client.call("GetPipelineState", &json!({"name": name}))?;
    let waiting = client.waiting()?;
    let trigger = &execution["trigger"];
    let content = html! {
        p.crumbs { a href=(path::PIPELINES) { "Pipelines" } " / " a href=(client.page()) { (name) } }
        h1 {
            "Execution " code { (short(&id)) } " "
            @if waiting.contains(&id) { (waiting_badge()) } @else { (badge(text(&execution, "status"))) }
        }
        dl {
            (fact("ID", &id))
            @if let Some(summary) = execution["statusSummary"].as_str() { (fact("Reason", summary)) }
            @if let Some(reason) = stop { (fact("Asked to stop", if reason.is_empty() { "without a reason" } else { &reason })) }
            (fact("Trigger", html! { (text(trigger, "triggerType")) " " span.arn { (breakable(text(trigger, "triggerDetail"))) } }))
            (fact("Pipeline version", execution["pipelineVersion"].to_string()))
            (fact("Mode", text(&execution, "executionMode")))
            @for variable in members(&execution["variables"]) {
                (fact(&format!("Variable {}", text(variable, "name")), text(variable, "resolvedValue")))
            }
        }
        (stop_form(&client, &execution))
        @if let Some(stage) = failed_stage(&execution, &actions) { (retry_form(&client, stage, &id, true)) }
        h2 { "Actions" }
        (actions_table(&client, &actions, &state))
    };
    let title = format!("Execution {} of {name}", short(&id));
    Ok(live_page(Area::Pipelines, &title, notice.message(&cloud), content))
}

/// Returns the reason of the stop request, if there is one: only ListPipelineExecutions has it.
fn stop_reason(client: &PipelineClient<'_>, id: &str) -> Result<Option<String>, Failure> {
    let mut input = json!({"pipelineName": client.name});
    loop {
        let page = client.call("ListPipelineExecutions", &input)?;
        let mut summaries = members(&page["pipelineExecutionSummaries"]).iter();
        let found = summaries.find(|summary| text(summary, "pipelineExecutionId") == id);
        if found.is_some() || page["nextToken"].is_null() {
            let reason = found.and_then(|summary| summary["stopTrigger"]["reason"].as_str());
            return Ok(reason.map(str::to_owned));
        }
        input["nextToken"] = page["nextToken"].clone();
    }
}

/// Returns the stage in which an execution failed or was stopped, if it was: the last that it entered.
fn failed_stage<'a>(execution: &Value, actions: &'a Value) -> Option<&'a str> {
    let has_failed = ["Failed", "Stopped"].contains(&text(execution, "status"));
    let last = members(actions).first().filter(|_| has_failed)?;
    Some(text(last, "stageName"))
}

/// Renders the actions of an execution, the first to start first.
fn actions_table(client: &PipelineClient<'_>, actions: &Value, state: &Value) -> Markup {
    let columns = [
        ("Stage", ""),
        ("Action", ""),
        ("Status", ""),
        ("Started", "minor"),
        ("Result", ""),
    ];
    let rows = html! {
        @for action in members(actions).iter().rev() {
            @let waiting = Waiting::of(action, state);
            tr data-key=(text(action, "actionExecutionId")) {
                td { (text(action, "stageName")) }
                td { (text(action, "actionName")) }
                td { @if waiting.is_some() { (waiting_badge()) } @else { (badge(text(action, "status"))) } }
                td.tight.minor { (time(&action["startTime"])) }
                td {
                    @if let Some(waiting) = waiting { (waiting.form(client, true)) }
                    @else { (result(&action["output"]["executionResult"])) }
                }
            }
        }
    };
    table("Actions", &columns, rows)
}

/// Renders the result of an action: its error, or the commit that a source fetched.
fn result(result: &Value) -> Markup {
    let summary = text(result, "externalExecutionSummary");
    let commit: Value = serde_json::from_str(summary).unwrap_or_default();
    html! {
        @if result["errorDetails"].is_object() { (text(&result["errorDetails"], "message")) }
        @else if let Some(message) = commit["CommitMessage"].as_str() {
            code { (short(text(result, "externalExecutionId"))) } " " (message)
        }
        @else { (summary) }
    }
}

fn time(value: &Value) -> String {
    value.as_f64().map(readable).unwrap_or_default()
}
