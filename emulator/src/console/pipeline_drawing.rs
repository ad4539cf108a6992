//! A pipeline, drawn as its stages from left to right and their actions from top to bottom.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

use crate::console::{
    approval::Waiting,
    execution_page::link,
    json::{members, short, text},
    layout::badge,
    pipeline_client::PipelineClient,
};

/// Draws a declaration with the state that GetPipelineState returns.
pub(crate) fn drawing(client: &PipelineClient<'_>, declaration: &Value, state: &Value) -> Markup {
    let states = &state["stageStates"];
    html! {
        ol.stages {
            @for stage in members(&declaration["stages"]) {
                (stage_card(client, stage, named(states, "stageName", text(stage, "name"))))
            }
        }
    }
}

fn stage_card(client: &PipelineClient<'_>, stage: &Value, state: &Value) -> Markup {
    let transition = &state["inboundTransitionState"];
    let closed = transition["enabled"] == Value::Bool(false);
    let latest = &state["latestExecution"];
    html! {
        li.stage.closed[closed] {
            h2 { (text(stage, "name")) @if latest.is_object() { (badge(text(latest, "status"))) } }
            @if latest.is_object() { p.execution { (link(client, text(latest, "pipelineExecutionId"))) } }
            (waiting(client, &state["inboundExecutions"]))
            @if closed { p.transition { "Transition disabled: " (text(transition, "disabledReason")) } }
            @for (_, actions) in by_run_order(stage) {
                div.parallel {
                    @for action in actions {
                        (action_card(client, action, state))
                    }
                }
            }
        }
    }
}

/// The executions that wait at the entry of a stage, the first to enter first.
fn waiting(client: &PipelineClient<'_>, executions: &Value) -> Markup {
    let executions = members(executions);
    html! {
        @if !executions.is_empty() {
            p.execution {
                "Waiting:"
                @for execution in executions.iter().rev() { " " (link(client, text(execution, "pipelineExecutionId"))) }
            }
        }
    }
}

fn action_card(client: &PipelineClient<'_>, action: &Value, stage: &Value) -> Markup {
    let state = named(&stage["actionStates"], "actionName", text(action, "name"));
    let latest = &state["latestExecution"];
    html! {
        div.action {
            h3 { (text(action, "name")) @if latest.is_object() { (badge(text(latest, "status"))) } }
            p.kind { (text(&action["actionTypeId"], "category")) " · " (text(&action["actionTypeId"], "provider")) }
            (source(&action["configuration"]))
            @if state["currentRevision"].is_object() {
                p { code { (short(text(&state["currentRevision"], "revisionId"))) } }
            }
            @if latest["errorDetails"].is_object() { p.error { (text(&latest["errorDetails"], "message")) } }
            (approval(client, action, stage, latest))
        }
    }
}

/// Repository and branch of a connection source.
fn source(configuration: &Value) -> Markup {
    let (repository, branch) = (
        text(configuration, "FullRepositoryId"),
        text(configuration, "BranchName"),
    );
    html! { @if !repository.is_empty() { p { (repository) " @ " (branch) } } }
}

/// Renders the form of a pending approval. Parallel executions have one each.
fn approval(client: &PipelineClient<'_>, action: &Value, stage: &Value, latest: &Value) -> Markup {
    let is_approval = text(&action["actionTypeId"], "category") == "Approval";
    let execution = text(&stage["latestExecution"], "pipelineExecutionId");
    let waiting = Waiting {
        stage: text(stage, "stageName"),
        action: text(action, "name"),
        token: text(latest, "token"),
        execution,
    };
    html! {
        @if is_approval && text(latest, "status") == "InProgress" {
            @if waiting.token.is_empty() { p { "Approve each execution on its own page: " (link(client, execution)) } }
            @else { (waiting.form(client, false)) }
        }
    }
}

/// The actions of a stage that run side by side, in the order in which they run.
fn by_run_order(stage: &Value) -> BTreeMap<i64, Vec<&Value>> {
    let mut orders: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
    for action in members(&stage["actions"]) {
        orders
            .entry(action["runOrder"].as_i64().unwrap_or(1))
            .or_default()
            .push(action);
    }
    orders
}

/// The item of a list whose member has this text.
fn named<'a>(list: &'a Value, member: &str, name: &str) -> &'a Value {
    members(list)
        .iter()
        .find(|item| text(item, member) == name)
        .unwrap_or(&Value::Null)
}
