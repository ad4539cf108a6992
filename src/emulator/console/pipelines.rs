//! The pages of pipelines. They ask CodePipeline what any other client would ask.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use super::decision::Decision;
use super::execution_page::executions_table;
use super::layout::{Area, Problem, badge, fact, live_page};
use super::pipeline_drawing::drawing;
use super::{Caller, Cloud, Failure, Visitor, path};
use crate::emulator::clock::readable;
use crate::emulator::pipelines;

/// Where a pipeline is; AWS's console leaves the account to the session.
#[derive(Deserialize)]
pub(crate) struct Place {
    region: String,
    account: Option<String>,
}

/// One pipeline as a page asks for it.
pub(crate) struct Subject<'a> {
    cloud: &'a Cloud,
    visitor: Visitor,
    /// Name of the pipeline.
    pub(crate) name: &'a str,
}

impl<'a> Subject<'a> {
    pub(super) fn new(cloud: &'a Cloud, name: &'a str, place: Place) -> Self {
        let owner = cloud.owner(&place.region);
        let account = place.account.unwrap_or(owner.caller.account);
        let visitor = Visitor {
            caller: Caller {
                account,
                ..owner.caller
            },
            ..owner
        };
        Self { cloud, visitor, name }
    }

    /// Asks CodePipeline.
    pub(super) fn ask(&self, operation: &str, input: &Value) -> Result<Value, Failure> {
        self.cloud.change(&self.visitor, |store, scope| {
            pipelines::call(operation, input, scope, &mut store.pipelines, &store.connections)
                .map(Option::unwrap_or_default)
        })
    }

    /// The page of the pipeline.
    pub(super) fn page(&self) -> String {
        path::pipeline(self.name, &self.visitor.region, &self.visitor.caller.account)
    }

    /// The page of one of its executions.
    pub(super) fn execution_page(&self, id: &str) -> String {
        path::execution(self.name, id, &self.visitor.region, &self.visitor.caller.account)
    }

    /// Where a form of its page goes.
    pub(super) fn form(&self, form: &str) -> String {
        path::pipeline_form(self.name, form, &self.visitor.region, &self.visitor.caller.account)
    }
}

/// All pipelines.
pub(crate) async fn list(State(cloud): State<Arc<Cloud>>) -> Html<String> {
    let rows = cloud.look(|store| store.pipelines.iter().map(row).collect::<Vec<_>>());
    let content = html! {
        h1 { "Pipelines" span.count { (rows.len()) } }
        @if rows.is_empty() {
            p.empty { "There are no pipelines yet." }
        } @else {
            table {
                thead { tr { th { "Name" } th { "Latest execution" } th { "Version" } th { "Region" } th { "Updated" } } }
                tbody { @for row in rows { (row) } }
            }
        }
    };
    live_page(Area::Pipelines, "Pipelines", content)
}

fn row(pipeline: &pipelines::Pipeline) -> Markup {
    let latest = pipeline.executions().next().map(|execution| json!(execution.status));
    html! {
        tr {
            td.tight { a href=(path::pipeline(&pipeline.name, &pipeline.region, &pipeline.account)) { (pipeline.name) } }
            td { @if let Some(status) = latest.as_ref().and_then(Value::as_str) { (badge(status)) } }
            td { (pipeline.version()) }
            td.tight { (pipeline.region) }
            td.tight { (readable(pipeline.updated)) }
        }
    }
}

/// One pipeline: its stages and actions as they stand, and its executions.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<Place>,
) -> Result<Html<String>, Problem> {
    let subject = Subject::new(&cloud, &name, place);
    let answer = subject.ask("GetPipeline", &json!({"name": name}))?;
    let state = subject.ask("GetPipelineState", &json!({"name": name}))?;
    let executions = subject.ask(
        "ListPipelineExecutions",
        &json!({"pipelineName": name, "maxResults": 20}),
    )?;
    let (declaration, metadata) = (&answer["pipeline"], &answer["metadata"]);
    let text = |member: &str| declaration[member].as_str().unwrap_or("-").to_owned();
    let content = html! {
        p.crumbs { a href=(path::PIPELINES) { "Pipelines" } }
        h1 {
            (name)
            form method="post" action=(subject.form("start")) { button { "Release change" } }
        }
        (drawing(&subject, declaration, &state))
        h2 { "Executions" }
        (executions_table(&subject, &executions["pipelineExecutionSummaries"]))
        h2 { "Settings" }
        dl {
            (fact("ARN", metadata["pipelineArn"].as_str().unwrap_or_default()))
            (fact("Version", declaration["version"].to_string()))
            (fact("Type", text("pipelineType")))
            (fact("Execution mode", text("executionMode")))
            (fact("Service role", text("roleArn")))
            (fact("Updated", readable(metadata["updated"].as_f64().unwrap_or_default())))
        }
    };
    Ok(live_page(Area::Pipelines, &name, content))
}

/// Starts an execution.
pub(crate) async fn start(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<Place>,
) -> Result<Redirect, Problem> {
    let subject = Subject::new(&cloud, &name, place);
    subject.ask("StartPipelineExecution", &json!({"name": name}))?;
    Ok(Redirect::to(&subject.page()))
}

/// A person's answer to a manual approval.
#[derive(Deserialize)]
pub(crate) struct Approval {
    stage: String,
    action: String,
    token: String,
    decision: Decision,
}

/// Answers a manual approval.
pub(crate) async fn approve(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<Place>,
    Form(approval): Form<Approval>,
) -> Result<Redirect, Problem> {
    let subject = Subject::new(&cloud, &name, place);
    let status = match approval.decision {
        Decision::Authorize => "Approved",
        Decision::Refuse => "Rejected",
    };
    let input = json!({
        "pipelineName": name, "stageName": approval.stage, "actionName": approval.action, "token": approval.token,
        "result": {"summary": "Answered in the console", "status": status},
    });
    subject.ask("PutApprovalResult", &input)?;
    Ok(Redirect::to(&subject.page()))
}
