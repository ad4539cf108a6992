//! Executions of a pipeline: the table of all, and the page of one.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Html;
use maud::{Markup, html};
use serde_json::{Value, json};

use super::layout::{Area, Problem, badge, fact, live_page};
use super::pipelines::{Place, Subject};
use super::{Cloud, path};
use crate::emulator::clock::readable;

/// The executions of a pipeline, as ListPipelineExecutions answers them.
pub(crate) fn executions_table(subject: &Subject<'_>, executions: &Value) -> Markup {
    html! {
        table {
            thead { tr { th { "Execution" } th { "Status" } th { "Trigger" } th { "Revisions" } th { "Started" } } }
            tbody {
                @for execution in members(executions) {
                    @let id = text(execution, "pipelineExecutionId");
                    tr {
                        td { a href=(subject.execution_page(id)) { code { (short(id)) } } }
                        td { (badge(text(execution, "status"))) }
                        td { (text(&execution["trigger"], "triggerType")) }
                        td {
                            @for revision in members(&execution["sourceRevisions"]) {
                                (text(revision, "actionName")) " " code { (short(text(revision, "revisionId"))) } " "
                            }
                        }
                        td.tight { (time(&execution["startTime"])) }
                    }
                }
            }
        }
    }
}

/// One execution: what started it, and what each action did.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path((name, id)): Path<(String, String)>,
    Query(place): Query<Place>,
) -> Result<Html<String>, Problem> {
    let subject = Subject::new(&cloud, &name, place);
    let input = json!({"pipelineName": name, "pipelineExecutionId": id});
    let execution = subject.ask("GetPipelineExecution", &input)?["pipelineExecution"].clone();
    let input = json!({"pipelineName": name, "filter": {"pipelineExecutionId": id}});
    let actions = subject.ask("ListActionExecutions", &input)?["actionExecutionDetails"].clone();
    let trigger = &execution["trigger"];
    let content = html! {
        p.crumbs { a href=(path::PIPELINES) { "Pipelines" } " / " a href=(subject.page()) { (name) } }
        h1 { "Execution " code { (short(&id)) } (badge(text(&execution, "status"))) }
        dl {
            (fact("Id", &id))
            (fact("Trigger", html! { (text(trigger, "triggerType")) " " span.arn { (text(trigger, "triggerDetail")) } }))
            (fact("Pipeline version", execution["pipelineVersion"].to_string()))
            (fact("Mode", text(&execution, "executionMode")))
        }
        h2 { "Actions" }
        (actions_table(&actions))
    };
    Ok(live_page(Area::Pipelines, &name, content))
}

/// What each action of an execution did, the first to start first.
fn actions_table(actions: &Value) -> Markup {
    html! {
        table {
            thead { tr { th { "Stage" } th { "Action" } th { "Status" } th { "Started" } th { "Result" } } }
            tbody {
                @for action in members(actions).iter().rev() {
                    @let result = &action["output"]["executionResult"];
                    tr {
                        td { (text(action, "stageName")) }
                        td { (text(action, "actionName")) }
                        td { (badge(text(action, "status"))) }
                        td.tight { (time(&action["startTime"])) }
                        td {
                            @if result["errorDetails"].is_object() { (text(&result["errorDetails"], "message")) }
                            @else { (text(result, "externalExecutionSummary")) }
                        }
                    }
                }
            }
        }
    }
}

/// The items of a list, none if there is no list.
pub(crate) fn members(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The text of a member, empty if there is none.
pub(crate) fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// As much of an id as a person compares.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

fn time(value: &Value) -> String {
    value.as_f64().map(readable).unwrap_or_default()
}
