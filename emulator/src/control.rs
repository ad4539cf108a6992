//! The control API under `/_emulator/`, for tests and demos.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{any, get, post, put},
};
use http::StatusCode;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::{
    calls::Calls,
    cloud::Cloud,
    connections::{ConnectionStatus, Connections, HostStatus},
    faults::Fault,
    pipelines::ActionFault,
    wire::Failure,
};

/// Region of calls to the control API.
const REGION: &str = "us-east-1";

type ControlResult = Result<Response, Failure>;

/// Returns the routes of the control API.
pub(crate) fn router() -> Router<Arc<Cloud>> {
    Router::new()
        .route("/_emulator/calls", get(list_calls).delete(clear_calls))
        .route("/_emulator/connections/{arn}/status", put(set_connection_status))
        .route("/_emulator/hosts/{arn}/status", put(set_host_status))
        .route(
            "/_emulator/pipelines/{arn}/faults",
            post(add_action_fault).delete(clear_action_faults),
        )
        .route("/_emulator/pipelines/{arn}/members", put(seed_members))
        .route(
            "/_emulator/faults",
            get(list_faults).post(add_fault).delete(clear_faults),
        )
        .route("/_emulator/webhooks", get(list_webhooks))
        .route("/_emulator/events", post(event))
        .route("/_emulator/{*path}", any(not_found))
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(json!({"error": self.class, "message": self.message}))).into_response()
    }
}

async fn list_calls(State(cloud): State<Arc<Cloud>>) -> Json<Value> {
    Json(cloud.with_calls(|calls| json!(calls.list())))
}

async fn clear_calls(State(cloud): State<Arc<Cloud>>) -> StatusCode {
    cloud.with_calls(Calls::clear);
    StatusCode::NO_CONTENT
}

async fn set_connection_status(State(cloud): State<Arc<Cloud>>, Path(arn): Path<String>, body: Bytes) -> ControlResult {
    let Wanted { status } = parsed::<Wanted<ConnectionStatus>>(&body)?;
    set_status(&cloud, &arn, |connections, now| {
        connections.set_connection_status(&arn, status, now)
    })
}

async fn set_host_status(State(cloud): State<Arc<Cloud>>, Path(arn): Path<String>, body: Bytes) -> ControlResult {
    let Wanted { status } = parsed::<Wanted<HostStatus>>(&body)?;
    set_status(&cloud, &arn, |connections, now| {
        connections.set_host_status(&arn, status, now)
    })
}

/// The body of a request for another status.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted<S> {
    status: S,
}

fn set_status(cloud: &Cloud, arn: &str, set: impl FnOnce(&mut Connections, f64) -> Option<()>) -> ControlResult {
    cloud.change(&cloud.owner(REGION), |store, scope| {
        set(&mut store.connections, scope.now).ok_or_else(|| {
            Failure::new("NotFound", format!("No connection or host has the ARN {arn}")).with_status(404)
        })
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn seed_members(State(cloud): State<Arc<Cloud>>, Path(arn): Path<String>, body: Bytes) -> ControlResult {
    let members = parsed::<Map<String, Value>>(&body)?;
    cloud.change(&cloud.owner(REGION), |store, _| store.pipelines.seed(&arn, &members))?;
    if let Some(record) = &cloud.record {
        let message = |error| Failure::new("InternalFailure", format!("The names could not be recorded: {error}"));
        record
            .add_seeded(&members)
            .map_err(|error| message(error).with_status(500))?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn add_action_fault(State(cloud): State<Arc<Cloud>>, Path(arn): Path<String>, body: Bytes) -> ControlResult {
    let fault = parsed::<ActionFault>(&body)?;
    cloud.change(&cloud.owner(REGION), |store, _| {
        store.pipelines.add_action_fault(&arn, fault)
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn clear_action_faults(State(cloud): State<Arc<Cloud>>, Path(arn): Path<String>) -> ControlResult {
    cloud.change(&cloud.owner(REGION), |store, _| {
        store.pipelines.clear_action_faults(&arn)
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn add_fault(State(cloud): State<Arc<Cloud>>, body: Bytes) -> ControlResult {
    let fault = parsed::<Fault>(&body)?;
    cloud.with_faults(|faults| faults.add(fault)).map_err(bad_request)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn list_faults(State(cloud): State<Arc<Cloud>>) -> Json<Value> {
    Json(cloud.with_faults(|faults| faults.iter().map(|(_, fault)| json!(fault)).collect()))
}

async fn clear_faults(State(cloud): State<Arc<Cloud>>) -> StatusCode {
    cloud.clear_faults();
    StatusCode::NO_CONTENT
}

async fn list_webhooks(State(cloud): State<Arc<Cloud>>) -> ControlResult {
    let webhooks = cloud.look(|store| store.pipelines.webhooks(&store.connections))?;
    Ok(Json(webhooks).into_response())
}

async fn event(State(cloud): State<Arc<Cloud>>, body: Bytes) -> ControlResult {
    let event = parsed::<Value>(&body)?;
    let (_, delivery) = cloud.deliver(&event)?;
    Ok(Json(delivery.view()).into_response())
}

async fn not_found(Path(path): Path<String>) -> Failure {
    Failure::new("NotFound", format!("/_emulator/{path} not found")).with_status(404)
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| bad_request(error.to_string()))
}

fn bad_request(message: impl Into<String>) -> Failure {
    Failure::new("BadRequest", message)
}
