//! The forms that start, stop and retry executions, and their actions.

use std::{collections::BTreeMap, sync::Arc};

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
    error_page::ErrorPage,
    json::{members, text},
    notice::Done,
    pipeline_client::{PipelineClient, PipelineQuery},
};

/// Prefix of the fields that hold variables.
const VARIABLE: &str = "variable.";

/// Returns the form that starts an execution with the defaults of the variables.
pub(crate) fn start_form(client: &PipelineClient<'_>) -> Markup {
    html! { form method="post" action=(client.form("start")) { button { "Release change" } } }
}

/// Returns the form that starts an execution with other variables, nothing for a pipeline without variables.
pub(crate) fn variables_form(client: &PipelineClient<'_>, declaration: &Value) -> Markup {
    let variables = members(&declaration["variables"]);
    if variables.is_empty() {
        return html! {};
    }
    html! {
        details #variables.panel {
            summary { "Release change with variables" }
            form.fields method="post" action=(client.form("start")) {
                @for variable in variables {
                    @let (name, default) = (text(variable, "name"), variable["defaultValue"].as_str());
                    label {
                        (name)
                        @if let Some(words) = variable["description"].as_str() { span.advice { " " (words) } }
                        input name={ (VARIABLE) (name) } value=[default] required[default.is_none()] maxlength="1000";
                    }
                }
                button { "Release with these variables" }
            }
        }
    }
}

/// Returns the form that stops an execution, nothing if it has ended.
pub(crate) fn stop_form(client: &PipelineClient<'_>, execution: &Value) -> Markup {
    if !["InProgress", "Stopping"].contains(&text(execution, "status")) {
        return html! {};
    }
    html! {
        details #stop.panel {
            summary { "Stop the execution" }
            form.fields method="post" action=(client.form("stop")) {
                input type="hidden" name="execution" value=(text(execution, "pipelineExecutionId"));
                label { "Reason (optional)" input name="reason" maxlength="200"; }
                label.check { input type="checkbox" name="abandon"; "Abandon the actions that are in progress" }
                button { "Stop execution" }
            }
        }
    }
}

/// Returns the form that runs a failed stage of an execution again. With `back`, the form leads to the page of the execution.
pub(crate) fn retry_form(client: &PipelineClient<'_>, stage: &str, execution: &str, back: bool) -> Markup {
    html! {
        form.retry method="post" action=(client.form("retry")) data-key={ "retry " (execution) } {
            input type="hidden" name="stage" value=(stage);
            input type="hidden" name="execution" value=(execution);
            @if back { input type="hidden" name="back" value="execution"; }
            button.secondary name="mode" value="FAILED_ACTIONS" aria-label={ "Retry failed actions of " (stage) } {
                "Retry failed actions"
            }
            button.secondary name="mode" value="ALL_ACTIONS" aria-label={ "Retry stage " (stage) } { "Retry stage" }
        }
    }
}

/// Starts an execution. Fields that are empty leave a variable at its default.
pub(crate) async fn start(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<PipelineQuery>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Redirect, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let given = fields
        .iter()
        .filter_map(|(field, value)| Some((field.strip_prefix(VARIABLE)?, value)));
    let variables: Vec<Value> = given
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let mut input = json!({"name": name});
    if !variables.is_empty() {
        input["variables"] = json!(variables);
    }
    client.call("StartPipelineExecution", &input)?;
    Ok(Redirect::to(&Done::Started.on(&client.page())))
}

/// Which execution to stop, and how.
#[derive(Deserialize)]
pub(crate) struct Stop {
    execution: String,
    #[serde(default)]
    reason: String,
    /// Present if the box is checked.
    abandon: Option<String>,
}

/// Stops an execution.
pub(crate) async fn stop(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<PipelineQuery>,
    Form(stop): Form<Stop>,
) -> Result<Redirect, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let input = json!({
        "pipelineName": name, "pipelineExecutionId": stop.execution, "abandon": stop.abandon.is_some(),
        "reason": stop.reason,
    });
    client.call("StopPipelineExecution", &input)?;
    Ok(Redirect::to(&Done::Stopped.on(&client.execution_page(&stop.execution))))
}

/// Which stage to run again.
#[derive(Deserialize)]
pub(crate) struct Retry {
    stage: String,
    execution: String,
    mode: String,
    /// Present on the page of the execution.
    back: Option<String>,
}

/// Runs a stage again.
pub(crate) async fn retry(
    State(cloud): State<Arc<Cloud>>,
    Path(name): Path<String>,
    Query(place): Query<PipelineQuery>,
    Form(retry): Form<Retry>,
) -> Result<Redirect, ErrorPage> {
    let client = PipelineClient::new(&cloud, &name, place);
    let input = json!({
        "pipelineName": name, "stageName": retry.stage, "pipelineExecutionId": retry.execution, "retryMode": retry.mode,
    });
    client.call("RetryStageExecution", &input)?;
    let page = match retry.back {
        Some(_) => client.execution_page(&retry.execution),
        None => client.page(),
    };
    Ok(Redirect::to(&Done::Retried.on(&page)))
}
