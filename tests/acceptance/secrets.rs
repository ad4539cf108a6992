//! Secrets stay out of everything that is written: outputs, logs at TRACE, plans and states.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use codepipeline_emulator::Options;
use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::preflight::GitLab;
use crate::{
    gitlab::fake::{Project, TOKEN},
    support::{account::Account, outcome::Outcome, workspace::Workspace},
};

const ROLE: &str = "arn:aws:iam::111122223333:role/terraform";

/// The secrets of the tests, none of which contains another.
const SECRET_KEY: &str = "s3cr3t-key/of+an=access-key";
const SESSION_TOKEN: &str = "s3cr3t-token/of+a=session";
/// The claims are those of a job in GitLab; the signature is never checked.
const WEB_IDENTITY: &str = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJzdHMuYW1hem9uYXdzLmNvbSIsImlzcyI6Imh0dHBzOi8vZ2l0bGFiLmNvbSIsInN1YiI6InByb2plY3RfcGF0aDphY21lL2FwcCJ9.c2ln";
const OAUTH_TOKEN: &str = "s3cr3t-token-of-a-pipeline-action";
const PASSWORD: &str = "s3cr3t-password-of-a-url";
const WRITE_ONLY: &str = "s3cr3t-value-that-is-write-only";

/// The sensitive arguments of the schemas, each with its value here.
const SENSITIVE: &[(&str, &str)] = &[
    ("codepipeline_pipeline.stage.action.configuration_wo", WRITE_ONLY),
    (
        "provider.assume_role_with_web_identity.web_identity_token",
        WEB_IDENTITY,
    ),
    ("provider.gitlab.token", TOKEN),
    ("provider.secret_key", SECRET_KEY),
    ("provider.token", SESSION_TOKEN),
];

/// All secrets.
fn secrets() -> Vec<&'static str> {
    let arguments = SENSITIVE.iter().map(|(_, secret)| *secret);
    arguments.chain([OAUTH_TOKEN, PASSWORD]).collect()
}

#[test]
fn every_sensitive_argument_has_a_secret_in_these_tests() {
    let workspace = Workspace::new(&Account::open(), "");
    let schemas = workspace.run(&["providers", "schema", "-json"]);
    let schemas: Value = serde_json::from_str(&schemas.succeeds().stdout).unwrap();
    let (_, ours) = schemas["provider_schemas"].as_object().unwrap().iter().next().unwrap();
    let mut found = BTreeSet::new();
    sensitive("provider", &ours["provider"]["block"], &mut found);
    for kind in ["resource_schemas", "data_source_schemas"] {
        for (name, schema) in ours[kind].as_object().unwrap() {
            sensitive(name, &schema["block"], &mut found);
        }
    }
    assert!(
        found.iter().eq(SENSITIVE.iter().map(|(argument, _)| argument)),
        "{found:#?}"
    );
}

/// Collects the paths of the sensitive attributes of a block.
fn sensitive(path: &str, block: &Value, found: &mut BTreeSet<String>) {
    for (name, attribute) in block["attributes"].as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        sensitive(&path, &attribute["nested_type"], found);
        if attribute["sensitive"] == true || attribute["write_only"] == true {
            found.insert(path);
        }
    }
    for (name, nested) in block["block_types"].as_object().into_iter().flatten() {
        sensitive(&format!("{path}.{name}"), &nested["block"], found);
    }
}

/// The variables of the configuration, which Terraform does not show.
const VARIABLES: &[(&str, &str)] = &[
    ("gitlab_token", TOKEN),
    ("oauth_token", OAUTH_TOKEN),
    ("password", PASSWORD),
    ("secret_key", SECRET_KEY),
    ("token", SESSION_TOKEN),
    ("web_identity_token", WEB_IDENTITY),
    ("write_only", WRITE_ONLY),
];

/// A way in which the provider gets credentials.
struct Source {
    /// The arguments of the provider block.
    provider: &'static str,
    /// Environment variables.
    variables: &'static [(&'static str, &'static str)],
}

impl Source {
    /// Whether STS issues the credentials.
    fn has_role(&self) -> bool {
        let variables = self.variables.iter().map(|(_, value)| *value);
        variables.chain([self.provider]).any(|text| text.contains(ROLE))
    }
}

const SOURCES: &[Source] = &[
    Source {
        provider: "access_key = \"test\"\nsecret_key = var.secret_key\nhttp_proxy = \
                   \"http://user:${var.password}@127.0.0.1:9\"\ngitlab {\n  token = var.gitlab_token\n  preflight = \
                   \"warn\"\n}",
        variables: &[],
    },
    Source {
        provider: "access_key = \"test\"\nsecret_key = var.secret_key\ntoken = var.token",
        variables: &[],
    },
    Source {
        provider: "access_key = \"test\"\nsecret_key = var.secret_key\nassume_role {\n  role_arn = \
                   \"arn:aws:iam::111122223333:role/terraform\"\n}",
        variables: &[],
    },
    Source {
        provider: "assume_role_with_web_identity {\n  role_arn = \"arn:aws:iam::111122223333:role/terraform\"\n  \
                   web_identity_token = var.web_identity_token\n}",
        variables: &[],
    },
    Source {
        provider: "gitlab {\n  preflight = \"warn\"\n}",
        variables: &[
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("GITLAB_TOKEN", TOKEN),
            ("HTTP_PROXY", "http://user:s3cr3t-password-of-a-url@127.0.0.1:9"),
        ],
    },
    Source {
        provider: "",
        variables: &[
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("AWS_SESSION_TOKEN", SESSION_TOKEN),
        ],
    },
    Source {
        provider: "",
        variables: &[("AWS_ROLE_ARN", ROLE), ("AWS_WEB_IDENTITY_TOKEN_FILE", "token")],
    },
    Source {
        provider: "shared_credentials_files = [\"credentials\"]\nprofile = \"work\"",
        variables: &[],
    },
];

/// A pipeline whose first source is an old one of GitHub, with a secret in its configuration, and whose build has a
/// write-only value.
fn pipeline() -> String {
    let source = "name = \"Source\"\n action {\n name = \"GitHub\"\n category = \"Source\"\n owner = \"ThirdParty\"\n provider = \
         \"GitHub\"\n version = \"1\"\n output_artifacts = [\"hub\"]\n configuration = {\n Owner = \"acme\"\n Repo = \
         \"web\"\n Branch = \"main\"\n OAuthToken = var.oauth_token\n }\n }";
    let pipeline = gitlab_pipeline(
        "web",
        "codepipeline_connection.web.arn",
        "allow_pending_connection = true",
    );
    let write_only = "configuration_wo = {\n EnvironmentVariables = jsonencode([{ name = \"TOKEN\", value = var.write_only }])\n \
         }\n configuration_wo_version = 1\n configuration = {\n ProjectName";
    let pipeline = pipeline.replacen("configuration = {\n        ProjectName", write_only, 1);
    pipeline.replacen("name = \"Source\"", source, 1)
}

fn configuration(provider: &str, resources: &str) -> String {
    let variables = VARIABLES.iter();
    let variables = variables.map(|(name, _)| format!("variable {name:?} {{\n  sensitive = true\n}}\n"));
    let variables: String = variables.collect();
    format!("{variables}provider \"codepipeline\" {{\n{provider}\n}}\n{resources}\n")
}

/// A workspace that logs everything, and what was written so far.
struct Watched {
    workspace: Workspace,
    written: String,
}

impl Watched {
    fn new(account: &Account, provider: &str, resources: &str) -> Self {
        let mut workspace = Workspace::new(account, "");
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            workspace.unset_variable(name);
        }
        for (name, value) in VARIABLES {
            workspace.set_variable(&format!("TF_VAR_{name}"), value);
        }
        workspace.configure(&configuration(provider, resources));
        workspace.write("token", WEB_IDENTITY);
        let keys = format!("[work]\naws_access_key_id = test\naws_secret_access_key = {SECRET_KEY}\n");
        workspace.write("credentials", &keys);
        workspace.set_variable("TF_LOG", "TRACE");
        workspace.set_variable("TF_LOG_PATH", workspace.path("trace.log").to_str().unwrap());
        Self {
            workspace,
            written: String::new(),
        }
    }

    /// Runs a command.
    fn run(&mut self, arguments: &[&str]) -> Outcome {
        let outcome = self.workspace.run(&[arguments, &["-no-color"]].concat());
        writeln!(self.written, "{outcome}").unwrap();
        outcome
    }

    /// Adds the plan and the state, without what Terraform itself stores there: variables, and arguments of resources.
    fn add_documents(&mut self) {
        let plan = self.workspace.path("tfplan").exists();
        let plan = plan.then_some(&["show", "-json", "tfplan"][..]);
        for arguments in plan.into_iter().chain([&["show", "-json"][..]]) {
            let shown = self.workspace.run(arguments);
            let mut document: Value = serde_json::from_str(&shown.succeeds().stdout).unwrap();
            document["variables"].take();
            self.written += &document.to_string().replace(OAUTH_TOKEN, "an argument of a resource");
        }
    }

    /// Fails if a secret was written anywhere, one of these tests or one that STS has `issued`.
    fn assert_clean(mut self, issued: &[String]) {
        self.written += &fs::read_to_string(self.workspace.path("trace.log")).unwrap();
        for secret in secrets().into_iter().chain(issued.iter().map(String::as_str)) {
            let lines = self.written.lines();
            let lines: Vec<_> = lines.filter(|line| line.contains(secret)).take(3).collect();
            assert!(lines.is_empty(), "{secret} in\n{}", lines.join("\n"));
        }
    }
}

#[test]
fn no_secret_is_written_even_if_a_server_repeats_it() {
    let gitlab = GitLab::with(vec![Project::new(7, "acme/platform/payments-api")]);
    let runtime = Runtime::new().unwrap();
    let repeating = runtime.block_on(repeating_server());
    for source in SOURCES {
        let directory = tempfile::tempdir().unwrap();
        let record = directory.path().join("calls");
        let account = Account::with(Options {
            secret_key: SECRET_KEY.to_owned(),
            record: Some(record.clone()),
            ..Options::default()
        });
        let connection = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";
        let resources = connection.to_owned() + &pipeline();
        let mut watched = Watched::new(&account, source.provider, &resources);
        for (name, value) in source.variables {
            watched.workspace.set_variable(name, value);
        }
        watched.workspace.set_variable("GITLAB_BASE_URL", &gitlab.fake.url());
        watched.run(&["validate"]).succeeds();
        watched.run(&["plan", "-out=tfplan"]);
        account.add_fault(json!({
            "operation": "CreatePipeline", "kind": "error", "class": "ValidationException", "message": format!("{OAUTH_TOKEN} {WRITE_ONLY}"),
        }));
        watched.run(&["apply", "-auto-approve"]).fails();
        watched.run(&["apply", "-auto-approve"]);
        watched.add_documents();
        watched.run(&["apply", "-refresh-only", "-auto-approve"]);
        watched.workspace.set_variable("AWS_ENDPOINT_URL", &repeating);
        watched.workspace.set_variable("GITLAB_BASE_URL", &repeating);
        let data = "data \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n".to_owned() + &resources;
        let data = configuration(source.provider, &data);
        watched.workspace.configure(&data);
        watched.run(&["plan"]).fails();
        watched.run(&["destroy", "-refresh=false", "-auto-approve"]);
        watched.workspace.set_variable("AWS_ENDPOINT_URL", account.url());
        watched.run(&["destroy", "-auto-approve"]);
        assert!(watched.written.contains("***"), "{}", watched.written);
        let issued = issued(&record);
        assert_eq!(issued.is_empty(), !source.has_role(), "{issued:?}");
        watched.assert_clean(&issued);
    }
}

/// Returns the secret keys and session tokens in the record of an emulator.
fn issued(record: &Path) -> Vec<String> {
    let record = fs::read_to_string(record).unwrap();
    let values = ["<SecretAccessKey>", "<SessionToken>"]
        .into_iter()
        .flat_map(|tag| record.split(tag).skip(1));
    values
        .filter_map(|rest| Some(rest.split_once('<')?.0.to_owned()))
        .collect()
}

/// Uses of a URL with a password that cannot work: arguments of the provider block, an environment variable with its value.
const UNUSABLE: &[(&str, Option<(&str, &str)>)] = &[
    (
        "endpoints {\n  codeconnections = \"http://user:${var.password}@127.0.0.1:9\"\n}",
        None,
    ),
    (
        "endpoints {\n  codeconnections = \"user:${var.password}@127.0.0.1\"\n}",
        None,
    ),
    (
        "endpoints {\n  codeconnections = \"http://user:${var.password}@127.0.0.1:99999\"\n}",
        None,
    ),
    (
        "http_proxy = \"http://user:${var.password}@127.0.0.1:9\"\nendpoints {\n  codeconnections = \
      \"http://aws.example.invalid\"\n}",
        None,
    ),
    (
        "https_proxy = \"http://user:${var.password}@127.0.0.1:9\"\nendpoints {\n  codeconnections = \
      \"https://aws.example.invalid\"\n}",
        None,
    ),
    ("http_proxy = \"http://user:${var.password}@[::1\"", None),
    ("https_proxy = \"user ${var.password}\"", None),
    ("custom_ca_bundle = \"key.pem\"", None),
    (
        "gitlab {\n  base_url = \"https://user:${var.password}@gitlab.example.com\"\n  preflight = \"enforce\"\n}",
        None,
    ),
    (
        "gitlab {\n  preflight = \"enforce\"\n}",
        Some((
            "GITLAB_BASE_URL",
            "https://user:s3cr3t-password-of-a-url@gitlab.example.com",
        )),
    ),
    (
        "",
        Some(("AWS_ENDPOINT_URL", "http://user:s3cr3t-password-of-a-url@127.0.0.1:9")),
    ),
    (
        "",
        Some((
            "AWS_ENDPOINT_URL",
            "http://user:s3cr3t-password-of-a-url@127.0.0.1:99999",
        )),
    ),
    ("", Some(("HTTP_PROXY", "http://user:s3cr3t-password-of-a-url@[::1"))),
];

#[test]
fn no_password_in_a_wrong_url_is_written() {
    let key = rcgen::KeyPair::generate().unwrap().serialize_der();
    let key = STANDARD.encode(key);
    let account = Account::open();
    for (provider, variable) in UNUSABLE {
        let block = format!("access_key = \"test\"\nsecret_key = \"test\"\nmax_retries = 1\n{provider}");
        let resources = if provider.contains("gitlab") {
            "data \"codepipeline_gitlab_project\" \"web\" {\n  project = \"acme/web\"\n}"
        } else {
            "data \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}"
        };
        let mut watched = Watched::new(&account, &block, resources);
        watched.workspace.write(
            "key.pem",
            &format!("-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\n"),
        );
        if let Some((name, value)) = variable {
            watched.workspace.set_variable(name, value);
        }
        watched.run(&["plan"]).fails();
        assert!(!watched.written.contains(&key[..40]), "{}", watched.written);
        watched.assert_clean(&[]);
    }
}

#[test]
fn no_password_of_a_proxy_is_written_even_if_the_proxy_repeats_it() {
    let runtime = Runtime::new().unwrap();
    let proxy = runtime
        .block_on(repeating_server())
        .replace("//", "//user:${var.password}@");
    let provider = format!(
        "access_key = \"test\"\nsecret_key = \"test\"\nhttp_proxy = {proxy:?}\nendpoints {{\n  codeconnections = \
         \"http://aws.example.invalid\"\n}}"
    );
    let connection = "data \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}";
    let mut watched = Watched::new(&Account::open(), &provider, connection);
    watched
        .run(&["plan"])
        .fails()
        .says("\"proxy-authorization\": \"Basic ***\"");
    watched.assert_clean(&[]);
}

/// Starts a server that refuses every request with an error of AWS or GitLab that repeats the whole request.
async fn repeating_server() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(repeat)).await.unwrap() });
    url
}

async fn repeat(uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let request = format!("{uri} {headers:?} {}", String::from_utf8_lossy(&body));
    let is_sts = body.starts_with(b"Action=");
    let text = if is_sts {
        let escaped = request.replace('&', "&amp;").replace('<', "&lt;");
        format!(
            "<ErrorResponse><Error><Code>ValidationError</Code><Message>{escaped}</Message></Error></ErrorResponse>"
        )
    } else {
        json!({ "__type": "ValidationException", "message": request }).to_string()
    };
    (StatusCode::BAD_REQUEST, text).into_response()
}
