//! The pages of pipelines, which make the same calls to CodePipeline as any other client.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Form,
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
        execution_forms::{start_form, variables_form},
        execution_page::executions_table,
        layout::{Area, badge, breakable, fact, live_page, table, waiting_badge},
        notice::{Notice, delivered},
        path,
        pipeline_client::{PipelineClient, PipelineQuery},
        pipeline_drawing::Drawing,
        region_filter::RegionFilter,
        simulate::{EventFields, Suggestions, event},
        sources::sources,
    },
    pipelines::Pipeline,
    store::Store,
};

/// All pipelines.
pub(crate) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Query(filter): Query<RegionFilter>,
) -> Result<Html<String>, ErrorPage> {
    let (rows, regions) = cloud.look(|store| rows(store, &filter))?;
    let content = html! {
        div.title {
            h1 { "Pipelines " span.count { (rows.len()) } }
            (filter.form(path::PIPELINES, regions))
        }
        @if rows.is_empty() {
            p.empty { "There are no pipelines" (filter.suffix()) "." }
        } @else {
            (table(
                "Pipelines",
                &[("Name", ""), ("Latest execution", ""), ("Version", ""), ("Region", "minor"), ("Updated", "minor")],
                html! { @for row in rows { (row) } },
            ))
        }
    };
    Ok(live_page(Area::Pipelines, Area::Pipelines.name(), None, content))
}

/// Returns the rows that the filter accepts, and all regions.
fn rows(store: &Store, filter: &RegionFilter) -> (Vec<Markup>, BTreeSet<String>) {
    let accepted = store
        .pipelines
        .iter()
        .filter(|pipeline| filter.accepts(&pipeline.region));
    let regions = store.pipelines.iter().map(|pipeline| pipeline.region.clone());
    (accepted.map(row).collect(), regions.collect())
}

fn row(pipeline: &Pipeline) -> Markup {
    let latest = pipeline.executions().next();
    let status = latest.map(|execution| json!(execution.status));
    let is_latest_waiting = latest.is_some_and(|execution| execution.waits_for_approval());
    let is_waiting = pipeline.executions().any(|execution| execution.waits_for_approval());
    html! {
        tr data-key=(pipeline.arn()) {
            td { a href=(path::pipeline(&pipeline.name, &pipeline.region, &pipeline.account)) { (pipeline.name) } }
            td {
                @if !is_latest_waiting { @if let Some(status) = status.as_ref().and_then(Value::as_str) { (badge(status)) " " } }
                @if is_waiting { (waiting_badge()) }
            }
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
    Query(notice): Query<Notice>,
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
    let drawing = Drawing::new(&client, &state)?;
    let (sources, suggestions) = cloud.look(|store| {
        let mut suggestions = Suggestions::default();
        store
            .pipelines
            .get(arn)
            .into_iter()
            .for_each(|pipeline| suggestions.add(pipeline, None));
        (sources(store, arn, declaration), suggestions)
    })?;
    let content = html! {
        p.crumbs { a href=(path::PIPELINES) { "Pipelines" } }
        div.title { h1 { (name) } (start_form(&client)) }
        (variables_form(&client, declaration))
        (drawing.draw(declaration))
        (sources)
        (suggestions.forms(&client.form("events")))
        h2 { "Executions" }
        (executions_table(&client, &executions["pipelineExecutionSummaries"], &client.waiting()?))
        p.more {
            @if cursor.older.is_some() { a href=(client.page()) { "Newest executions" } }
            @if let Some(older) = executions["nextToken"].as_str() {
                a href={ (client.page()) "&older=" (older) } { "Older executions" }
            }
        }
        (settings(arn, declaration, metadata))
    };
    Ok(live_page(Area::Pipelines, &name, notice.message(&cloud), content))
}

fn settings(arn: &str, declaration: &Value, metadata: &Value) -> Markup {
    let text = |member: &str| declaration[member].as_str().unwrap_or("-");
    html! {
        h2 { "Settings" }
        dl {
            (fact("ARN", breakable(arn)))
            (fact("Version", declaration["version"].to_string()))
            (fact("Type", text("pipelineType")))
            (fact("Execution mode", text("executionMode")))
            (fact("Service role", breakable(text("roleArn"))))
            (fact("Updated", readable(metadata["updated"].as_f64().unwrap_or_default())))
        }
    }
}

/// Delivers an event of GitLab.
pub(crate) async fn deliver(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<PipelineQuery>,
    Form(fields): Form<EventFields>,
) -> Result<Redirect, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let (number, _) = cloud.deliver(&event(&fields))?;
    Ok(Redirect::to(&delivered(&client.page(), number)))
}
