//! Requests to the emulator.

use std::sync::LazyLock;

use codepipeline_emulator::{Clock as _, Ids, Options, Server, SystemClock};
use codepipeline_emulator_testing::{
    emulator::percent_encoded,
    pipelines::{foreign_declaration, gitlab_declaration},
    sigv4::Signer,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::super::{
    choices::Choices,
    http::{Message, exchange},
    json::mutate,
    provider::block_on,
    target::Target,
};

pub(crate) const TARGET: Target = Target {
    name: "emulator",
    input: "HTTP requests: signed calls of all operations, the console, the control API, and bytes",
    run,
    seeds: || (0..=u8::MAX).map(|index| vec![1, index % 3, index / 3]).collect(),
};

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/00000000-0000-4000-8000-000000000001";
const HOST: &str = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-00000000";
const PIPELINE: &str = "arn:aws:codepipeline:eu-west-1:111122223333:release";
const EXECUTION: &str = "00000000-0000-4000-8000-000000000003";

/// A call: service, operation and a valid input.
type Call = (&'static str, &'static str, Value);

static CALLS: LazyLock<Vec<Call>> = LazyLock::new(|| {
    let both = ["codeconnections", "codestar-connections"]
        .into_iter()
        .flat_map(|service| {
            connection_calls()
                .into_iter()
                .map(move |(operation, input)| (service, operation, input))
        });
    let pipelines = pipeline_calls()
        .into_iter()
        .map(|(operation, input)| ("codepipeline", operation, input));
    let sts = ["GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity"];
    let sts = sts.map(|operation| ("sts", operation, Value::Null));
    both.chain(pipelines).chain(sts).collect()
});

fn connection_calls() -> [(&'static str, Value); 12] {
    let tags = json!([{ "Key": "team", "Value": "payments" }]);
    let vpc = json!({
        "VpcId": "vpc-0a1b2c3d4e5f60718", "SubnetIds": ["subnet-0a1b2c3d4e5f60718"],
        "SecurityGroupIds": ["sg-0a1b2c3d4e5f60718"],
    });
    [
        (
            "CreateConnection",
            json!({ "ConnectionName": "gitlab", "ProviderType": "GitLab", "Tags": tags }),
        ),
        (
            "CreateHost",
            json!({
                "Name": "gitlab", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://gitlab.example.com",
                "VpcConfiguration": vpc,
            }),
        ),
        ("DeleteConnection", json!({ "ConnectionArn": CONNECTION })),
        ("DeleteHost", json!({ "HostArn": HOST })),
        ("GetConnection", json!({ "ConnectionArn": CONNECTION })),
        ("GetHost", json!({ "HostArn": HOST })),
        (
            "ListConnections",
            json!({ "MaxResults": 1, "ProviderTypeFilter": "GitLab" }),
        ),
        ("ListHosts", json!({ "MaxResults": 1 })),
        ("ListTagsForResource", json!({ "ResourceArn": CONNECTION })),
        ("TagResource", json!({ "ResourceArn": CONNECTION, "Tags": tags })),
        (
            "UntagResource",
            json!({ "ResourceArn": CONNECTION, "TagKeys": ["team"] }),
        ),
        (
            "UpdateHost",
            json!({ "HostArn": HOST, "ProviderEndpoint": "https://gitlab.example.com", "VpcConfiguration": vpc }),
        ),
    ]
}

fn pipeline_calls() -> [(&'static str, Value); 20] {
    let stage = |operation: Value| {
        let mut input = json!({ "pipelineName": "release", "stageName": "Build" });
        input
            .as_object_mut()
            .expect("an object")
            .extend(operation.as_object().expect("an object").clone());
        input
    };
    let pipeline = json!({ "pipelineName": "release" });
    let tags = json!([{ "key": "team", "value": "payments" }]);
    [
        (
            "CreatePipeline",
            json!({ "pipeline": gitlab_declaration("web", CONNECTION), "tags": tags }),
        ),
        ("DeletePipeline", json!({ "name": "release" })),
        (
            "DisableStageTransition",
            stage(json!({ "transitionType": "Inbound", "reason": "freeze" })),
        ),
        ("EnableStageTransition", stage(json!({ "transitionType": "Inbound" }))),
        ("GetPipeline", json!({ "name": "release", "version": 1 })),
        (
            "GetPipelineExecution",
            stage(json!({ "pipelineExecutionId": EXECUTION })),
        ),
        ("GetPipelineState", json!({ "name": "release" })),
        ("ListActionExecutions", pipeline.clone()),
        ("ListPipelineExecutions", pipeline),
        ("ListPipelines", json!({ "maxResults": 1 })),
        ("ListTagsForResource", json!({ "resourceArn": PIPELINE })),
        (
            "PutActionRevision",
            stage(json!({
                "actionName": "Build",
                "actionRevision": { "revisionId": "1", "revisionChangeId": "1", "created": 1_700_000_000.5 },
            })),
        ),
        (
            "PutApprovalResult",
            stage(json!({
                "actionName": "Approve", "result": { "summary": "", "status": "Approved" }, "token": EXECUTION,
            })),
        ),
        (
            "RetryStageExecution",
            stage(json!({ "pipelineExecutionId": EXECUTION, "retryMode": "FAILED_ACTIONS" })),
        ),
        (
            "RollbackStage",
            stage(json!({ "targetPipelineExecutionId": EXECUTION })),
        ),
        (
            "StartPipelineExecution",
            json!({
                "name": "release", "variables": [{ "name": "channel", "value": "beta" }],
                "sourceRevisions": [{ "actionName": "Templates", "revisionType": "S3_OBJECT_KEY", "revisionValue": "b.zip" }],
            }),
        ),
        (
            "StopPipelineExecution",
            stage(json!({ "pipelineExecutionId": EXECUTION, "abandon": true })),
        ),
        ("TagResource", json!({ "resourceArn": PIPELINE, "tags": tags })),
        ("UntagResource", json!({ "resourceArn": PIPELINE, "tagKeys": ["team"] })),
        ("UpdatePipeline", json!({ "pipeline": foreign_declaration("release") })),
    ]
}

/// Identifiers in the order of their use, so that an input means the same in each run.
struct Counted(u64);

impl Ids for Counted {
    fn uuid(&mut self) -> String {
        self.0 += 1;
        format!("00000000-0000-4000-8000-{:012x}", self.0)
    }
}

/// Whatever was requested before, each complete request gets a response, which is no internal error.
fn run(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let options = Options {
            ids: Box::new(Counted(0)),
            ..Options::default()
        };
        let server = Server::start(listener, options).expect("an emulator");
        let address = server.url().replace("http://", "");
        for (operation, input) in [
            (
                "CreateConnection",
                json!({ "ConnectionName": "gitlab", "ProviderType": "GitLab" }),
            ),
            ("CreateHost", connection_calls()[1].1.clone()),
        ] {
            assert_answered(&operation, send(&address, ("codeconnections", operation, input)).await);
        }
        let release = json!({ "pipeline": foreign_declaration("release") });
        assert_answered(
            &"setup",
            send(&address, ("codepipeline", "CreatePipeline", release)).await,
        );
        for _ in 0..choices.below(5) {
            match choices.below(3) {
                0 => {
                    let mut call = choices.pick(&CALLS).clone();
                    mutate(&mut call.2, &mut choices);
                    assert_answered(&call.clone(), send(&address, call).await);
                }
                1 => {
                    let request = page(&mut choices);
                    assert_answered(&request, exchange(&address, request.as_bytes(), false).await);
                    // Faults that were asked for are not errors of the emulator.
                    let clear = "DELETE /_emulator/faults HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
                    assert_answered(&clear, exchange(&address, clear.as_bytes(), false).await);
                }
                _ => drop(exchange(&address, &damaged(&address, &mut choices), true).await),
            }
        }
        server.stop().await;
    });
}

fn assert_answered(request: &dyn std::fmt::Debug, response: Option<Message>) {
    let status = response.as_ref().and_then(Message::status);
    let body = response
        .as_ref()
        .map(|response| String::from_utf8_lossy(&response.body));
    assert!(
        status.is_some_and(|status| status < 500),
        "{request:?}: {status:?} {body:?}"
    );
}

async fn send(address: &str, call: Call) -> Option<Message> {
    exchange(address, &signed(address, &call), false).await
}

/// Returns a signed call as the bytes of its request.
fn signed(address: &str, (service, operation, input): &Call) -> Vec<u8> {
    let signer = Signer {
        key_id: "test".to_owned(),
        secret: "test".to_owned(),
        token: None,
        region: "eu-west-1".to_owned(),
        service: (*service).to_owned(),
    };
    let target = match *service {
        "codeconnections" => "com.amazonaws.codeconnections.CodeConnections_20231201",
        "codestar-connections" => "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
        _ => "CodePipeline_20150709",
    };
    let mut headers = vec![("host".to_owned(), address.to_owned())];
    let body = if *service == "sts" {
        let role = "RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fpipeline&RoleSessionName=ci";
        let text = percent_encoded(&input.to_string());
        format!("Action={operation}&Version=2011-06-15&{role}&WebIdentityToken=token&Policy={text}")
    } else {
        headers.push(("content-type".to_owned(), "application/x-amz-json-1.1".to_owned()));
        headers.push(("x-amz-target".to_owned(), format!("{target}.{operation}")));
        input.to_string()
    };
    let headers = signer.sign(headers, body.as_bytes(), SystemClock.now());
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    format!("POST / HTTP/1.1\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

/// Returns a request of the console or the control API.
fn page(choices: &mut Choices) -> String {
    const PATHS: [&str; 21] = [
        "/",
        "/console/",
        "/console/*",
        "/codesuite/settings/connections/redirect?connectionArn=*",
        "/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/*",
        "/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/00000000-0000-4000-8000-000000000001/handshake",
        "/codesuite/settings/111122223333/*/codeconnections/hosts/gitlab-00000000",
        "/codesuite/settings/*/eu-west-1/codeconnections/hosts/gitlab-00000000/setup",
        "/codesuite/codepipeline/pipelines/*/view?region=eu-west-1",
        "/codesuite/codepipeline/pipelines/release/view?region=*",
        "/codesuite/codepipeline/pipelines/release/executions/*/timeline?region=eu-west-1",
        "/codesuite/codepipeline/pipelines/release/start?region=eu-west-1",
        "/codesuite/codepipeline/pipelines/release/approval?region=eu-west-1",
        "/_emulator/calls",
        "/_emulator/connections/*/status",
        "/_emulator/hosts/*/status",
        "/_emulator/pipelines/arn%3Aaws%3Acodepipeline%3Aeu-west-1%3A111122223333%3Arelease/faults",
        "/_emulator/pipelines/arn%3Aaws%3Acodepipeline%3Aeu-west-1%3A111122223333%3Arelease/members",
        "/_emulator/faults",
        "/_emulator/events",
        "/_emulator/*",
    ];
    let bodies = [
        Value::Null,
        json!({ "status": "AVAILABLE" }),
        json!({ "operation": "GetConnection", "kind": "throttle" }),
        json!({ "/stages/0/future": [1, { "a": null }] }),
        json!({ "object_kind": "push", "ref": "refs/heads/main", "project": { "path_with_namespace": "a/b" } }),
    ];
    let method = choices.pick(&["GET", "POST", "PUT", "DELETE", "HEAD"]);
    let path = choices.pick(&PATHS).replace('*', &percent_encoded(&choices.text()));
    let mut body = choices.pick(&bodies).clone();
    mutate(&mut body, choices);
    let (kind, body) = match choices.below(2) {
        0 => ("application/json", body.to_string()),
        _ => (
            "application/x-www-form-urlencoded",
            format!("decision=approve&name={}", percent_encoded(&body.to_string())),
        ),
    };
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

/// Returns bytes, or a signed call with other bytes in its head.
fn damaged(address: &str, choices: &mut Choices) -> Vec<u8> {
    if choices.below(2) == 0 {
        return choices.rest();
    }
    let mut request = signed(address, choices.pick(&CALLS));
    for _ in 0..=choices.below(4) {
        let at = choices.below(256) * request.len() / 256;
        request[at] = choices.byte();
    }
    request
}
