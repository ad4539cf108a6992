//! The sources of credentials: each one signs the calls with its own keys, and their order is that of hashicorp/aws.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    assumed_roles::WEB_IDENTITY,
    credential_bench::{Bench, LATER, metadata, section, temporary},
};
use crate::support::{
    account::Keys,
    own_network,
    recorder::{Recorder, Request},
};

/// Name of the cached token of the SSO session `corp`: the SHA-1 of that name.
const SESSION_TOKEN_FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

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
        bench.set_file(variable, file, &section(header, &keys));
        bench.signs_with(&keys);
        bench.workspace.unset_variable(variable);
    }
    for arguments in [
        "shared_credentials_files = [\"~/keys\"]",
        "shared_config_files = [\"~/settings\"]",
    ] {
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
    assert_eq!(
        bench.workspace.resource("codepipeline_connection.web")["region"],
        "eu-central-1"
    );
    assert!(
        bench
            .recorder
            .take()
            .iter()
            .all(|request| request.region() == "eu-central-1")
    );
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
        bench.signs_with(&bench.fake);
    }
}

#[test]
fn an_sso_session_that_is_missing_expired_or_revoked_is_one_error_with_the_command_that_signs_in() {
    let revoked = "Session token not found or invalid";
    for (profile, file, missing, expired) in [
        (
            SSO,
            SESSION_TOKEN_FILE,
            "failed to load the cached SSO token",
            "the SSO token has expired",
        ),
        // In this form, AWS notices the expiry.
        (FORMER_SSO, START_URL_TOKEN_FILE, START_URL_TOKEN_FILE, revoked),
    ] {
        let bench = Bench::with(portal);
        bench.provide("profile = \"work\"");
        bench.workspace.write(".aws/config", profile);
        for (expires, cause) in [("", missing), ("2020-01-01T00:00:00Z", expired), (LATER, revoked)] {
            if !expires.is_empty() {
                bench.workspace.write(file, &cached_token("s3cr3t-old", expires));
            }
            bench
                .fails()
                .says("the profile \"work\"")
                .says(cause)
                .says("To sign in again, run: aws sso login --profile work.")
                .says_not("get-caller-identity");
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
    bench
        .workspace
        .set_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN", "s3cr3t-agent");
    bench.signs_with(&bench.fake);
    bench.workspace.unset_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    bench.set_file("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "token", "s3cr3t-agent");
    bench.signs_with(&bench.fake);
    bench.workspace.write("token", "s3cr3t-other");
    bench.fails().says("the container");
}

#[test]
fn a_container_agent_that_is_neither_local_nor_encrypted_gets_no_token() {
    let mut bench = Bench::new();
    bench
        .workspace
        .set_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://agent.example.com/role");
    bench
        .workspace
        .set_variable("AWS_CONTAINER_AUTHORIZATION_TOKEN", "s3cr3t-agent");
    bench.fails().says("the container").says("agent.example.com");
}

/// The path of the agent of ECS, and of that of EKS.
const AGENTS: [(&str, &str); 3] = [
    ("169.254.170.2:80", "/v2/credentials/task"),
    ("169.254.170.23:80", "/v1/credentials"),
    ("[fd00:ec2::23]:80", "/v1/credentials"),
];

#[test]
fn the_container_agents_of_ecs_and_eks_are_called_at_their_own_addresses_without_a_proxy() {
    own_network::run(|| {
        let mut bench = Bench::new();
        let agents = AGENTS.map(|(address, path)| {
            let keys = bench.account.keys_of_role("task");
            let given = keys.clone();
            let is_pod = path == "/v1/credentials";
            let agent = Recorder::at(address, bench.account.url(), move |request| {
                let is_authorized = request.header("authorization") == if is_pod { "s3cr3t-pod" } else { "" };
                (request.line == format!("GET {path}") && is_authorized).then(|| temporary(&given))
            });
            (format!("http://{address}{path}").replace(":80", ""), keys, agent)
        });
        bench.workspace.set_variable("HTTP_PROXY", "http://127.0.0.1:9");
        let [(_, task, _), pods @ ..] = &agents;
        bench
            .workspace
            .set_variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", AGENTS[0].1);
        bench.signs_with(task);
        // A profile names it, too.
        let role = "role_arn = arn:aws:iam::111122223333:role/work\ncredential_source = EcsContainer\n";
        bench.workspace.write(".aws/config", &format!("[profile work]\n{role}"));
        bench.provide("profile = \"work\"");
        bench.assumes_with(task);
        bench.provide("");
        // It precedes the other URI.
        bench
            .workspace
            .set_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", &pods[0].0);
        bench.signs_with(task);
        bench.workspace.unset_variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        bench.set_file("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "token", "s3cr3t-pod");
        for (url, keys, _) in pods {
            bench.workspace.set_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
            bench.signs_with(keys);
        }
    });
}

#[test]
fn the_container_agent_of_a_relative_uri_is_called_without_a_proxy_and_its_failure_is_one_error_soon() {
    let mut bench = Bench::new();
    // Not `/v2/credentials/`: an agent that really exists must not give credentials to this test.
    bench
        .workspace
        .set_variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/none");
    let proxy = bench.recorder.url().to_owned();
    bench.workspace.set_variable("HTTP_PROXY", &proxy);
    let start = Instant::now();
    bench.fails().says("Cannot use the credentials from the container");
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    assert_eq!(bench.recorder.take().len(), 0);
}

/// A source, and how to remove it.
type Source = (&'static str, fn(&mut Bench));

/// The sources in order of precedence.
const SOURCES: &[Source] = &[
    ("arguments", |bench| bench.provide("profile = \"explicit\"")),
    ("explicit", |bench| bench.provide("")),
    ("environment", |bench| {
        bench.workspace.unset_variable("AWS_ACCESS_KEY_ID")
    }),
    ("a role with a web identity", |bench| {
        bench.workspace.unset_variable("AWS_ROLE_ARN")
    }),
    ("named", |bench| bench.workspace.unset_variable("AWS_PROFILE")),
    ("default", |bench| bench.workspace.remove(".aws/credentials")),
    ("container", |bench| {
        bench.workspace.unset_variable("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    }),
    ("fake", |bench| {
        bench.workspace.set_variable("AWS_EC2_METADATA_DISABLED", "true")
    }),
];

#[test]
fn the_sources_of_credentials_have_the_precedence_of_hashicorp_aws() {
    let container = Arc::new(OnceLock::<Keys>::new());
    let agent = Arc::clone(&container);
    let mut bench = Bench::with(move |request, keys| match request.line.as_str() {
        "GET /agent" => Some(temporary(agent.get().unwrap())),
        _ => metadata(request, keys),
    });
    let names = SOURCES
        .iter()
        .map(|(name, _)| (*name, bench.account.keys_of_role(&name.replace(' ', "-"))));
    let mut keys: BTreeMap<_, _> = names.collect();
    keys.insert("fake", bench.fake.clone());
    container.set(keys["container"].clone()).unwrap();
    let Keys { id, secret, token } = &keys["arguments"];
    bench.provide(&format!(
        "profile = \"explicit\"\naccess_key = {id:?}\nsecret_key = {secret:?}\ntoken = {token:?}"
    ));
    let profiles = ["explicit", "named", "default"].map(|name| section(name, &keys[name]));
    bench.workspace.write(".aws/credentials", &profiles.concat());
    bench.workspace.write("token", WEB_IDENTITY);
    let (agent, url) = (
        format!("{}/agent", bench.recorder.url()),
        bench.recorder.url().to_owned(),
    );
    let file = bench.workspace.path("token").display().to_string();
    let environment = &keys["environment"];
    for (variable, value) in [
        ("AWS_ACCESS_KEY_ID", environment.id.as_str()),
        ("AWS_SECRET_ACCESS_KEY", &environment.secret),
        ("AWS_SESSION_TOKEN", &environment.token),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", &file),
        ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/web"),
        ("AWS_PROFILE", "named"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &agent),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url),
    ] {
        bench.workspace.set_variable(variable, value);
    }
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    for (source, remove) in SOURCES {
        let signers = bench.signers();
        let source_of = |id: &String| keys.iter().find(|(_, keys)| keys.id == *id).map(|(name, _)| *name);
        let found: Vec<_> = signers
            .iter()
            .map(|id| source_of(id).unwrap_or("a role with a web identity"))
            .collect();
        assert_eq!(found, [*source]);
        remove(&mut bench);
    }
    bench.fails().says("No AWS credentials were found");
}

/// Prints keys that expire soon: those of the first file, which it deletes unless it is the last.
const PROCESS: &str = "cd \"$(dirname \"$0\")\"\nset -- keys/*.json\nsed \"s/SOON/$(date -u -d '+14 seconds' \
                       +%Y-%m-%dT%H:%M:%SZ)/\" \"$1\"\n[ $# -eq 1 ] || rm \"$1\"\n";

#[test]
fn credentials_that_expire_during_a_wait_are_renewed() {
    let bench = Bench::new();
    for number in 0..9 {
        let Keys { id, secret, token } = bench.account.keys_of_role("process");
        let keys = json!({
            "Version": 1, "AccessKeyId": id, "SecretAccessKey": secret, "SessionToken": token, "Expiration": "SOON",
        });
        bench.workspace.write(&format!("keys/{number}.json"), &keys.to_string());
    }
    bench.workspace.write("process.sh", PROCESS);
    let script = bench.workspace.path("process.sh");
    let profile = format!("[profile work]\ncredential_process = sh {}\n", script.display());
    bench.workspace.write(".aws/config", &profile);
    bench.provide("profile = \"work\"");
    let handshake =
        "resource \"codepipeline_handshake\" \"web\" {\n  connection_arn = codepipeline_connection.web.arn\n}\n";
    bench.workspace.write("handshake.tf", handshake);
    let running = bench.workspace.start_apply();
    let arn = bench.account.wait_for_connection("web");
    let mut signers = BTreeSet::new();
    let start = Instant::now();
    while signers.len() < 3 {
        assert!(start.elapsed().as_secs() < 90, "{signers:?}");
        std::thread::sleep(Duration::from_millis(200));
        let requests = bench.recorder.take().into_iter();
        let reads = requests.filter(|request| request.operation() == "GetConnection");
        signers.extend(reads.map(|request| request.access_key().to_owned()));
    }
    bench.account.set_connection_status(&arn, "AVAILABLE");
    running.finish().applied(2, 0, 0);
}
