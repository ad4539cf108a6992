//! An emulator for one test, which controls its clock.

use std::{
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use codepipeline_emulator::{Clock, Options, Server};
use serde_json::Value;
use tokio::net::TcpListener;

use super::aws_client::{AwsClient, http_client};

/// An emulator inside the test's process.
pub struct Emulator {
    server: Server,
    clock: TestClock,
    http: reqwest::Client,
}

/// A clock that stands still until the test advances it.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<Mutex<f64>>);

impl Clock for TestClock {
    fn now(&self) -> f64 {
        *self.0.lock().unwrap()
    }
}

impl TestClock {
    /// A clock that shows the present time.
    fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self(Arc::new(Mutex::new(since.as_millis() as f64 / 1000.0)))
    }
}

impl Emulator {
    /// An emulator with the default options.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// An emulator with other options. Port 0, because tests run side by side.
    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let clock = TestClock::new();
        let mut options = Options {
            clock: Box::new(clock.clone()),
            ..Options::default()
        };
        change(&mut options);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server::start(listener, options).unwrap();
        Self {
            server,
            clock,
            http: http_client(),
        }
    }

    /// Address of the emulator.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// A client of the emulated AWS in eu-west-1, with the default key.
    pub fn aws(&self) -> AwsClient {
        AwsClient::new(self.url(), Box::new(self.clock.clone()))
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: f64) {
        *self.clock.0.lock().unwrap() += seconds;
    }

    /// Requests a page or the control API.
    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.http.get(format!("{}{path}", self.url())).send().await.unwrap()
    }

    /// Returns the JSON of the control API.
    pub async fn get_json(&self, path: &str) -> Value {
        self.get(path).await.error_for_status().unwrap().json().await.unwrap()
    }

    /// Sends JSON to the control API.
    pub async fn send(&self, method: reqwest::Method, path: &str, body: Value) -> reqwest::Response {
        self.http
            .request(method, format!("{}{path}", self.url()))
            .json(&body)
            .send()
            .await
            .unwrap()
    }

    /// Adds a fault.
    pub async fn fault(&self, fault: Value) {
        self.send(reqwest::Method::POST, "/_emulator/faults", fault)
            .await
            .error_for_status()
            .unwrap();
    }

    /// Deletes all faults.
    pub async fn clear_faults(&self) {
        let url = format!("{}/_emulator/faults", self.url());
        self.http.delete(url).send().await.unwrap().error_for_status().unwrap();
    }

    /// Sets the status of a connection.
    pub async fn set_connection_status(&self, arn: &str, status: &str) {
        self.set_status("connections", arn, status).await;
    }

    /// Sets the status of a host.
    pub async fn set_host_status(&self, arn: &str, status: &str) {
        self.set_status("hosts", arn, status).await;
    }

    /// Adds members that the model does not have to a pipeline, by JSON pointer.
    pub async fn seed_members(&self, pipeline_arn: &str, members: Value) {
        let path = format!("/_emulator/pipelines/{}/members", percent_encoded(pipeline_arn));
        self.send(reqwest::Method::PUT, &path, members)
            .await
            .error_for_status()
            .unwrap();
    }

    async fn set_status(&self, kind: &str, arn: &str, status: &str) {
        let path = format!("/_emulator/{kind}/{}/status", percent_encoded(arn));
        let body = serde_json::json!({ "status": status });
        self.send(reqwest::Method::PUT, &path, body)
            .await
            .error_for_status()
            .unwrap();
    }
}

/// The text as one segment of a path.
pub fn percent_encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
