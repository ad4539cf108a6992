//! A pipeline, drawn as its stages from left to right and their actions from top to bottom.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

use crate::console::{
    answer::{members, short, text},
    approval::Waiting,
    execution_page::link,
    layout::badge,
    subject::Subject,
};

/// Draws a declaration with the state that GetPipelineState answers.
pub(crate) fn drawing(subject: &Subject<'_>, declaration: &Value, state: &Value) -> Markup {
    let states = &state["stageStates"];
    html! {
        ol.stages {
            @for stage in members(&declaration["stages"]) {
                (stage_card(subject, stage, named(states, "stageName", text(stage, "name"))))
            }
        }
    }
}

fn stage_card(subject: &Subject<'_>, stage: &Value, state: &Value) -> Markup {
    let transition = &state["inboundTransitionState"];
    let closed = transition["enabled"] == Value::Bool(false);
    let latest = &state["latestExecution"];
    html! {
        li.stage.closed[closed] {
            h2 { (text(stage, "name")) @if latest.is_object() { (badge(text(latest, "status"))) } }
            @if latest.is_object() { p.execution { (link(subject, text(latest, "pipelineExecutionId"))) } }
            (waiting(subject, &state["inboundExecutions"]))
            @if closed { p.transition { "Transition disabled: " (text(transition, "disabledReason")) } }
            @for (_, actions) in by_run_order(stage) {
                div.parallel {
                    @for action in actions {
                        (action_card(subject, action, state))
                    }
                }
            }
        }
    }
}

/// The executions that wait at the entry of a stage, the first to enter first.
fn waiting(subject: &Subject<'_>, executions: &Value) -> Markup {
    let executions = members(executions);
    html! {
        @if !executions.is_empty() {
            p.execution {
                "Waiting:"
                @for execution in executions.iter().rev() { " " (link(subject, text(execution, "pipelineExecutionId"))) }
            }
        }
    }
}

fn action_card(subject: &Subject<'_>, action: &Value, stage: &Value) -> Markup {
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
            (approval(subject, action, stage, latest))
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

/// What a person can do about an approval that waits. Parallel executions wait each for its own answer.
fn approval(subject: &Subject<'_>, action: &Value, stage: &Value, latest: &Value) -> Markup {
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
            @if waiting.token.is_empty() { p { "Each execution is answered on its own page: " (link(subject, execution)) } }
            @else { (waiting.form(subject, false)) }
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
