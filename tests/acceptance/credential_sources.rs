//! The sources of credentials: each one signs the calls with its own keys, and their order is that of hashicorp/aws.

use std::{collections::BTreeSet, time::Instant};

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::support::{
    account::{Account, Keys},
    outcome::Outcome,
    recorder::{Recorder, Request},
    workspace::Workspace,
};

/// End of the lifetime of keys in the fakes.
const LATER: &str = "2099-01-01T00:00:00Z";

/// Name of the cached token of the SSO session `corp`: the SHA-1 of that name.
const SESSION_TOKEN_FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

/// A workspace without any credentials, and a server in front of the emulator that plays the fakes.
struct Bench {
    account: Account,
    recorder: Recorder,
    workspace: Workspace,
}

impl Bench {
    fn new() -> Self {
        Self::with(|_, _| None)
    }

    /// The fakes respond to a request with the keys of the role `fake`.
    fn with(script: impl Fn(&Request, &Keys) -> Option<Response> + Send + Sync + 'static) -> Self {
        let account = Account::open();
        let keys = account.keys_of_role("fake");
        let recorder = Recorder::scripted(account.url(), move |request| script(request, &keys));
        let configuration = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";
        let mut workspace = Workspace::new(&account, configuration);
        for variable in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            workspace.unset_variable(variable);
        }
        workspace.set_variable("AWS_ENDPOINT_URL", recorder.url());
        let bench = Self {
            account,
            recorder,
            workspace,
        };
        bench.provide("");
        bench
    }

    /// Sets the arguments of the provider block.
    fn provide(&self, arguments: &str) {
        self.workspace.write("provider.tf", &format!("provider \"codepipeline\" {{\n{arguments}\n}}\n"));
    }

    /// Applies and destroys a connection, and returns the access keys that signed the calls of the connections API.
    fn signers(&self) -> BTreeSet<String> {
        self.recorder.take();
        self.workspace.apply().applied(1, 0, 0);
        self.workspace.destroy().succeeds();
        let requests = self.recorder.take().into_iter();
        let signed = requests.filter(|request| request.header("x-amz-target").contains("onnections"));
        signed.map(|request| request.access_key().to_owned()).collect()
    }

    /// Asserts that these keys sign every call.
    #[track_caller]
    fn signs_with(&self, keys: &Keys) {
        assert_eq!(self.signers(), BTreeSet::from([keys.id.clone()]));
    }

    /// The plan fails with one error, which contains no secret.
    #[track_caller]
    fn fails(&self) -> Outcome {
        let planned = self.workspace.plan();
        planned.fails().says_not("s3cr3t");
        assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
        planned
    }
}

/// A section of a shared file with keys.
fn section(header: &str, keys: &Keys) -> String {
    let Keys { id, secret, token } = keys;
    format!("[{header}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\naws_session_token = {token}\n")
}

/// Keys as a container agent and the metadata service return them.
fn temporary(keys: &Keys) -> Response {
    let Keys { id, secret, token } = keys;
    let keys = json!({
        "Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "2026-01-01T00:00:00Z", "AccessKeyId": id,
        "SecretAccessKey": secret, "Token": token, "Expiration": LATER,
    });
    Json(keys).into_response()
}

/// The metadata service: a session token, the name of the role, and its keys.
fn metadata(request: &Request, keys: &Keys) -> Option<Response> {
    let role = "/latest/meta-data/iam/security-credentials";
    match request.line.split(' ').collect::<Vec<_>>()[..] {
        ["PUT", "/latest/api/token"] => {
            Some(([("x-aws-ec2-metadata-token-ttl-seconds", "21600")], "metadata-token").into_response())
        }
        ["GET", path] if path.trim_end_matches('/') == role => Some("fake".into_response()),
        ["GET", path] if path == format!("{role}/fake") => {
            assert_eq!(request.header("x-aws-ec2-metadata-token"), "metadata-token");
            Some(temporary(keys))
        }
        ["GET", _] => Some(StatusCode::NOT_FOUND.into_response()),
        _ => None,
    }
}

#[test]
fn temporary_keys_of_the_environment_sign_with_their_session_token() {
    let mut bench = Bench::new();
    let keys = bench.account.keys_of_role("environment");
    bench.workspace.set_variable("AWS_ACCESS_KEY_ID", &keys.id);
    bench.workspace.set_variable("AWS_SECRET_ACCESS_KEY", &keys.secret);
    bench.workspace.set_variable("AWS_SESSION_TOKEN", &keys.token);
    bench.signs_with(&keys);
}

#[test]
fn a_profile_is_read_from_the_default_files_from_those_of_the_environment_and_from_those_of_the_provider_block() {
    let mut bench = Bench::new();
    let keys = bench.account.keys_of_role("profile");
    bench.workspace.write(".aws/credentials", &section("default", &keys));
    bench.signs_with(&keys);
    bench.workspace.write(".aws/credentials", &section("work", &keys));
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
        bench.workspace.set_variable(variable, "work");
        bench.signs_with(&keys);
        bench.workspace.unset_variable(variable);
    }
    bench.provide("profile = \"work\"");
    bench.signs_with(&keys);
    bench.workspace.remove(".aws/credentials");
    for (variable, file, header) in [
        ("AWS_SHARED_CREDENTIALS_FILE", "keys", "work"),
        ("AWS_CONFIG_FILE", "settings", "profile work"),
    ] {
        bench.workspace.write(file, &section(header, &keys));
        let path = bench.workspace.path(file).display().to_string();
        bench.workspace.set_variable(variable, &path);
        bench.signs_with(&keys);
        bench.workspace.unset_variable(variable);
    }
    for arguments in ["shared_credentials_files = [\"~/keys\"]", "shared_config_files = [\"~/settings\"]"] {
        bench.provide(&format!("profile = \"work\"\n{arguments}"));
        bench.signs_with(&keys);
    }
}

#[test]
fn the_region_of_a_profile_is_that_of_the_calls() {
    let mut bench = Bench::new();
    let keys = bench.account.keys_of_role("profile");
    let profile = section("profile work", &keys) + "region = eu-central-1\n";
    bench.workspace.write(".aws/config", &profile);
    bench.workspace.set_variable("AWS_PROFILE", "work");
    bench.workspace.unset_variable("AWS_REGION");
    bench.workspace.apply().applied(1, 0, 0);
    assert_eq!(bench.workspace.resource("codepipeline_connection.web")["region"], "eu-central-1");
    assert!(bench.recorder.take().iter().all(|request| request.region() == "eu-central-1"));
}

#[test]
fn a_credential_process_of_a_profile_is_run() {
    let bench = Bench::new();
    let keys = bench.account.keys_of_role("process");
    let Keys { id, secret, token } = &keys;
    let output = json!({
        "Version": 1, "AccessKeyId": id, "SecretAccessKey": secret, "SessionToken": token, "Expiration": LATER,
    });
    bench.workspace.write("output.json", &output.to_string());
    let file = bench.workspace.path("output.json");
    let profile = format!("[profile work]\ncredential_process = cat {}\n", file.display());
    bench.workspace.write(".aws/config", &profile);
    bench.provide("profile = \"work\"");
    bench.signs_with(&keys);
}

#[test]
fn a_credential_process_that_fails_is_one_error_without_its_output() {
    let bench = Bench::new();
    bench.provide("profile = \"work\"");
    for (process, says) in [
        ("sh -c 'echo s3cr3t; echo sign in first >&2; exit 3'", "sign in first"),
        ("sh -c 'echo s3cr3t'", "JSON"),
        ("sh -c 'echo \"{}\"'", "Version"),
        ("/nowhere/process", "not found"),
    ] {
        let profile = format!("[profile work]\ncredential_process = {process}\n");
        bench.workspace.write(".aws/config", &profile);
        bench.fails().says("the profile \"work\"").says(says);
    }
}

/// The SSO portal.
fn portal(request: &Request, keys: &Keys) -> Option<Response> {
    if !request.line.starts_with("GET /federation/credentials?") {
        return None;
    }
    if request.header("x-amz-sso_bearer_token") != "s3cr3t-sso-token" {
        let refusal = json!({ "__type": "UnauthorizedException", "message": "Session token not found or invalid" });
        return Some((StatusCode::UNAUTHORIZED, Json(refusal)).into_response());
    }
    assert!(request.line.contains("role_name=Deploy") && request.line.contains("account_id=111122223333"));
    let Keys { id, secret, token } = keys;
    let expiration = 4_070_908_800_000_u64;
    let role = json!({ "accessKeyId": id, "secretAccessKey": secret, "sessionToken": token, "expiration": expiration });
    Some(Json(json!({ "roleCredentials": role })).into_response())
}

/// A profile that signs in with an SSO session, and its former form.
const SSO: &str = "[profile work]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Deploy\n\
                   [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
const FORMER_SSO: &str = "[profile work]\nsso_account_id = 111122223333\nsso_role_name = Deploy\nsso_region = eu-west-1\n\
                          sso_start_url = https://corp.awsapps.com/start\n";
const START_URL_TOKEN_FILE: &str = ".aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json";

fn cached_token(token: &str, expires: &str) -> String {
    json!({ "startUrl": "https://corp.awsapps.com/start", "region": "eu-west-1", "accessToken": token, "expiresAt": expires })
        .to_string()
}

#[test]
fn a_cached_token_of_sso_is_exchanged_for_the_keys_of_the_role() {
    for (profile, file) in [(SSO, SESSION_TOKEN_FILE), (FORMER_SSO, START_URL_TOKEN_FILE)] {
        let bench = Bench::with(portal);
        bench.provide("profile = \"work\"");
        bench.workspace.write(".aws/config", profile);
        bench.workspace.write(file, &cached_token("s3cr3t-sso-token", LATER));
        assert_eq!(bench.signers().len(), 1);
    }
}

#[test]
fn an_sso_session_that_is_missing_expired_or_revoked_is_one_error_with_the_command_that_signs_in() {
    for (profile, file) in [(SSO, SESSION_TOKEN_FILE), (FORMER_SSO, START_URL_TOKEN_FILE)] {
        let bench = Bench::with(portal);
        bench.provide("profile = \"work\"");
        bench.workspace.write(".aws/config", profile);
        for (token, expires) in [(None, ""), (Some("s3cr3t-old"), "2020-01-01T00:00:00Z"), (Some("s3cr3t-old"), LATER)] {
            if let Some(token) = token {
                bench.workspace.write(file, &cached_token(token, expires));
            }
            bench.fails().says("aws sso login --profile work");
        }
    }
}

#[test]
fn a_container_agent_is_called_with_its_authorization_token() {
    let mut bench = Bench::with(|request, keys| {
        let is_agent = request.line == "GET /agent/role" && request.header("authorization") == "s3cr3t-agent";
        is_agent.then(|| temporary(keys))
    });
    let url = format!("{}/agent/role", bench.recorder.url());
    bench.workspace.set_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url);
    bench.workspace.set_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN", "s3cr3t-agent");
    assert_eq!(bench.signers().len(), 1);
    bench.workspace.unset_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    bench.workspace.write("token", "s3cr3t-agent");
    let file = bench.workspace.path("token").display().to_string();
    bench.workspace.set_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", &file);
    assert_eq!(bench.signers().len(), 1);
    bench.workspace.write("token", "s3cr3t-other");
    bench.fails().says("the container");
}

#[test]
fn a_container_agent_that_is_neither_local_nor_encrypted_gets_no_token() {
    let mut bench = Bench::new();
    bench.workspace.set_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://agent.example.com/role");
    bench.workspace.set_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN", "s3cr3t-agent");
    bench.fails().says("the container").says("agent.example.com");
}

#[test]
fn the_metadata_service_gives_the_keys_of_the_instance() {
    let mut bench = Bench::with(metadata);
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    let url = bench.recorder.url().to_owned();
    bench.workspace.set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url);
    assert_eq!(bench.signers().len(), 1);
    bench.workspace.unset_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    bench.provide(&format!("ec2_metadata_service_endpoint = {url:?}"));
    assert_eq!(bench.signers().len(), 1);
}

#[test]
fn a_metadata_service_that_is_disabled_is_not_called() {
    let mut bench = Bench::with(metadata);
    bench.provide(&format!("ec2_metadata_service_endpoint = {:?}", bench.recorder.url()));
    bench.fails().says("No AWS credentials were found");
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    bench.provide(&format!(
        "ec2_metadata_service_endpoint = {:?}\nskip_metadata_api_check = true",
        bench.recorder.url()
    ));
    bench.fails().says("No AWS credentials were found");
    assert_eq!(bench.recorder.take().len(), 0);
}

#[test]
fn a_metadata_service_that_is_unreachable_or_has_no_role_is_one_error_soon() {
    let mut bench = Bench::with(|request, _| request.line.contains("/latest/").then(|| StatusCode::NOT_FOUND.into_response()));
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    for endpoint in ["http://127.0.0.1:9", "http://192.0.2.1", bench.recorder.url()] {
        bench.provide(&format!("ec2_metadata_service_endpoint = {endpoint:?}"));
        let start = Instant::now();
        bench.fails().says("the EC2 instance metadata service");
        assert!(start.elapsed().as_secs() < 20, "{endpoint}: {:?}", start.elapsed());
    }
}

/// Every source at once, in order of precedence: its name, and how to remove it.
type Removal = (&'static str, fn(&mut Bench));

const PRECEDENCE: &[Removal] = &[
    ("block", |bench| bench.provide("profile = \"explicit\"")),
    ("explicit", |bench| bench.provide("")),
    ("environment", |bench| bench.workspace.unset_variable("AWS_ACCESS_KEY_ID")),
    ("web-identity", |bench| bench.workspace.unset_variable("AWS_ROLE_ARN")),
    ("named", |bench| bench.workspace.unset_variable("AWS_PROFILE")),
    ("default", |bench| bench.workspace.remove(".aws/credentials")),
    ("container", |bench| {
        bench.workspace.unset_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    }),
    ("metadata", |_| {}),
];

#[test]
fn the_sources_of_credentials_have_the_precedence_of_hashicorp_aws() {
    let account = Account::open();
    let keys = |name: &str| account.keys_of_role(name);
    let (container, instance) = (keys("container"), keys("metadata"));
    let mut bench = Bench::on(account, move |request, _| match request.line.as_str() {
        "GET /agent" => Some(temporary(&container)),
        _ => metadata(request, &instance),
    });
    bench.provide_every_source();
    for (source, remove) in PRECEDENCE {
        bench.workspace.plan().plans(1, 0, 0);
        bench.workspace.apply().applied(1, 0, 0);
        let caller = bench.caller();
        assert!(caller.contains(&format!("assumed-role/{source}/")), "{source}: {caller}");
        bench.workspace.destroy().succeeds();
        remove(&mut bench);
    }
}
