//! A pipeline, drawn as its stages from left to right and their actions from top to bottom.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::console::{
    Failure,
    approval::Waiting,
    execution_forms::retry_form,
    execution_page::link,
    json::{members, short, text},
    layout::{badge, waiting_badge},
    pipeline_client::PipelineClient,
};

/// A drawing of one pipeline.
pub(crate) struct Drawing<'a> {
    client: &'a PipelineClient<'a>,
    /// As GetPipelineState returns it.
    state: &'a Value,
    /// The runs of actions in the latest execution of each stage that has not ended, as ListActionExecutions returns them.
    runs: Vec<Value>,
}

impl<'a> Drawing<'a> {
    /// Reads what the drawing of a pipeline in this state needs.
    pub(crate) fn new(client: &'a PipelineClient<'a>, state: &'a Value) -> Result<Self, Failure> {
        let latest = members(&state["stageStates"])
            .iter()
            .map(|stage| &stage["latestExecution"]);
        let running: BTreeSet<&str> = latest
            .filter(|latest| ["InProgress", "Stopping"].contains(&text(latest, "status")))
            .map(|latest| text(latest, "pipelineExecutionId"))
            .collect();
        let mut runs = Vec::new();
        for id in running {
            let input = json!({"pipelineName": client.name, "filter": {"pipelineExecutionId": id}});
            let page = client.call("ListActionExecutions", &input)?;
            runs.extend(members(&page["actionExecutionDetails"]).iter().cloned());
        }
        Ok(Self { client, state, runs })
    }

    /// Draws the declaration.
    pub(crate) fn draw(&self, declaration: &Value) -> Markup {
        html! {
            div.drawing role="region" aria-label="Stages" tabindex="0" {
                ol.stages { @for stage in members(&declaration["stages"]) { (self.stage_card(stage)) } }
            }
        }
    }

    fn stage_card(&self, stage: &Value) -> Markup {
        let name = text(stage, "name");
        let state = named(&self.state["stageStates"], "stageName", name);
        let transition = &state["inboundTransitionState"];
        let closed = transition["enabled"] == Value::Bool(false);
        let (latest, execution) = (
            &state["latestExecution"],
            text(&state["latestExecution"], "pipelineExecutionId"),
        );
        let status = text(latest, "status");
        let is_waiting = members(&state["actionStates"])
            .iter()
            .any(|action| self.waiting(&action["latestExecution"]).is_some());
        html! {
            li.stage.closed[closed] {
                h2 { (name) " " @if is_waiting { (waiting_badge()) } @else if latest.is_object() { (badge(status)) } }
                @if latest.is_object() { p.execution { (link(self.client, execution)) } }
                (inbound(self.client, &state["inboundExecutions"]))
                @if closed { p.transition { "Transition disabled: " (text(transition, "disabledReason")) } }
                @for (_, actions) in by_run_order(stage) {
                    div.parallel { @for action in actions { (self.action_card(action, state)) } }
                }
                @if ["Failed", "Stopped"].contains(&status) { (retry_form(self.client, name, execution, false)) }
            }
        }
    }

    fn action_card(&self, action: &Value, stage: &Value) -> Markup {
        let state = named(&stage["actionStates"], "actionName", text(action, "name"));
        let latest = &state["latestExecution"];
        let waiting = self.waiting(latest);
        html! {
            div.action {
                h3 {
                    (text(action, "name")) " "
                    @if waiting.is_some() { (waiting_badge()) } @else if latest.is_object() { (badge(text(latest, "status"))) }
                }
                p.kind { (text(&action["actionTypeId"], "category")) " · " (text(&action["actionTypeId"], "provider")) }
                (source(&action["configuration"]))
                @if state["currentRevision"].is_object() {
                    p { code { (short(text(&state["currentRevision"], "revisionId"))) } }
                }
                @if latest["errorDetails"].is_object() { p.error { (text(&latest["errorDetails"], "message")) } }
                @if let Some(waiting) = waiting { (self.approval(&waiting, latest)) }
            }
        }
    }

    /// The approval that the latest run of an action waits for, if it does.
    fn waiting(&self, latest: &Value) -> Option<Waiting<'_>> {
        let id = text(latest, "actionExecutionId");
        let run = self.runs.iter().find(|run| text(run, "actionExecutionId") == id)?;
        Waiting::of(run, self.state)
    }

    /// Renders the form of a pending approval. Parallel executions have one each.
    fn approval(&self, waiting: &Waiting<'_>, latest: &Value) -> Markup {
        html! {
            @if text(latest, "token").is_empty() {
                p { "Approve each execution on its own page: " (link(self.client, waiting.execution)) }
            } @else {
                (waiting.form(self.client, false))
            }
        }
    }
}

/// The executions that wait at the entry of a stage, the first to enter first.
fn inbound(client: &PipelineClient<'_>, executions: &Value) -> Markup {
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

/// Repository and branch of a connection source.
fn source(configuration: &Value) -> Markup {
    let (repository, branch) = (
        text(configuration, "FullRepositoryId"),
        text(configuration, "BranchName"),
    );
    html! { @if !repository.is_empty() { p { (repository) " @ " (branch) } } }
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
