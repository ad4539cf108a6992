//! Responses of AWS.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use codepipeline_emulator_testing::pipelines::gitlab_declaration;
use serde_json::{Value, json};
use terraform_provider_codepipeline::{
    aws::{
        Arn, Error, Session,
        connections::{Connection, Connections, Filter, NewConnection},
        hosts::{Host, Hosts, NewHost, Vpc},
        pipelines::{Expected, Pipelines, Replacement, Save},
        service::Service,
        settings::{Endpoints, Pace, Settings},
        tags::{TagChange, Tags},
        wait::Patience,
    },
    provider::data_sources::pipeline_state::{drawing, stages},
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

use super::super::{
    choices::Choices,
    http::{Message, read_request},
    json::mutate,
    provider::block_on,
    target::Target,
};

pub(crate) const TARGET: Target = Target {
    name: "aws_response",
    input: "Responses to all operations of the AWS clients",
    run,
    seeds: || (0..=u8::MAX).map(|index| vec![index / 8, index % 8, 1, 3, 2]).collect(),
};

const REGION: &str = "eu-west-1";
const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const HOST: &str = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605";
const PIPELINE: &str = "arn:aws:codepipeline:eu-west-1:111122223333:release";

/// Requests of one operation. Later ones lose their connection.
const REQUESTS: usize = 60;

/// Error codes with a meaning of their own.
const CODES: [&str; 12] = [
    "ResourceNotFoundException",
    "PipelineNotFoundException",
    "PipelineVersionNotFoundException",
    "AccessDeniedException",
    "ConflictException",
    "ConcurrentModificationException",
    "LimitExceededException",
    "PipelineNameInUseException",
    "ResourceUnavailableException",
    "ThrottlingException",
    "InvalidStructureException",
    "ExpiredTokenException",
];

/// A response that was sent.
#[derive(Clone, Debug)]
struct Sent {
    operation: String,
    status: u16,
    body: String,
}

impl Sent {
    /// Returns the body as JSON; `None` if it is nested too deep to be read here.
    fn json(&self) -> Option<Value> {
        match serde_json::from_str(&self.body) {
            Err(error) if error.to_string().contains("recursion limit") => None,
            read => Some(read.unwrap_or_default()),
        }
    }
}

type Log = Arc<Mutex<Vec<Sent>>>;

/// An operation succeeds, or returns an error. Its result is what the responses say: an object is absent only if AWS
/// says so, and present only with all of its required members.
fn run(bytes: &[u8]) {
    block_on(async {
        let (log, mut choices) = (Log::default(), Choices::new(bytes));
        let operation = choices.byte();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = tokio::spawn(serve(listener, choices, Arc::clone(&log)));
        let session = Session::new(settings(&url), CancellationToken::new());
        match operation % 3 {
            0 => connections(operation / 3, session, &log).await,
            1 => hosts(operation / 3, session, &log).await,
            _ => pipelines(operation / 3, session, &log).await,
        }
        server.abort();
    });
}

/// Settings that read nothing of the machine and wait for nothing.
fn settings(url: &str) -> Settings {
    let (url, nothing) = (Some(url.to_owned()), vec!["/dev/null".to_owned()]);
    let moment = Duration::from_micros(100);
    Settings {
        region: Some(REGION.to_owned()),
        access_key: Some("test".to_owned()),
        secret_key: Some("test".to_owned()),
        shared_config_files: nothing.clone(),
        shared_credentials_files: nothing,
        endpoints: Endpoints {
            codeconnections: url.clone(),
            codestarconnections: url.clone(),
            codepipeline: url.clone(),
            sts: url,
        },
        insecure: true,
        no_proxy: Some("127.0.0.1".to_owned()),
        max_retries: Some(2),
        pace: Pace {
            initial_backoff: moment,
            max_backoff: moment,
            role_propagation: moment * 20,
            ..Pace::default()
        },
        ..Settings::default()
    }
}

async fn serve(listener: TcpListener, mut choices: Choices, log: Log) {
    for _ in 0..REQUESTS {
        let Ok((mut stream, _)) = listener.accept().await else {
            return;
        };
        let Some(request) = read_request(&mut stream).await else {
            continue;
        };
        answer(&mut stream, &request, &mut choices, &log).await;
    }
}

async fn answer(stream: &mut TcpStream, request: &Message, choices: &mut Choices, log: &Log) {
    let target = request.header("x-amz-target").unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    let input = serde_json::from_slice(&request.body).unwrap_or_default();
    let is_pipeline = target.starts_with("CodePipeline");
    let (mut status, mut body) = (200, valid(&operation, is_pipeline, &input));
    match choices.byte() % 8 {
        0 => {}
        1 => mutate(&mut body, choices),
        2 | 3 => {
            status = *choices.pick(&[400, 400, 403, 404, 500, 503]);
            body = json!({ "__type": choices.pick(&CODES), "message": "not authorized to perform AssumeRole" });
            mutate(&mut body, choices);
        }
        4 => body = Value::String(choices.text()),
        5 => status = *choices.pick(&[200, 204, 301, 400, 404, 500]),
        6 => return drop(stream.write_all(&choices.rest()).await),
        _ => return,
    }
    let body = match body {
        Value::String(text) => text,
        json => json.to_string(),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} S\r\nx-amzn-requestid: fuzz\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    log.lock().expect("a log").push(Sent {
        operation,
        status,
        body: body.clone(),
    });
    // An error means that the client has closed the connection.
    let _ = stream.write_all((head + &body).as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// A valid response to a request.
fn valid(operation: &str, is_pipeline: bool, request: &Value) -> Value {
    let connection = json!({
        "ConnectionName": "gitlab", "ConnectionArn": CONNECTION, "ProviderType": "GitLab",
        "OwnerAccountId": "111122223333", "ConnectionStatus": "AVAILABLE", "HostArn": HOST,
    });
    let host = json!({
        "Name": "gitlab", "HostArn": HOST, "ProviderType": "GitLabSelfManaged", "Status": "AVAILABLE",
        "ProviderEndpoint": "https://gitlab.example.com", "StatusMessage": "",
        "VpcConfiguration": { "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"] },
    });
    let mut declaration = gitlab_declaration("release", CONNECTION);
    declaration["version"] = json!(1);
    match operation {
        "GetConnection" => json!({ "Connection": connection }),
        "CreateConnection" => json!({ "ConnectionArn": CONNECTION, "Tags": [] }),
        "ListConnections" => json!({ "Connections": [connection], "NextToken": null }),
        "GetHost" => host,
        "CreateHost" => json!({ "HostArn": HOST, "Tags": [] }),
        "ListHosts" => json!({ "Hosts": [host], "NextToken": null }),
        "ListTagsForResource" if is_pipeline => json!({ "tags": [{ "key": "team", "value": "payments" }] }),
        "ListTagsForResource" => json!({ "Tags": [{ "Key": "team", "Value": "payments" }] }),
        "GetPipeline" => json!({
            "pipeline": declaration,
            "metadata": { "pipelineArn": PIPELINE, "created": 1_700_000_000.5, "updated": 1_700_000_000 },
        }),
        "GetPipelineState" => json!({ "pipelineName": "release", "pipelineVersion": 1, "stageStates": [{
            "stageName": "Source", "inboundTransitionState": { "enabled": false, "disabledReason": "Freeze" },
            "inboundExecutions": [{ "pipelineExecutionId": "e", "status": "InProgress" }],
            "latestExecution": { "pipelineExecutionId": "e", "status": "Failed" },
            "actionStates": [{ "actionName": "GitLab", "latestExecution": {
                "status": "Failed", "lastStatusChange": 1_700_000_000.5, "errorDetails": { "message": "x" },
            }}],
            "beforeEntryConditionState": { "conditionStates": [{ "ruleStates": [{ "ruleName": "Hours" }] }] },
        }]}),
        "CreatePipeline" => json!({ "pipeline": declaration, "tags": [] }),
        "UpdatePipeline" => {
            let mut echo = request.clone();
            echo["pipeline"]["version"] = json!(2);
            echo
        }
        "ListPipelines" => json!({ "pipelines": [{ "name": "release", "version": 1, "pipelineType": "V2" }] }),
        "GetCallerIdentity" | "" => json!(
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>\
             </GetCallerIdentityResult></GetCallerIdentityResponse>"
        ),
        _ => json!({}),
    }
}

fn patience() -> Patience {
    Patience::within(Duration::from_millis(2), &CancellationToken::new())
}

fn arn(text: &str) -> Arn {
    text.parse().expect("an ARN")
}

fn change() -> TagChange {
    TagChange {
        set: [("team".to_owned(), "checkout".to_owned())].into(),
        remove: vec!["env".to_owned()],
    }
}

/// Asserts that an absence comes from a response that says so.
#[track_caller]
fn assert_absent(log: &Log) {
    let log = log.lock().expect("a log");
    let says_so = |sent: &&Sent| sent.status >= 300 && sent.body.contains("NotFoundException");
    assert!(log.iter().any(|sent| says_so(&sent)), "{log:#?}");
}

/// Asserts that a response to an operation has these members.
#[track_caller]
fn assert_has(log: &Log, operation: &str, pointers: &[&str]) {
    let log = log.lock().expect("a log");
    let has_all = |sent: &&Sent| {
        let has = |body: &Value, pointer: &&str| body.pointer(pointer).is_some_and(|member| !member.is_null());
        let has_all = |body: Value| pointers.iter().all(|pointer| has(&body, pointer));
        sent.operation == operation && sent.json().is_none_or(has_all)
    };
    assert!(log.iter().any(|sent| has_all(&sent)), "{pointers:?} in {log:#?}");
}

/// Asserts that a string is in a response.
#[track_caller]
fn assert_said(log: &Log, text: &str) {
    let log = log.lock().expect("a log");
    assert!(
        log.iter()
            .any(|sent| sent.body.contains(text) || sent.json().is_none_or(|body| body.to_string().contains(text))),
        "{text:?} in {log:#?}"
    );
}

/// Asserts that a response contains the declaration of a pipeline.
#[track_caller]
fn assert_declared(log: &Log, declaration: &Value) {
    let log = log.lock().expect("a log");
    let has = |sent: &&Sent| sent.status < 300 && sent.json().is_none_or(|body| body["pipeline"] == *declaration);
    assert!(log.iter().any(|sent| has(&sent)), "{declaration} in {log:#?}");
}

fn assert_deleted(deleted: Result<bool, Error>, log: &Log) {
    if deleted == Ok(false) {
        assert_absent(log);
    }
}

fn assert_connection(found: Result<Option<Connection>, Error>, log: &Log) {
    match found {
        Ok(Some(connection)) => {
            let members = [
                "/Connection/ConnectionName",
                "/Connection/ProviderType",
                "/Connection/ConnectionStatus",
            ];
            assert_has(log, "GetConnection", &members);
            assert_said(log, &json!(connection.name).to_string());
        }
        Ok(None) => assert_absent(log),
        Err(error) => drop(error.to_string()),
    }
}

async fn connections(operation: u8, session: Arc<Session>, log: &Log) {
    let (connections, arn) = (Connections::new(session), arn(CONNECTION));
    let service = Service::CodeConnections;
    match operation % 10 {
        0 => assert_connection(connections.get(&arn).await, log),
        1 => assert_connection(connections.get_once(&arn).await, log),
        2 => assert_deleted(connections.delete(&arn).await, log),
        3 => {
            let new = NewConnection {
                name: "other".to_owned(),
                provider_type: "GitLab".to_owned(),
                ..NewConnection::default()
            };
            if let Ok(created) = connections.create(service, REGION, &new).await {
                assert_said(log, created.arn.as_str());
            }
        }
        4 => {
            let listed = connections.list(service, REGION, &Filter::default()).await;
            listed
                .into_iter()
                .flatten()
                .for_each(|listed| assert_said(log, listed.arn.as_str()));
        }
        5 => {
            if let Ok(Some(listed)) = connections.listed(&arn).await {
                let has_members = !listed.name.is_empty() && listed.provider_type.is_some();
                assert!(has_members && !listed.status.as_str().is_empty(), "{listed:?}");
            }
        }
        6 => assert_tags(connections.tags(&arn).await, log),
        7 => drop(connections.change_tags(&arn, &change()).await),
        _ => drop(connections.other_arn(&arn).await),
    }
}

fn assert_tags(tags: Result<Tags, Error>, log: &Log) {
    tags.into_iter()
        .flatten()
        .for_each(|(key, _)| assert_said(log, &json!(key).to_string()));
}

fn assert_host(found: Result<Option<Host>, Error>, log: &Log) {
    match found {
        Ok(Some(_)) => assert_has(
            log,
            "GetHost",
            &["/Name", "/ProviderType", "/ProviderEndpoint", "/Status"],
        ),
        Ok(None) => assert_absent(log),
        Err(error) => drop(error.to_string()),
    }
}

async fn hosts(operation: u8, session: Arc<Session>, log: &Log) {
    let (hosts, arn) = (Hosts::new(session), arn(HOST));
    let vpc = Vpc {
        vpc_id: "vpc-2".to_owned(),
        ..Vpc::default()
    };
    match operation % 9 {
        0 => assert_host(hosts.get(&arn).await, log),
        1 => assert_host(hosts.get_once(&arn).await, log),
        2 => assert_deleted(hosts.delete(&arn, &patience()).await, log),
        3 => {
            let new = NewHost {
                name: "other".to_owned(),
                provider_type: "GitLabSelfManaged".to_owned(),
                ..NewHost::default()
            };
            if let Ok(created) = hosts.create(Service::CodeConnections, REGION, &new).await {
                assert_said(log, created.arn.as_str());
            }
        }
        4 => {
            let listed = hosts.list(Service::CodeConnections, REGION).await;
            listed
                .into_iter()
                .flatten()
                .for_each(|listed| assert_said(log, listed.arn.as_str()));
        }
        5 => drop(hosts.status_message(&arn).await),
        6 => assert_tags(hosts.tags(&arn).await, log),
        7 => drop(hosts.change_tags(&arn, &change()).await),
        _ => drop(
            hosts
                .update(&arn, "https://gitlab.example.org", Some(&vpc), &patience())
                .await,
        ),
    }
}

async fn pipelines(operation: u8, session: Arc<Session>, log: &Log) {
    let (pipelines, patience) = (Pipelines::new(session), patience());
    let declaration = gitlab_declaration("release", CONNECTION);
    let change_mode = |declaration: &mut Value| -> Result<Save, Error> {
        declaration["executionMode"] = json!("QUEUED");
        Ok(Save::IfChanged)
    };
    match operation % 9 {
        0 => match pipelines.get(REGION, "release").await {
            Ok(Some(pipeline)) => {
                assert_has(
                    log,
                    "GetPipeline",
                    &["/pipeline/name", "/pipeline/roleArn", "/pipeline/stages"],
                );
                assert_declared(log, &pipeline.declaration);
            }
            Ok(None) => assert_absent(log),
            Err(error) => drop(error.to_string()),
        },
        1 => {
            if pipelines.get_version(REGION, "release", 1).await == Ok(None) {
                assert_absent(log);
            }
        }
        2 => drop(pipelines.delete(REGION, "release", &patience).await),
        3 => {
            if let Ok(created) = pipelines.create(REGION, &declaration, &Tags::new(), &patience).await {
                assert_declared(log, &created);
            }
        }
        4 => {
            let listed = pipelines.list(REGION).await;
            listed
                .into_iter()
                .flatten()
                .for_each(|pipeline| assert_said(log, &json!(pipeline.name).to_string()));
        }
        5 => {
            if let Ok(edited) = pipelines.merge(REGION, "release", &patience, change_mode).await {
                assert_declared(log, &edited.declaration);
            }
        }
        6 => assert_tags(pipelines.tags(&arn(PIPELINE)).await, log),
        7 => drop(pipelines.change_tags(&arn(PIPELINE), &change(), &patience).await),
        8 => {
            if let Ok(Some(state)) = pipelines.state(REGION, "release").await {
                assert_has(log, "GetPipelineState", &["/stageStates"]);
                assert!(drawing(&stages(&state, &declaration)).starts_with("flowchart TB\n"));
            }
        }
        _ => {
            let expected = Expected {
                version: Some(1),
                created: None,
            };
            let replaced = pipelines
                .replace_if_version(REGION, "release", &expected, &patience, change_mode)
                .await;
            if let Ok(Replacement::InForce(edited)) = replaced {
                assert_declared(log, &edited.declaration);
            }
        }
    }
}
