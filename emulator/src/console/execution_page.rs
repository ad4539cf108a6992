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
        answer::{members, short, text},
        approval::Waiting,
        layout::{Area, badge, fact, live_page, table},
        path,
        problem::Problem,
        subject::{Place, Subject},
    },
};

/// The executions of a pipeline, as ListPipelineExecutions answers them.
pub(crate) fn executions_table(subject: &Subject<'_>, executions: &Value) -> Markup {
    let head = html! {
        th { "Execution" } th { "Status" } th { "Trigger" } th.minor { "Revisions" } th.minor { "Started" }
    };
    let rows = html! {
        @for execution in members(executions) {
            tr {
                td { (link(subject, text(execution, "pipelineExecutionId"))) }
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

/// An execution by as much of its id as a person compares, which leads to its page.
pub(crate) fn link(subject: &Subject<'_>, id: &str) -> Markup {
    html! { a href=(subject.execution_page(id)) { code { (short(id)) } } }
}

/// One execution: what started it, what each action did, and what waits for a person.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path((name, id)): Path<(String, String)>,
    Query(place): Query<Place>,
) -> Result<Html<String>, Problem> {
    let subject = Subject::new(&cloud, &name, place);
    let input = json!({"pipelineName": name, "pipelineExecutionId": id});
    let execution = subject.ask("GetPipelineExecution", &input)?["pipelineExecution"].clone();
    let stop = stop_reason(&subject, &id)?;
    let input = json!({"pipelineName": name, "filter": {"pipelineExecutionId": id}});
    let actions = subject.ask("ListActionExecutions", &input)?["actionExecutionDetails"].clone();
    let state = subject.ask("GetPipelineState", &json!({"name": name}))?;
    let trigger = &execution["trigger"];
    let content = html! {
        p.crumbs { a href=(path::PIPELINES) { "Pipelines" } " / " a href=(subject.page()) { (name) } }
        h1 { "Execution " code { (short(&id)) } (badge(text(&execution, "status"))) }
        dl {
            (fact("Id", &id))
            @if let Some(summary) = execution["statusSummary"].as_str() { (fact("Reason", summary)) }
            @if let Some(reason) = stop { (fact("Asked to stop", if reason.is_empty() { "without a reason" } else { &reason })) }
            (fact("Trigger", html! { (text(trigger, "triggerType")) " " span.arn { (text(trigger, "triggerDetail")) } }))
            (fact("Pipeline version", execution["pipelineVersion"].to_string()))
            (fact("Mode", text(&execution, "executionMode")))
        }
        h2 { "Actions" }
        (actions_table(&subject, &actions, &state))
    };
    Ok(live_page(Area::Pipelines, &name, content))
}

/// Why the execution was asked to stop, if it was: only the list of executions tells.
fn stop_reason(subject: &Subject<'_>, id: &str) -> Result<Option<String>, Failure> {
    let mut input = json!({"pipelineName": subject.name});
    loop {
        let page = subject.ask("ListPipelineExecutions", &input)?;
        let mut summaries = members(&page["pipelineExecutionSummaries"]).iter();
        let found = summaries.find(|summary| text(summary, "pipelineExecutionId") == id);
        if found.is_some() || page["nextToken"].is_null() {
            let reason = found.and_then(|summary| summary["stopTrigger"]["reason"].as_str());
            return Ok(reason.map(str::to_owned));
        }
        input["nextToken"] = page["nextToken"].clone();
    }
}

/// What each action of an execution did, the first to start first.
fn actions_table(subject: &Subject<'_>, actions: &Value, state: &Value) -> Markup {
    let head = html! { th { "Stage" } th { "Action" } th { "Status" } th.minor { "Started" } th { "Result" } };
    let rows = html! {
        @for action in members(actions).iter().rev() {
            tr {
                td { (text(action, "stageName")) }
                td { (text(action, "actionName")) }
                td { (badge(text(action, "status"))) }
                td.tight.minor { (time(&action["startTime"])) }
                td {
                    @if let Some(waiting) = Waiting::of(action, state) { (waiting.form(subject, true)) }
                    @else { (result(&action["output"]["executionResult"])) }
                }
            }
        }
    };
    table(head, rows)
}

/// What an action says of its end: what went wrong, or the commit that a source fetched.
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
