//! Where credentials come from, through the provider block.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::json;

use super::source_action::source_action;
use crate::support::{account::Account, private_server, workspace::Workspace};

const ROLE: &str = "arn:aws:iam::111122223333:role/terraform";

fn with_provider(block: &str) -> String {
    format!(
        "provider \"codepipeline\" {{\n{block}\n}}\nresource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n}}\n"
    )
}

/// A workspace without keys in its environment.
fn without_keys(account: &Account, block: &str) -> Workspace {
    let mut workspace = Workspace::new(account, &with_provider(block));
    workspace.unset_variable("AWS_ACCESS_KEY_ID");
    workspace.unset_variable("AWS_SECRET_ACCESS_KEY");
    workspace
}

/// Returns a token of an identity provider. Its signature is never checked.
fn token() -> String {
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "sub": "project_path:acme/app", "iss": "https://gitlab.com", "aud": "sts.amazonaws.com" });
    format!("{}.{}.c2ln", part(json!({ "alg": "RS256" })), part(claims))
}

#[test]
fn half_an_access_key_is_an_error_and_is_never_completed_from_the_environment() {
    let account = Account::open();
    for (given, missing) in [("access_key", "secret_key"), ("secret_key", "access_key")] {
        let workspace = Workspace::new(&account, &with_provider(&format!("{given} = \"test\"")));
        workspace
            .validate()
            .fails()
            .says("Incomplete access key")
            .says(&format!("`{given}` is set and `{missing}` is not"));
        workspace.plan().fails().says("Incomplete access key");
    }
    assert_eq!(account.calls(), []);
}

#[test]
fn an_empty_string_counts_as_omitted() {
    let account = Account::open();
    let block = format!(
        "region = \"\"\nprofile = \"\"\naccess_key = \"\"\nsecret_key = \"\"\ntoken = \"\"\nshared_config_files = \
         [\"\"]\nshared_credentials_files = [\"\"]\nhttp_proxy = \"\"\nhttps_proxy = \"\"\nno_proxy = \"\"\ncustom_ca_bundle \
         = \"\"\nassume_role {{\n  role_arn = \"{ROLE}\"\n  policy = \"\"\n}}\nendpoints {{\n  codeconnections = \"\"\n  sts = \
         \"\"\n}}"
    );
    let workspace = Workspace::new(&account, &with_provider(&block));
    workspace.apply().applied(1, 0, 0);
    assert_eq!(workspace.resource("codepipeline_connection.web")["region"], "eu-west-1");
}

#[test]
fn a_profile_with_a_role_is_found_in_files_of_the_home_directory() {
    let account = Account::open();
    let url = account.url();
    let endpoints = format!("endpoints {{\n  codeconnections = \"{url}\"\n  sts = \"{url}\"\n}}");
    let files = "profile = \"work\"\nshared_config_files = [\"~/aws/config\"]\nshared_credentials_files = \
                 [\"~/aws/credentials\"]";
    let mut workspace = without_keys(&account, &format!("{files}\n{endpoints}"));
    // The addresses of the provider block serve the profile's role, too.
    workspace.unset_variable("AWS_ENDPOINT_URL");
    let profile = format!("[profile work]\nrole_arn = {ROLE}\nsource_profile = keys\n");
    workspace.write("aws/config", &profile);
    let keys = "[keys]\naws_access_key_id = test\naws_secret_access_key = test\n";
    workspace.write("aws/credentials", keys);
    workspace.apply().applied(1, 0, 0);
    assert!(account.count("AssumeRole") > 0);
}

#[test]
fn a_web_identity_of_the_environment_uses_the_addresses_of_the_provider_block() {
    let account = Account::open();
    let url = account.url();
    let endpoints = format!("endpoints {{\n  codeconnections = \"{url}\"\n  sts = \"{url}\"\n}}");
    let mut workspace = without_keys(&account, &endpoints);
    workspace.unset_variable("AWS_ENDPOINT_URL");
    workspace.write("token", &token());
    let file = workspace.path("token").display().to_string();
    workspace.set_variable("AWS_ROLE_ARN", ROLE);
    workspace.set_variable("AWS_WEB_IDENTITY_TOKEN_FILE", &file);
    workspace.apply().applied(1, 0, 0);
    assert!(account.count("AssumeRoleWithWebIdentity") > 0);
}

#[test]
fn a_web_identity_is_a_token_or_a_file_of_the_home_directory() {
    for source in [
        "web_identity_token_file = \"~/token\"".to_owned(),
        format!("web_identity_token = \"{}\"", token()),
    ] {
        let account = Account::open();
        let role = format!(
            "assume_role_with_web_identity {{\n  role_arn = \"{ROLE}\"\n  session_name = \"ci\"\n  duration = \"15m\"\n  \
             policy_arns = [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]\n  {source}\n}}"
        );
        let workspace = without_keys(&account, &role);
        workspace.write("token", &token());
        workspace.apply().applied(1, 0, 0);
        assert!(account.count("AssumeRoleWithWebIdentity") > 0);
    }
}

#[test]
fn everything_that_is_said_of_a_role_is_sent() {
    let account = Account::open();
    let role = format!(
        "assume_role {{\n  role_arn = \"{ROLE}\"\n  session_name = \"ci\"\n  duration = \"15m\"\n  external_id = \
         \"partner-7\"\n  source_identity = \"alice\"\n  policy = jsonencode({{ Version = \"2012-10-17\", Statement = [] }})\n  \
         policy_arns = [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]\n  tags = {{ team = \"core\" }}\n  transitive_tag_keys = \
         [\"team\"]\n}}"
    );
    Workspace::new(&account, &with_provider(&role)).apply().applied(1, 0, 0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let sent = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = String::new();
        while !request.contains("SourceIdentity=") {
            let mut part = [0; 4096];
            let length = stream.read(&mut part).unwrap();
            assert!(length > 0, "{request}");
            request.push_str(&String::from_utf8_lossy(&part[..length]));
        }
        let _ = stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        request
    });
    let elsewhere = format!("max_retries = 1\n{role}\nendpoints {{\n  sts = \"http://{address}\"\n}}");
    Workspace::new(&account, &with_provider(&elsewhere)).plan().fails();
    let sent = sent.join().unwrap();
    for part in [
        "RoleSessionName=ci",
        "DurationSeconds=900",
        "ExternalId=partner-7",
        "SourceIdentity=alice",
        "Policy=%7B%22Statement",
        "PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess",
        "Tags.member.1.Key=team",
        "Tags.member.1.Value=core",
        "TransitiveTagKeys.member.1=team",
    ] {
        assert!(sent.contains(part), "{part}\n{sent}");
    }
}

#[test]
fn a_role_that_cannot_be_assumed_is_one_error_in_one_sentence() {
    let account = Account::open();
    account.add_fault(json!({ "service": "sts", "operation": "AssumeRole", "kind": "deny", "times": 0 }));
    let many = with_provider(&format!("assume_role {{\n  role_arn = \"{ROLE}\"\n}}"))
        .replace("name = \"web\"", "count = 5\n  name = \"web-${count.index}\"");
    let outcome = Workspace::new(&account, &many).plan();
    outcome
        .fails()
        .says("Cannot use the AWS account")
        .says(&format!("Cannot assume the role {ROLE}"))
        .says("AccessDenied");
    assert_eq!(outcome.stderr.matches("Error: ").count(), 1, "{outcome}");
}

#[test]
fn rejected_credentials_are_one_error_at_plan_that_names_their_source() {
    let account = Account::open();
    let many = with_provider("").replace("name = \"web\"", "count = 3\n  name = \"web-${count.index}\"");
    for (variables, code, source) in [
        (
            &[("AWS_SECRET_ACCESS_KEY", "no")][..],
            "InvalidSignatureException",
            "the environment",
        ),
        (
            &[("AWS_ACCESS_KEY_ID", "no")],
            "UnrecognizedClientException",
            "the environment",
        ),
        (
            &[("AWS_ACCESS_KEY_ID", "expired"), ("AWS_SESSION_TOKEN", "expired")],
            "ExpiredTokenException",
            "the environment",
        ),
        (
            &[("AWS_SECRET_ACCESS_KEY", ""), ("AWS_PROFILE", "work")],
            "InvalidSignatureException",
            "the profile \"work\" of AWS_PROFILE, since the environment contains AWS_ACCESS_KEY_ID but not AWS_SECRET_ACCESS_KEY",
        ),
    ] {
        let mut workspace = Workspace::new(&account, &many);
        workspace.write(
            ".aws/credentials",
            "[work]\naws_access_key_id = test\naws_secret_access_key = no\n",
        );
        for (name, value) in variables {
            workspace.set_variable(name, value);
        }
        let planned = workspace.plan();
        planned
            .fails()
            .says("AWS rejects the credentials")
            .says(code)
            .says(&format!("The credentials come from {source}."));
        assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
    }
}

#[test]
fn every_new_object_notices_rejected_credentials_at_plan() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let host = "resource \"codepipeline_host\" \"web\" {\n  name = \"web\"\n  provider_type = \"GitLabSelfManaged\"\n  \
                provider_endpoint = \"https://gitlab.example.com\"\n}\n";
    let handshake = format!("resource \"codepipeline_handshake\" \"web\" {{\n  connection_arn = {arn:?}\n}}\n");
    for configuration in [
        with_provider(""),
        host.to_owned(),
        handshake,
        gitlab_pipeline("web", &format!("{arn:?}"), ""),
        source_action("charts", &arn, ""),
    ] {
        let mut workspace = Workspace::new(&account, &configuration);
        workspace.set_variable("AWS_SECRET_ACCESS_KEY", "no");
        let planned = workspace.plan();
        planned.fails().says("AWS rejects the credentials");
        assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
    }
}

#[test]
fn half_a_key_and_a_profile_that_does_not_exist_are_named() {
    let account = Account::open();
    let mut workspace = Workspace::new(&account, &with_provider(""));
    workspace.unset_variable("AWS_SECRET_ACCESS_KEY");
    workspace.set_variable("AWS_PROFILE", "typo");
    workspace.write(
        ".aws/credentials",
        "[work]\naws_access_key_id = test\naws_secret_access_key = test\n",
    );
    workspace
        .plan()
        .fails()
        .says("No AWS credentials were found")
        .says("profile `typo` was not defined")
        .says("the environment contains AWS_ACCESS_KEY_ID but not AWS_SECRET_ACCESS_KEY");
}

#[test]
fn an_endpoint_that_is_unreachable_or_foreign_is_one_error_at_plan() {
    let account = Account::open();
    let console = format!("{}/console/", account.url());
    for (endpoint, says) in [
        ("http://127.0.0.1:9", "cannot reach http://127.0.0.1:9"),
        (console.as_str(), "but does not respond like AWS"),
    ] {
        let mut workspace = Workspace::new(&account, &with_provider("max_retries = 1"));
        workspace.set_variable("AWS_ENDPOINT_URL", endpoint);
        let planned = workspace.plan();
        planned.fails().says(says).says("AWS_ENDPOINT_URL");
        assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
    }
}

#[test]
fn rejected_credentials_block_neither_an_empty_plan_nor_the_plan_of_a_destroy() {
    let account = Account::open();
    let mut workspace = Workspace::new(&account, &with_provider(""));
    workspace.apply().applied(1, 0, 0);
    workspace.set_variable("AWS_SECRET_ACCESS_KEY", "no");
    workspace.plan_with(&["-refresh=false"]).has_no_changes();
    workspace.plan_with(&["-refresh=false", "-destroy"]).plans(0, 0, 1);
}

#[test]
fn credentials_that_are_not_validated_are_missed_when_they_are_needed() {
    let account = Account::open();
    let workspace = without_keys(&account, "skip_credentials_validation = true");
    workspace.plan().fails().says("No AWS credentials were found");
    assert_eq!(account.calls(), []);
}

#[test]
fn the_emulator_beside_is_reached_without_the_companys_proxy() {
    let account = Account::open();
    let mut workspace = Workspace::new(&account, &with_provider("http_proxy = \"http://127.0.0.1:9\""));
    for variable in ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"] {
        workspace.set_variable(variable, "http://127.0.0.1:9");
    }
    workspace.apply().applied(1, 0, 0);
}

#[test]
fn a_far_endpoint_is_reached_through_the_proxy_unless_excepted() {
    let account = Account::open();
    let block = |more: &str| {
        format!(
            "provider \"codepipeline\" {{\n  max_retries = 1\n  http_proxy = \"{}\"\n{more}\n  endpoints {{\n    codeconnections \
             = \"http://aws.example.invalid\"\n  }}\n}}\ndata \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n}}\n",
            account.url()
        )
    };
    // The emulator is no proxy, and says so.
    let workspace = Workspace::new(&account, &block(""));
    workspace.plan().fails().says_not("cannot reach");
    workspace.configure(&block("no_proxy = \"example.invalid\""));
    workspace.plan().fails().says("cannot reach");
}

#[test]
fn a_private_certificate_is_refused_unless_a_bundle_vouches_for_it_or_anything_goes() {
    let account = Account::open();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (url, pem) = runtime.block_on(private_server::private_server());
    let block = |more: &str| {
        format!(
            "provider \"codepipeline\" {{\n  max_retries = 1\n{more}\n  endpoints {{\n    codeconnections = \"{url}\"\n  \
             }}\n}}\ndata \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n}}\n"
        )
    };
    let workspace = Workspace::new(&account, "");
    workspace.write("stranger.pem", &stranger());
    workspace.write("bundle.pem", &pem);
    workspace.configure(&block("custom_ca_bundle = \"~/stranger.pem\""));
    workspace.plan().fails().says("certificate");
    for trusting in ["custom_ca_bundle = \"~/bundle.pem\"", "insecure = true"] {
        workspace.configure(&block(trusting));
        workspace.plan().fails().says("Connection not found");
    }
}

fn stranger() -> String {
    let stranger = rcgen::generate_simple_self_signed(["stranger.example.com".to_owned()]).unwrap();
    private_server::pem(stranger.cert.der())
}

#[test]
fn each_service_can_have_an_address_of_its_own_in_the_environment() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let roles = "provider \"codepipeline\" {\n  assume_role {\n    role_arn = \"arn:aws:iam::111122223333:role/deploy\"\n  }\n}\n";
    let former =
        "provider \"codepipeline\" {\n  alias = \"former\"\n  connections_service = \"codestar-connections\"\n}\n";
    let connection = |label: &str, extra: &str| {
        format!("resource \"codepipeline_connection\" \"{label}\" {{\n  name = \"{label}\"\n  {extra}\n}}\n")
    };
    let made = connection("web", "") + &connection("old", "provider = codepipeline.former");
    let pipeline = gitlab_pipeline("web", &format!("{arn:?}"), "");
    let mut workspace = Workspace::new(&account, &format!("{roles}{former}{made}{pipeline}"));
    workspace.unset_variable("AWS_ENDPOINT_URL");
    for service in ["CODECONNECTIONS", "CODESTAR_CONNECTIONS", "CODEPIPELINE", "STS"] {
        workspace.set_variable(&format!("AWS_ENDPOINT_URL_{service}"), account.url());
    }
    account.forget_calls();
    workspace.apply().applied(3, 0, 0);
    let called = |service: &str| account.calls().iter().any(|call| call.service == service);
    for service in ["codeconnections", "codestar-connections", "codepipeline", "sts"] {
        assert!(called(service), "{service}: {:#?}", account.calls());
    }
}
