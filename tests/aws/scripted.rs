//! A server that answers as a test scripts it: what the emulator cannot be brought to do.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, response::IntoResponse};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

/// One request: the operation and its input.
pub(crate) type Request = (String, Value);

/// HTTP status and body.
pub(crate) type Answer = (u16, String);

type Script = dyn Fn(&Request, &[Request]) -> Answer + Send + Sync;

/// A server that runs a script; it stops when it is dropped.
pub(crate) struct Scripted {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    script: Arc<Script>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Scripted {
    /// Starts it; the script sees a request and all those before.
    pub(crate) async fn start(script: impl Fn(&Request, &[Request]) -> Answer + Send + Sync + 'static) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let shared = Shared {
            script: Arc::new(script),
            requests: Arc::clone(&requests),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(shared);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, requests, task }
    }

    /// The operations called so far.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.requests
            .lock()
            .unwrap()
            .iter()
            .map(|(operation, _)| operation.clone())
            .collect()
    }

    /// The inputs of an operation so far.
    pub(crate) fn inputs(&self, operation: &str) -> Vec<Value> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .filter(|(name, _)| name == operation)
            .map(|(_, input)| input.clone())
            .collect()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let target = headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok())
        .unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    let request = (operation, serde_json::from_slice(&body).unwrap_or_default());
    let (status, body) = {
        let mut requests = shared.requests.lock().unwrap();
        let answer = (shared.script)(&request, &requests);
        requests.push(request);
        answer
    };
    let headers = [
        ("x-amzn-requestid", "scripted-1"),
        ("content-type", "application/x-amz-json-1.1"),
    ];
    (axum::http::StatusCode::from_u16(status).unwrap(), headers, body)
}

/// A successful answer.
pub(crate) fn ok(body: Value) -> Answer {
    (200, body.to_string())
}

/// An error as AWS writes it.
pub(crate) fn refused(class: &str, message: &str) -> Answer {
    (400, json!({"__type": class, "message": message}).to_string())
}
