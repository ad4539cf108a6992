//! A server in front of another one, which records the requests with their headers, and responds to some of them as a test
//! scripts it: a metadata service, a container agent, an SSO portal.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, Uri},
    response::{IntoResponse, Response},
};
use codepipeline_emulator_testing::aws_client::http_client;
use tokio::runtime::Runtime;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Method, and path with query.
    pub(crate) line: String,
    headers: HeaderMap,
    pub(crate) body: String,
}

impl Request {
    /// A header, empty if it was not sent.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    /// The parts of the credential scope of the signature: access key ID, date, region, service.
    fn credential(&self) -> Vec<&str> {
        let (_, rest) = self
            .header("authorization")
            .split_once("Credential=")
            .unwrap_or_default();
        rest.split(',').next().unwrap_or_default().split('/').collect()
    }

    /// The access key ID of the signature, empty without one.
    pub(crate) fn access_key(&self) -> &str {
        self.credential()[0]
    }

    /// The region of the signature, empty without one.
    pub(crate) fn region(&self) -> &str {
        self.credential().get(2).copied().unwrap_or_default()
    }

    /// The operation of AWS, empty for anything else.
    pub(crate) fn operation(&self) -> &str {
        let action = self.body.split('&').find_map(|field| field.strip_prefix("Action="));
        action.unwrap_or_else(|| self.header("x-amz-target").rsplit('.').next().unwrap_or_default())
    }
}

type Script = dyn Fn(&Request) -> Option<Response> + Send + Sync;

/// The running server; it ends with the test.
pub(crate) struct Recorder {
    url: String,
    shared: Shared,
    _runtime: Runtime,
}

#[derive(Clone)]
struct Shared {
    upstream: String,
    script: Arc<Script>,
    requests: Arc<Mutex<Vec<Request>>>,
    http: reqwest::Client,
}

impl Recorder {
    /// A server that responds to nothing by itself.
    pub(crate) fn before(upstream: &str) -> Self {
        Self::scripted(upstream, |_| None)
    }

    /// A server that responds as `script` does, or forwards the request to `upstream`.
    pub(crate) fn scripted(
        upstream: &str,
        script: impl Fn(&Request) -> Option<Response> + Send + Sync + 'static,
    ) -> Self {
        Self::at("127.0.0.1:0", upstream, script)
    }

    /// [`Recorder::scripted`] at this address.
    pub(crate) fn at(
        address: &str,
        upstream: &str,
        script: impl Fn(&Request) -> Option<Response> + Send + Sync + 'static,
    ) -> Self {
        let runtime = Runtime::new().expect("threads can be started");
        let shared = Shared {
            upstream: upstream.to_owned(),
            script: Arc::new(script),
            requests: Arc::default(),
            http: http_client(),
        };
        let listener = runtime.block_on(tokio::net::TcpListener::bind(address)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(respond).with_state(shared.clone());
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            shared,
            _runtime: runtime,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Removes and returns the requests so far.
    pub(crate) fn take(&self) -> Vec<Request> {
        std::mem::take(&mut *self.shared.requests.lock().unwrap())
    }
}

async fn respond(State(shared): State<Shared>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let request = Request {
        line: format!("{method} {uri}"),
        headers: headers.clone(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let scripted = (shared.script)(&request);
    shared.requests.lock().unwrap().push(request);
    if let Some(response) = scripted {
        return response;
    }
    let url = format!("{}{uri}", shared.upstream);
    // The header Host stays as it was signed.
    let forwarded = shared.http.request(method, url).headers(headers).body(body);
    let response = forwarded.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, response.bytes().await.unwrap()).into_response()
}
