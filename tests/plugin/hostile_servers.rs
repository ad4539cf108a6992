//! Servers in place of AWS and GitLab that try to exhaust the provider, or to get its credentials.

use std::{io::Write as _, time::Duration};

use serde_json::{Value, json};
use terraform_plugin_protocol::tfplugin6::{configure_provider, provider_client::ProviderClient, read_data_source};
use terraform_provider_sdk_testing::plugin_process::{Launch, PluginProcess};
use tokio::task::JoinSet;
use tonic::transport::Channel;

use super::unfinished::in_json;
use crate::support::{
    PLUGIN,
    hostile_server::{HostileServer, Rest},
};

/// Maximum memory of the process in bytes, whatever a server sends.
const MEMORY: u64 = 256 << 20;

/// Size of large responses, more than the provider reads.
const LARGE: usize = 8 << 20;

const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

/// Calls at a time, as many as Terraform makes by default.
const PARALLELISM: usize = 10;

/// Time in which each call must fail.
const PATIENCE: Duration = Duration::from_secs(60);

const JSON: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// A plugin whose AWS and GitLab are the same server.
struct Plugin {
    process: PluginProcess,
    client: ProviderClient<Channel>,
}

impl Plugin {
    async fn start(server: &str) -> Self {
        let keys = [
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "example-secret-key"),
        ];
        Self::start_with(server, &keys).await
    }

    /// Starts a plugin that takes its AWS credentials from `variables`.
    async fn start_with(server: &str, variables: &[(&str, &str)]) -> Self {
        let launch = Launch::new(PLUGIN);
        let launch = variables
            .iter()
            .fold(launch, |launch, (name, value)| launch.env(name, value));
        let process = launch
            .env("AWS_ENDPOINT_URL", server)
            .env("AWS_REGION", "eu-west-1")
            .env("GITLAB_BASE_URL", server)
            .env("GITLAB_TOKEN", "glpat-example-0123456789")
            .start()
            .await;
        let mut client = ProviderClient::new(process.channel().await).max_decoding_message_size(64 << 20);
        let request = configure_provider::Request {
            config: Some(in_json(&json!({ "max_retries": 1 }))),
            ..Default::default()
        };
        client.configure_provider(request).await.unwrap();
        Self { process, client }
    }

    /// Reads every kind of data source several times at once, in time; returns what each read reports.
    async fn read_everything(&self) -> Vec<String> {
        let mut reports = Vec::new();
        let by_arn = |_| json!({ "arn": ARN });
        let by_name = |number| json!({ "name": format!("web-{number}") });
        let project = |number| json!({ "project": format!("acme/web-{number}") });
        let data_sources: [(&str, &dyn Fn(usize) -> Value); 4] = [
            ("codepipeline_connection", &by_arn),
            ("codepipeline_connection", &by_name),
            ("codepipeline_gitlab_project", &project),
            ("codepipeline_pipeline", &by_name),
        ];
        for (type_name, config) in data_sources {
            let mut reads = JoinSet::new();
            for number in 0..PARALLELISM {
                reads.spawn(read(self.client.clone(), type_name, config(number)));
            }
            reports.extend(tokio::time::timeout(PATIENCE, reads.join_all()).await.unwrap());
        }
        assert!(reports.iter().all(|report| report.len() < 16 << 10), "{reports:?}");
        reports
    }

    /// Fails unless every read of every kind fails.
    async fn fails(&self, answer: &str) {
        let reports = self.read_everything().await;
        assert!(reports.iter().all(|report| !report.is_empty()), "{answer}: {reports:?}");
    }

    /// Fails if the process ever had more memory than it may have. Only Linux counts it.
    fn assert_small(&self) {
        if !cfg!(target_os = "linux") {
            return;
        }
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let peak: u64 = peak.trim().strip_suffix(" kB").unwrap().parse().unwrap();
        assert!(peak << 10 < MEMORY, "{peak} kB");
    }
}

async fn read(mut client: ProviderClient<Channel>, type_name: &str, config: Value) -> String {
    let request = read_data_source::Request {
        type_name: type_name.to_owned(),
        config: Some(in_json(&config)),
        ..Default::default()
    };
    let response = client.read_data_source(request).await.unwrap().into_inner();
    let said = response.diagnostics.into_iter();
    said.map(|diagnostic| diagnostic.summary + &diagnostic.detail).collect()
}

fn body(text: impl AsRef<[u8]>) -> Vec<u8> {
    [
        format!("{JSON}content-length: {}\r\n\r\n", text.as_ref().len()).as_bytes(),
        text.as_ref(),
    ]
    .concat()
}

fn error(code: &str, message: &str) -> Vec<u8> {
    let text = json!({ "__type": code, "message": message }).to_string();
    let head = format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n", text.len());
    (head + &text).into_bytes()
}

fn redirect(status: u16, location: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n").into_bytes()
}

/// A gzip stream that never ends and doubles as JSON: 158 bytes for each byte. Returns its beginning and what repeats.
fn gzip_bomb() -> (Vec<u8>, Vec<u8>) {
    let mut bits = vec![false, true, false];
    let mut code = |value: u32, length: u32| bits.extend((0..length).rev().map(|bit| value >> bit & 1 == 1));
    for byte in br#"{"x":"xxxxx"# {
        code(0x30 + u32::from(*byte), 8);
    }
    // The rest of the byte, and then a length of 258 at the distance 1: 13 bits, so 13 bytes for eight of them.
    for _ in 0..17 {
        code(0b1100_0101, 8);
        code(0, 5);
    }
    let bytes: Vec<u8> = bits
        .chunks_exact(8)
        .map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | u8::from(*bit)))
        .collect();
    let repeated = bytes[bytes.len() - 13..].repeat(5000);
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let head = format!("{JSON}content-encoding: gzip\r\n\r\n");
    ([head.as_bytes(), &header, &bytes].concat(), repeated)
}

/// Answers that are the same for every request.
fn answers() -> Vec<(&'static str, Vec<u8>, Rest)> {
    let flood = |text: &str| Rest::Flood(text.repeat(65_536 / text.len()).into_bytes());
    let begun = |headers: &str| format!("{JSON}{headers}\r\n{{\"x\":\"").into_bytes();
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(65_536));
    let (bomb, rest_of_bomb) = gzip_bomb();
    let mut answers = vec![
        ("a body without an end", begun(""), flood("x")),
        ("a body of 1 GB", begun("content-length: 1073741824\r\n"), flood("x")),
        (
            "chunks without an end",
            format!("{JSON}transfer-encoding: chunked\r\n\r\n").into_bytes(),
            Rest::Flood(chunk.into_bytes()),
        ),
        (
            "a chunk extension without an end",
            format!("{JSON}transfer-encoding: chunked\r\n\r\n1;x=").into_bytes(),
            flood("x"),
        ),
        (
            "trailers without an end",
            format!("{JSON}transfer-encoding: chunked\r\n\r\n0\r\n").into_bytes(),
            flood("x: y\r\n"),
        ),
        ("headers without an end", JSON.into(), flood("x-more: y\r\n")),
        (
            "a header without an end",
            format!("{JSON}x-more: ").into_bytes(),
            flood("y"),
        ),
        ("a status line without an end", b"HTTP/1.1 200 ".into(), flood("O")),
        ("a gzip bomb", bomb, Rest::Flood(rest_of_bomb)),
        (
            "deep lists",
            body(format!("{{\"x\":{}", "[".repeat(LARGE - 10))),
            Rest::End,
        ),
        (
            "an error without an end",
            b"HTTP/1.1 400 Bad\r\n\r\n{\"__type\":\"x\",\"message\":\"".into(),
            flood("x"),
        ),
        (
            "a web page",
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<!DOCTYPE html>".into(),
            Rest::End,
        ),
        (
            "a picture",
            b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\0\0\xff".into(),
            Rest::End,
        ),
        ("no HTTP", b"SSH-2.0-OpenSSH_9.9\r\n".into(), Rest::End),
        ("a redirect without an end", redirect(307, "/"), Rest::End),
    ];
    for value in [
        json!(null),
        json!(1),
        json!("x"),
        json!([[]]),
        json!([null]),
        json!([1]),
    ] {
        let lists = ["Connections", "pipelines", "pipeline", "Connection", "data", "id"];
        let wrong: Value = lists.into_iter().map(|list| (list.to_owned(), value.clone())).collect();
        answers.push(("wrong types", body(wrong.to_string()), Rest::End));
    }
    answers
}

/// Well-formed responses around the limits of the provider: names and errors of several sizes, lists with several numbers
/// of values.
fn large_responses() -> Vec<Vec<u8>> {
    let pipeline = |name: &str, stages: &str| {
        body(format!(
            "{{\"pipeline\":{{\"name\":\"{name}\",\"stages\":[{stages}]}}}}"
        ))
    };
    let mut responses = Vec::new();
    for size in [500 << 10, 1000 << 10, 4000 << 10, LARGE] {
        let long = "x".repeat(size);
        responses.extend([
            pipeline(&long, ""),
            error("ValidationException", &long),
            error(&long, "No."),
        ]);
    }
    for item in ["0", "\"\"", "{}", "[[[]]]"] {
        for values in [60_000, 500_000] {
            let items = vec![item; values / (1 + item.matches(['{', '[']).count())].join(",");
            responses.extend([pipeline("web", &items), body(format!("{{\"Connections\":[{items}]}}"))]);
        }
    }
    responses
}

#[tokio::test]
async fn no_response_exhausts_the_memory_or_hangs() {
    for (name, beginning, rest) in answers() {
        let server = HostileServer::start(move |_| beginning.clone(), rest).await;
        let plugin = Plugin::start(&server.url).await;
        plugin.fails(name).await;
        plugin.assert_small();
    }
    for response in large_responses() {
        let server = HostileServer::start(move |_| response.clone(), Rest::End).await;
        let plugin = Plugin::start(&server.url).await;
        plugin.read_everything().await;
        plugin.assert_small();
    }
}

/// A connection in a list, with a name of a length.
fn connection(length: usize) -> Value {
    json!({
        "ConnectionName": "x".repeat(length),
        "ConnectionArn": ARN,
        "ConnectionStatus": "AVAILABLE",
        "OwnerAccountId": "111122223333",
        "ProviderType": "GitLab",
    })
}

#[tokio::test]
async fn no_list_of_pages_exhausts_the_memory_or_hangs() {
    for (count, length) in [(1, 500 << 10), (1000, 30), (1000, 200), (2000, 1)] {
        let items: Value = (0..count).map(|_| connection(length)).collect();
        let page =
            move |number: usize| body(json!({ "NextToken": number.to_string(), "Connections": items }).to_string());
        let server = HostileServer::start(page, Rest::End).await;
        let plugin = Plugin::start(&server.url).await;
        plugin.fails("pages").await;
        plugin.assert_small();
    }
}

#[tokio::test]
async fn no_redirect_sends_a_request_to_another_server() {
    let elsewhere = HostileServer::start(|_| body("{}"), Rest::End).await;
    let mut token = tempfile::NamedTempFile::new().unwrap();
    token.write_all(b"token of an identity provider").unwrap();
    let web_identity = [
        ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/terraform"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", token.path().to_str().unwrap()),
    ];
    for status in [300, 301, 302, 303, 305, 307, 308] {
        for target in [elsewhere.url.clone(), elsewhere.url.replace("http:", "")] {
            let answer = redirect(status, &target);
            let server = HostileServer::start(move |_| answer.clone(), Rest::End).await;
            for plugin in [
                Plugin::start(&server.url).await,
                Plugin::start_with(&server.url, &web_identity).await,
            ] {
                plugin.fails("a redirect").await;
            }
            assert!(server.requests() > 0);
        }
    }
    assert_eq!(elsewhere.requests(), 0);
}
