//! Manual approvals: the form on the pages, and its action.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, Query, State},
    response::Redirect,
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::console::{
    Cloud,
    decision::Decision,
    error_page::ErrorPage,
    json::{members, short, text},
    layout::breakable,
    notice::Done,
    pipeline_client::{PipelineClient, PipelineQuery},
};

/// A pending approval.
pub(crate) struct Waiting<'a> {
    /// Name of the stage.
    pub(crate) stage: &'a str,
    /// Name of the action.
    pub(crate) action: &'a str,
    /// Token of the approval.
    pub(crate) token: &'a str,
    /// Id of the execution that the answer releases.
    pub(crate) execution: &'a str,
    /// Configuration of the action, with the values of its variables.
    configuration: &'a Value,
}

impl<'a> Waiting<'a> {
    /// The approval that a run of an action waits for, if it does, as ListActionExecutions and GetPipelineState show it.
    ///
    /// Parallel executions are distinguished by the external id, since the pipeline's state shows no token for them.
    pub(crate) fn of(run: &'a Value, state: &'a Value) -> Option<Self> {
        let is_approval = text(&run["input"]["actionTypeId"], "category") == "Approval";
        if !is_approval || text(run, "status") != "InProgress" {
            return None;
        }
        let mut states = members(&state["stageStates"])
            .iter()
            .flat_map(|stage| members(&stage["actionStates"]))
            .map(|action| &action["latestExecution"]);
        let id = text(run, "actionExecutionId");
        let token = states
            .find(|latest| text(latest, "actionExecutionId") == id)
            .and_then(|latest| latest["token"].as_str());
        let configuration = match &run["input"]["resolvedConfiguration"] {
            Value::Null => &run["input"]["configuration"],
            resolved => resolved,
        };
        Some(Self {
            stage: text(run, "stageName"),
            action: text(run, "actionName"),
            token: token.unwrap_or_else(|| text(&run["output"]["executionResult"], "externalExecutionId")),
            execution: text(run, "pipelineExecutionId"),
            configuration,
        })
    }

    /// Returns the form that completes the approval. With `back`, the form leads to the page of the execution.
    pub(crate) fn form(&self, client: &PipelineClient<'_>, back: bool) -> Markup {
        html! {
            form.approval method="post" action=(client.form("approval")) data-key=(self.token) {
                p { "Execution " code { (short(self.execution)) } " waits for approval." }
                (self.request())
                input type="hidden" name="stage" value=(self.stage);
                input type="hidden" name="action" value=(self.action);
                input type="hidden" name="token" value=(self.token);
                @if back { input type="hidden" name="execution" value=(self.execution); }
                label { "Comment (optional)" textarea name="comment" rows="2" maxlength="512" {} }
                div.buttons {
                    button name="decision" value="authorize" aria-label={ "Approve " (self.action) } { "Approve" }
                    button.secondary name="decision" value="deny" aria-label={ "Reject " (self.action) } { "Reject" }
                }
            }
        }
    }

    /// Renders the message and the link for those who approve. Only web URLs become links.
    fn request(&self) -> Markup {
        let (words, link) = (
            text(self.configuration, "CustomData"),
            text(self.configuration, "ExternalEntityLink"),
        );
        let is_web = link.starts_with("https://") || link.starts_with("http://");
        html! {
            @if !words.is_empty() { p.words { (words) } }
            @if !link.is_empty() {
                p {
                    "Review: "
                    @if is_web { a href=(link) rel="noreferrer" { (breakable(link)) } } @else { (link) }
                }
            }
        }
    }
}

/// Answer to a manual approval.
#[derive(Deserialize)]
pub(crate) struct Approval {
    stage: String,
    action: String,
    token: String,
    decision: Decision,
    #[serde(default)]
    comment: String,
    /// The execution whose page the answer came from.
    execution: Option<String>,
}

/// Completes a manual approval.
pub(crate) async fn approve(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<PipelineQuery>,
    Form(approval): Form<Approval>,
) -> Result<Redirect, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let (status, done) = match approval.decision {
        Decision::Authorize => ("Approved", Done::Approved),
        Decision::Deny => ("Rejected", Done::Rejected),
    };
    let summary = match approval.comment.trim() {
        "" => "Answered in the console",
        comment => comment,
    };
    let input = json!({
        "pipelineName": name, "stageName": approval.stage, "actionName": approval.action, "token": approval.token,
        "result": {"summary": summary, "status": status},
    });
    client.call("PutApprovalResult", &input)?;
    let page = approval.execution.map(|id| client.execution_page(&id));
    Ok(Redirect::to(&done.on(&page.unwrap_or_else(|| client.page()))))
}
