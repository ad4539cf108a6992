//! A pipeline, drawn as its stages from left to right and their actions from top to bottom.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

use super::execution_page::{members, short, text};
use super::layout::badge;
use super::pipelines::Subject;

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
            @if closed { p.transition { "Transition disabled: " (text(transition, "disabledReason")) } }
            @for (_, actions) in by_run_order(stage) {
                div.parallel {
                    @for action in actions {
                        (action_card(subject, stage, action, named(&state["actionStates"], "actionName", text(action, "name"))))
                    }
                }
            }
        }
    }
}

fn action_card(subject: &Subject<'_>, stage: &Value, action: &Value, state: &Value) -> Markup {
    let latest = &state["latestExecution"];
    let waits_for_approval = text(latest, "status") == "InProgress" && !text(latest, "token").is_empty();
    html! {
        div.action {
            h3 { (text(action, "name")) @if latest.is_object() { (badge(text(latest, "status"))) } }
            p.kind { (text(&action["actionTypeId"], "category")) " · " (text(&action["actionTypeId"], "provider")) }
            (source(&action["configuration"]))
            @if state["currentRevision"].is_object() {
                p { code { (short(text(&state["currentRevision"], "revisionId"))) } }
            }
            @if latest["errorDetails"].is_object() { p.error { (text(&latest["errorDetails"], "message")) } }
            @if waits_for_approval { (approval(subject, stage, action, text(latest, "token"))) }
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

fn approval(subject: &Subject<'_>, stage: &Value, action: &Value, token: &str) -> Markup {
    html! {
        form method="post" action=(subject.form("approval")) {
            input type="hidden" name="stage" value=(text(stage, "name"));
            input type="hidden" name="action" value=(text(action, "name"));
            input type="hidden" name="token" value=(token);
            button name="decision" value="authorize" { "Approve" }
            button.secondary name="decision" value="refuse" { "Reject" }
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
