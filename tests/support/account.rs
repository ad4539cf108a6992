//! An AWS account of the test's own, in blocking calls, for tests that drive the real command line.

use std::time::{Duration, Instant};

use codepipeline_emulator::{Options, Server, SystemClock};
use codepipeline_emulator_testing::{
    aws_client::{AwsClient, AwsError, http_client},
    emulator::percent_encoded,
    environment::variable,
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime::Runtime};

/// Variable that names a file for the calls of all tests: `emulator/judge` checks them.
const CALLS_VARIABLE: &str = "CODEPIPELINE_TEST_CALLS";

/// An empty account 111122223333 in an emulator that ends with the test.
///
/// Its clock is the machine's, since the command line signs with that one. The methods block, so that such tests are
/// plain functions: the emulator runs on its own threads.
pub(crate) struct Account {
    aws: AwsClient,
    http: reqwest::Client,
    server: Server,
    runtime: Runtime,
}

/// One request that reached the emulator.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub(crate) struct Call {
    pub(crate) service: String,
    pub(crate) operation: String,
    /// The error class of the answer, if it was one.
    pub(crate) error: Option<String>,
}

/// Temporary keys of a role.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: String,
}

impl Account {
    /// An account whose pending connections wait for the test.
    pub(crate) fn open() -> Self {
        Self::with(Options::default())
    }

    /// An account in an emulator with settings of the test's own.
    pub(crate) fn with(mut options: Options) -> Self {
        options.record = options.record.or_else(|| variable(CALLS_VARIABLE).map(Into::into));
        let runtime = Runtime::new().expect("threads can be started");
        // Port 0: tests run side by side.
        let server = start(&runtime, "127.0.0.1:0", options);
        let aws = AwsClient::new(server.url(), Box::new(SystemClock));
        Self {
            aws,
            http: http_client(),
            server,
            runtime,
        }
    }

    /// Ends the emulator in the middle of its requests, and starts it again at the same address.
    pub(crate) fn crash(&mut self, options: Options) {
        let runtime = Runtime::new().expect("threads can be started");
        let crashed = std::mem::replace(&mut self.runtime, runtime);
        crashed.shutdown_timeout(Duration::from_secs(1));
        let address = self.url().trim_start_matches("http://").to_owned();
        self.server = start(&self.runtime, &address, options);
    }

    /// The address that serves AWS, the console and the side doors.
    pub(crate) fn url(&self) -> &str {
        self.server.url()
    }

    /// All calls so far, in order.
    pub(crate) fn calls(&self) -> Vec<Call> {
        serde_json::from_value(self.side_door(Method::GET, "calls", None)).expect("a list of calls")
    }

    /// Forgets the calls so far, to count those of the next command alone.
    pub(crate) fn forget_calls(&self) {
        self.side_door(Method::DELETE, "calls", None);
    }

    /// Returns the number of calls to an operation, successful or not.
    pub(crate) fn count(&self, operation: &str) -> usize {
        self.calls().iter().filter(|call| call.operation == operation).count()
    }

    /// Arranges a fault: `operation`, `kind` and, as needed, `service`, `after`, `times`, `delay_ms`.
    pub(crate) fn add_fault(&self, fault: Value) {
        self.side_door(Method::POST, "faults", Some(fault));
    }

    /// Ends all faults; a paused call goes on.
    pub(crate) fn clear_faults(&self) {
        self.side_door(Method::DELETE, "faults", None);
    }

    /// Moves a connection to a status, as the person or the provider behind it would.
    pub(crate) fn set_connection_status(&self, arn: &str, status: &str) {
        self.set_status("connections", arn, status);
    }

    /// Moves a host to a status.
    pub(crate) fn set_host_status(&self, arn: &str, status: &str) {
        self.set_status("hosts", arn, status);
    }

    /// Adds members to a pipeline that no model has, by JSON pointer.
    pub(crate) fn seed_members(&self, pipeline: &str, members: Value) {
        let arn = format!("arn:aws:codepipeline:eu-west-1:111122223333:{pipeline}");
        let path = format!("pipelines/{}/members", percent_encoded(&arn));
        self.side_door(Method::PUT, &path, Some(members));
    }

    /// Lets the next runs of an action take time or fail: `stage`, `action` and, as needed, `delay_ms`, `message`, `times`.
    pub(crate) fn fault_action(&self, pipeline: &str, fault: Value) {
        let arn = format!("arn:aws:codepipeline:eu-west-1:111122223333:{pipeline}");
        let path = format!("pipelines/{}/faults", percent_encoded(&arn));
        self.side_door(Method::POST, &path, Some(fault));
    }

    /// Starts a pipeline out of band, and returns the ID of the execution.
    #[track_caller]
    pub(crate) fn start_pipeline(&self, name: &str) -> String {
        let started = self.ask("codepipeline", "StartPipelineExecution", json!({ "name": name }));
        started["pipelineExecutionId"].as_str().expect("an ID").to_owned()
    }

    /// The executions of a pipeline, newest first.
    #[track_caller]
    pub(crate) fn executions(&self, pipeline: &str) -> Vec<Value> {
        let mut listed = self.ask(
            "codepipeline",
            "ListPipelineExecutions",
            json!({ "pipelineName": pipeline }),
        );
        as_list(listed["pipelineExecutionSummaries"].take())
    }

    fn set_status(&self, kind: &str, arn: &str, status: &str) {
        let path = format!("{kind}/{}/status", percent_encoded(arn));
        self.side_door(Method::PUT, &path, Some(json!({ "status": status })));
    }

    /// The pairs of pipeline and repository that have a webhook.
    pub(crate) fn webhooks(&self) -> Vec<Value> {
        as_list(self.side_door(Method::GET, "webhooks", None))
    }

    /// Delivers a GitLab event and answers the executions that it started.
    pub(crate) fn deliver(&self, event: Value) -> Vec<Value> {
        as_list(self.side_door(Method::POST, "events", Some(event))["executions"].take())
    }

    /// Delivers a push of one changed file to a branch.
    pub(crate) fn push(&self, repository: &str, branch: &str) -> Vec<Value> {
        self.deliver(json!({ "repository": repository, "type": "push", "branch": branch, "files": ["README.md"] }))
    }

    /// Assumes a role of the account out of band.
    #[track_caller]
    pub(crate) fn keys_of_role(&self, name: &str) -> Keys {
        let role = format!("arn:aws:iam::111122223333:role/{name}");
        let parameters = [("Action", "AssumeRole"), ("RoleArn", &role), ("RoleSessionName", name)];
        let (_, xml) = self.runtime.block_on(self.aws.sts(&parameters));
        let element = |name: &str| {
            let (_, rest) = xml.split_once(&format!("<{name}>")).expect("a response of STS");
            rest.split('<').next().unwrap_or_default().to_owned()
        };
        Keys {
            id: element("AccessKeyId"),
            secret: element("SecretAccessKey"),
            token: element("SessionToken"),
        }
    }

    /// A signed call in eu-west-1 of `operation` to `service`, as it signs: `codeconnections`, `codepipeline` …
    ///
    /// # Errors
    /// AWS's error.
    pub(crate) fn call(&self, service: &str, operation: &str, input: Value) -> Result<Value, AwsError> {
        self.runtime.block_on(self.aws.call(service, operation, input))
    }

    /// A signed call that must succeed.
    #[track_caller]
    pub(crate) fn ask(&self, service: &str, operation: &str, input: Value) -> Value {
        self.call(service, operation, input)
            .unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// The whole answer of GetPipeline without the dates: what another owner of the pipeline sees.
    #[track_caller]
    pub(crate) fn pipeline(&self, name: &str) -> Value {
        self.ask("codepipeline", "GetPipeline", json!({ "name": name }))["pipeline"].take()
    }

    /// Creates a pipeline out of band.
    #[track_caller]
    pub(crate) fn create_pipeline(&self, declaration: &Value) {
        self.ask("codepipeline", "CreatePipeline", json!({ "pipeline": declaration }));
    }

    /// Saves a pipeline out of band, between our commands.
    #[track_caller]
    pub(crate) fn update_pipeline(&self, declaration: &Value) {
        self.ask("codepipeline", "UpdatePipeline", json!({ "pipeline": declaration }));
    }

    /// Creates a pending connection to GitLab out of band and returns its ARN.
    #[track_caller]
    pub(crate) fn create_connection(&self, name: &str) -> String {
        self.create_connection_to("GitLab", name)
    }

    /// Creates a connection to GitLab out of band and completes its handshake.
    #[track_caller]
    pub(crate) fn create_available_connection(&self, name: &str) -> String {
        self.create_available_connection_to("GitLab", name)
    }

    /// Creates a connection to a provider out of band and completes its handshake.
    #[track_caller]
    pub(crate) fn create_available_connection_to(&self, provider: &str, name: &str) -> String {
        let arn = self.create_connection_to(provider, name);
        self.set_connection_status(&arn, "AVAILABLE");
        arn
    }

    #[track_caller]
    fn create_connection_to(&self, provider: &str, name: &str) -> String {
        let input = json!({ "ConnectionName": name, "ProviderType": provider });
        let answer = self.ask("codeconnections", "CreateConnection", input);
        answer["ConnectionArn"].as_str().expect("an ARN").to_owned()
    }

    /// Creates a pending host of a self-managed GitLab at `https://{name}.example.com` out of band and returns its ARN.
    #[track_caller]
    pub(crate) fn create_host(&self, name: &str) -> String {
        self.create_host_at(name, &format!("https://{name}.example.com"))
    }

    /// Creates a pending host of a self-managed GitLab out of band and returns its ARN.
    #[track_caller]
    pub(crate) fn create_host_at(&self, name: &str, endpoint: &str) -> String {
        let input = json!({ "Name": name, "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": endpoint });
        let answer = self.ask("codeconnections", "CreateHost", input);
        answer["HostArn"].as_str().expect("an ARN").to_owned()
    }

    /// All connections, as ListConnections shows them.
    #[track_caller]
    pub(crate) fn connections(&self) -> Vec<Value> {
        as_list(self.ask("codeconnections", "ListConnections", json!({}))["Connections"].take())
    }

    /// Waits for a connection of that name, for instance one that a running apply is about to create.
    ///
    /// # Panics
    /// If no connection of that name exists after a minute.
    #[track_caller]
    pub(crate) fn wait_for_connection(&self, name: &str) -> String {
        self.wait_for(|| self.connections(), ("ConnectionName", name), "ConnectionArn")
    }

    /// Waits for a host of that name.
    ///
    /// # Panics
    /// If no host of that name exists after a minute.
    #[track_caller]
    pub(crate) fn wait_for_host(&self, name: &str) -> String {
        let hosts = || as_list(self.ask("codeconnections", "ListHosts", json!({}))["Hosts"].take());
        self.wait_for(hosts, ("Name", name), "HostArn")
    }

    /// Waits for the next call of an operation.
    ///
    /// # Panics
    /// If the operation is not called within a minute.
    #[track_caller]
    pub(crate) fn wait_for_call(&self, operation: &str) {
        let before = self.count(operation);
        self.wait_until(operation, || (self.count(operation) > before).then_some(()));
    }

    /// Waits until an operation has been called `count` times since the calls were forgotten.
    ///
    /// # Panics
    /// If it is not called that often within a minute.
    #[track_caller]
    pub(crate) fn wait_for_calls(&self, operation: &str, count: usize) {
        self.wait_until(operation, || (self.count(operation) >= count).then_some(()));
    }

    #[track_caller]
    fn wait_for(&self, list: impl Fn() -> Vec<Value>, (member, name): (&str, &str), arn: &str) -> String {
        self.wait_until(name, || {
            let found = list().into_iter().find(|item| item[member] == name)?;
            Some(found[arn].as_str().expect("an ARN").to_owned())
        })
    }

    #[track_caller]
    fn wait_until<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(60);
        while Instant::now() < deadline {
            if let Some(found) = look() {
                return found;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("there is no {what} after a minute; calls: {:#?}", self.calls());
    }

    /// Returns everything that the account holds, without what every write changes.
    pub(crate) fn content(&self) -> Value {
        let hosts = self.ask("codeconnections", "ListHosts", json!({}));
        let list = self.ask("codepipeline", "ListPipelines", json!({}));
        let names = list["pipelines"].as_array().into_iter().flatten();
        let pipelines = names.map(|pipeline| {
            let mut declaration = self.pipeline(pipeline["name"].as_str().expect("a name"));
            declaration["version"].take();
            json!([declaration, self.transitions(&pipeline["name"])])
        });
        json!([self.connections(), hosts["Hosts"], pipelines.collect::<Vec<_>>()])
    }

    /// Returns whether the transition into each stage of a pipeline is enabled.
    fn transitions(&self, pipeline: &Value) -> Vec<Value> {
        let state = self.ask("codepipeline", "GetPipelineState", json!({ "name": pipeline }));
        let stages = state["stageStates"].as_array().into_iter().flatten();
        stages
            .map(|stage| stage["inboundTransitionState"]["enabled"].clone())
            .collect()
    }

    /// Asserts that nothing that a configuration can create is left.
    #[track_caller]
    pub(crate) fn is_empty(&self) {
        assert_eq!(self.connections(), Vec::<Value>::new());
        assert_eq!(self.ask("codeconnections", "ListHosts", json!({}))["Hosts"], json!([]));
        assert_eq!(
            self.ask("codepipeline", "ListPipelines", json!({}))["pipelines"],
            json!([])
        );
        assert_eq!(self.webhooks(), Vec::<Value>::new());
    }

    fn side_door(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let url = format!("{}/_emulator/{path}", self.url());
        let mut request = self.http.request(method.clone(), &url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.runtime.block_on(async {
            let answer = request.send().await.expect("the emulator answers");
            let (status, text) = (answer.status(), answer.text().await.expect("the emulator answers"));
            assert!(status.is_success(), "{method} {url}: {status} {text}");
            if text.is_empty() {
                Value::Null
            } else {
                serde_json::from_str(&text).expect("JSON")
            }
        })
    }
}

fn start(runtime: &Runtime, address: &str, options: Options) -> Server {
    let server = runtime.block_on(async { Server::start(TcpListener::bind(address).await?, options) });
    server.expect("a free port and a readable state")
}

fn as_list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        other => panic!("expected a list: {other}"),
    }
}
