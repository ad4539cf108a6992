//! The pages of pipelines, which make the same calls to CodePipeline as any other client.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::{Html, Redirect},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    clock::readable,
    console::{
        Cloud,
        error_page::ErrorPage,
        execution_page::executions_table,
        layout::{Area, badge, fact, live_page, table},
        path,
        pipeline_client::{PipelineClient, PipelineQuery},
        pipeline_drawing::drawing,
        sources::sources,
    },
    pipelines,
};

/// All pipelines.
pub(crate) async fn list(State(cloud): State<Arc<Cloud>>) -> Result<Html<String>, ErrorPage> {
    let rows = cloud.look(|store| store.pipelines.iter().map(row).collect::<Vec<_>>())?;
    let content = html! {
        h1 { "Pipelines" span.count { (rows.len()) } }
        @if rows.is_empty() {
            p.empty { "There are no pipelines yet." }
        } @else {
            (table(
                html! {
                    th { "Name" } th { "Latest execution" } th { "Version" } th.minor { "Region" } th.minor { "Updated" }
                },
                html! { @for row in rows { (row) } },
            ))
        }
    };
    Ok(live_page(Area::Pipelines, "Pipelines", content))
}

fn row(pipeline: &pipelines::Pipeline) -> Markup {
    let latest = pipeline.executions().next().map(|execution| json!(execution.status));
    html! {
        tr {
            td { a href=(path::pipeline(&pipeline.name, &pipeline.region, &pipeline.account)) { (pipeline.name) } }
            td { @if let Some(status) = latest.as_ref().and_then(Value::as_str) { (badge(status)) } }
            td { (pipeline.version()) }
            td.tight.minor { (pipeline.region) }
            td.tight.minor { (readable(pipeline.updated)) }
        }
    }
}

/// Which executions a page shows.
#[derive(Deserialize)]
pub(crate) struct Cursor {
    /// Token of the page of older executions, the newest without it.
    older: Option<String>,
}

/// One pipeline: its stages and actions as they stand, its sources and its executions.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<PipelineQuery>,
    Query(cursor): Query<Cursor>,
) -> Result<Html<String>, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let answer = client.call("GetPipeline", &json!({"name": name}))?;
    let state = client.call("GetPipelineState", &json!({"name": name}))?;
    let executions = client.call(
        "ListPipelineExecutions",
        &json!({"pipelineName": name, "maxResults": 20, "nextToken": cursor.older}),
    )?;
    let (declaration, metadata) = (&answer["pipeline"], &answer["metadata"]);
    let arn = metadata["pipelineArn"].as_str().unwrap_or_default();
    let text = |member: &str| declaration[member].as_str().unwrap_or("-").to_owned();
    let content = html! {
        p.crumbs { a href=(path::PIPELINES) { "Pipelines" } }
        h1 {
            (name)
            form method="post" action=(client.form("start")) { button { "Release change" } }
        }
        (drawing(&client, declaration, &state))
        (cloud.look(|store| sources(store, arn, declaration))?)
        h2 { "Executions" }
        (executions_table(&client, &executions["pipelineExecutionSummaries"]))
        p.more {
            @if cursor.older.is_some() { a href=(client.page()) { "Newest executions" } }
            @if let Some(older) = executions["nextToken"].as_str() {
                a href={ (client.page()) "&older=" (older) } { "Older executions" }
            }
        }
        h2 { "Settings" }
        dl {
            (fact("ARN", arn))
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
    Query(place): Query<PipelineQuery>,
) -> Result<Redirect, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    client.call("StartPipelineExecution", &json!({"name": name}))?;
    Ok(Redirect::to(&client.page()))
}
