//! Executions of a pipeline: the table of all, and the page of one.

use std::sync::Arc;

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
        json::{members, short, text},
        layout::{Area, badge, fact, live_page, table},
        path,
        pipeline_client::{PipelineClient, PipelineQuery},
    },
};

/// The executions of a pipeline, as ListPipelineExecutions returns them.
pub(crate) fn executions_table(client: &PipelineClient<'_>, executions: &Value) -> Markup {
    let head = html! {
        th { "Execution" } th { "Status" } th { "Trigger" } th.minor { "Revisions" } th.minor { "Started" }
    };
    let rows = html! {
        @for execution in members(executions) {
            tr {
                td { (link(client, text(execution, "pipelineExecutionId"))) }
                td { (badge(text(execution, "status"))) }
                td { (text(&execution["trigger"], "triggerType")) }
                td.minor {
                    @for revision in members(&execution["sourceRevisions"]) {
                        div { (text(revision, "actionName")) " " code { (short(text(revision, "revisionId"))) } }
                    }
                }
                td.tight.minor { (time(&execution["startTime"])) }
            }
        }
    };
    table(head, rows)
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
) -> Result<Html<String>, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let input = json!({"pipelineName": name, "pipelineExecutionId": id});
    let execution = client.call("GetPipelineExecution", &input)?["pipelineExecution"].clone();
    let stop = stop_reason(&client, &id)?;
    let input = json!({"pipelineName": name, "filter": {"pipelineExecutionId": id}});
    let actions = client.call("ListActionExecutions", &input)?["actionExecutionDetails"].clone();
    let state = client.call("GetPipelineState", &json!({"name": name}))?;
    let trigger = &execution["trigger"];
    let content = html! {
        p.crumbs { a href=(path::PIPELINES) { "Pipelines" } " / " a href=(client.page()) { (name) } }
        h1 { "Execution " code { (short(&id)) } (badge(text(&execution, "status"))) }
        dl {
            (fact("ID", &id))
            @if let Some(summary) = execution["statusSummary"].as_str() { (fact("Reason", summary)) }
            @if let Some(reason) = stop { (fact("Asked to stop", if reason.is_empty() { "without a reason" } else { &reason })) }
            (fact("Trigger", html! { (text(trigger, "triggerType")) " " span.arn { (text(trigger, "triggerDetail")) } }))
            (fact("Pipeline version", execution["pipelineVersion"].to_string()))
            (fact("Mode", text(&execution, "executionMode")))
        }
        h2 { "Actions" }
        (actions_table(&client, &actions, &state))
    };
    Ok(live_page(Area::Pipelines, &name, content))
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

/// Renders the actions of an execution, the first to start first.
fn actions_table(client: &PipelineClient<'_>, actions: &Value, state: &Value) -> Markup {
    let head = html! { th { "Stage" } th { "Action" } th { "Status" } th.minor { "Started" } th { "Result" } };
    let rows = html! {
        @for action in members(actions).iter().rev() {
            tr {
                td { (text(action, "stageName")) }
                td { (text(action, "actionName")) }
                td { (badge(text(action, "status"))) }
                td.tight.minor { (time(&action["startTime"])) }
                td {
                    @if let Some(waiting) = Waiting::of(action, state) { (waiting.form(client, true)) }
                    @else { (result(&action["output"]["executionResult"])) }
                }
            }
        }
    };
    table(head, rows)
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
