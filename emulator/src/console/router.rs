//! The routes of the pages.

use std::sync::Arc;

use axum::{
    Router,
    extract::Query,
    middleware::from_fn,
    response::Redirect,
    routing::{get, post},
};
use http::StatusCode;
use serde::Deserialize;

use crate::{
    connections::Arn,
    console::{
        Cloud, approval, connections,
        error_page::{ErrorPage, not_found, render_errors},
        execution_forms, execution_page, hosts, log_page, path, pipelines,
    },
};

/// Returns the routes of the console, and an error page for all other URLs.
pub(crate) fn router() -> Router<Arc<Cloud>> {
    const CONNECTION: &str = "/codesuite/settings/{account}/{region}/{service}/connections/{id}";
    const HOST: &str = "/codesuite/settings/{account}/{region}/{service}/hosts/{id}";
    const PIPELINE: &str = "/codesuite/codepipeline/pipelines/{name}";
    Router::new()
        .route("/console", get(|| async { Redirect::permanent(path::CONNECTIONS) }))
        .route(path::CONNECTIONS, get(connections::list))
        .route(path::HOSTS, get(hosts::list))
        .route(path::PIPELINES, get(pipelines::list))
        .route(path::LOG, get(log_page::show))
        .route("/console/log/calls/delete", post(log_page::delete_calls))
        .route("/console/log/faults/delete", post(log_page::delete_faults))
        .route("/console/log/faults/{id}/delete", post(log_page::delete_fault))
        .route("/codesuite/settings/connections", get(connections::list))
        .route("/codesuite/settings/connections/redirect", get(redirect))
        .route("/codesuite/settings/hosts", get(hosts::list))
        .route("/codesuite/codepipeline/home", get(pipelines::list))
        .route("/codesuite/codepipeline/pipelines", get(pipelines::list))
        .route(CONNECTION, get(connections::show))
        .route(
            &format!("{CONNECTION}/handshake"),
            get(connections::confirm).post(connections::decide),
        )
        .route(&format!("{CONNECTION}/events"), post(connections::deliver))
        .route(HOST, get(hosts::show))
        .route(&format!("{HOST}/setup"), get(hosts::confirm).post(hosts::decide))
        .route(&format!("{PIPELINE}/view"), get(pipelines::show))
        .route(
            &format!("{PIPELINE}/executions/{{execution}}/timeline"),
            get(execution_page::show),
        )
        .route(&format!("{PIPELINE}/events"), post(pipelines::deliver))
        .route(&format!("{PIPELINE}/retry"), post(execution_forms::retry))
        .route(&format!("{PIPELINE}/start"), post(execution_forms::start))
        .route(&format!("{PIPELINE}/stop"), post(execution_forms::stop))
        .route(&format!("{PIPELINE}/approval"), post(approval::approve))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(from_fn(render_errors))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    connection_arn: String,
}

/// Redirects to a connection by its ARN, as in AWS's console.
async fn redirect(Query(target): Query<Target>) -> Result<Redirect, ErrorPage> {
    let arn = &target.connection_arn;
    let parsed = Arn::parse(arn).ok_or_else(|| not_found("Connection", arn))?;
    Ok(Redirect::to(&path::connection(&parsed)))
}
