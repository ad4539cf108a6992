//! The network between the provider and AWS or GitLab: proxies, certificates, endpoints, and the header `User-Agent`.

use serde_json::json;
use tokio::runtime::Runtime;

use super::preflight::GitLab;
use crate::{
    gitlab::fake::Project,
    support::{account::Account, closed_proxy::ClosedProxy, private_server, recorder::Recorder, workspace::Workspace},
};

/// A proxy that runs as long as the test.
struct Proxy {
    proxy: ClosedProxy,
    _runtime: Runtime,
}

impl Proxy {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        Self {
            proxy: runtime.block_on(ClosedProxy::start()),
            _runtime: runtime,
        }
    }

    /// Asserts that the proxy was asked to connect to this host, and to no other.
    #[track_caller]
    fn connected_only_to(&self, host: &str) {
        let mut lines = self.proxy.lines();
        lines.dedup();
        assert_eq!(lines, [format!("CONNECT {host}:443 HTTP/1.1")]);
    }
}

fn with_provider(block: &str) -> String {
    format!("provider \"codepipeline\" {{\n{block}\n}}\n")
}

/// Requests a project of a GitLab that does not exist.
fn project(block: &str) -> String {
    let gitlab = "gitlab {\n  base_url = \"https://gitlab.example.invalid\"\n}";
    let data = "data \"codepipeline_gitlab_project\" \"app\" {\n  project = \"acme/app\"\n}\n";
    with_provider(&format!("{block}\n{gitlab}")) + data
}

#[test]
fn gitlab_is_reached_through_the_proxy_of_the_provider_block_or_of_the_environment() {
    let account = Account::open();
    for (argument, variable) in [
        (Some("https_proxy"), None),
        (Some("http_proxy"), None),
        (None, Some("HTTPS_PROXY")),
        (None, Some("https_proxy")),
        (None, Some("ALL_PROXY")),
        (Some("https_proxy"), Some("HTTPS_PROXY")),
    ] {
        let proxy = Proxy::start();
        let url = proxy.proxy.url.replace("http://", "http://user:s3cr3t-password@");
        let block = argument
            .map(|argument| format!("{argument} = {url:?}"))
            .unwrap_or_default();
        let mut workspace = Workspace::new(&account, &project(&block));
        if let Some(variable) = variable {
            let other = if argument.is_some() { "http://127.0.0.1:9" } else { &url };
            workspace.set_variable(variable, other);
        }
        workspace.plan().says("gitlab.example.invalid").says_not("s3cr3t");
        proxy.connected_only_to("gitlab.example.invalid");
    }
}

#[test]
fn the_error_of_a_proxy_a_certificate_or_a_url_of_gitlab_names_what_to_fix() {
    let account = Account::open();
    let project = "data \"codepipeline_gitlab_project\" \"app\" {\n  project = \"acme/app\"\n}\n";
    for (argument, url, says) in [
        ("https_proxy = \"http://\"", "", "https_proxy is not the URL of a proxy"),
        ("custom_ca_bundle = \"/nowhere/bundle.pem\"", "", "/nowhere/bundle.pem"),
        ("", "gitlab.example.com", "Fix base_url, or GITLAB_BASE_URL."),
    ] {
        let block = with_provider(&format!("skip_credentials_validation = true\n{argument}"));
        let mut workspace = Workspace::new(&account, &(block + project));
        workspace.set_variable("GITLAB_BASE_URL", url);
        let planned = workspace.plan();
        planned.fails().says("GitLab cannot be contacted").says(says);
        assert_eq!(planned.stderr.contains("GITLAB_BASE_URL"), !url.is_empty(), "{planned}");
    }
}

#[test]
fn no_proxy_applies_to_gitlab_too() {
    let account = Account::open();
    let proxy = Proxy::start();
    let block = format!("https_proxy = {:?}\nno_proxy = \"example.invalid\"", proxy.proxy.url);
    Workspace::new(&account, &project(&block))
        .plan()
        .says("gitlab.example.invalid");
    let mut workspace = Workspace::new(&account, &project(""));
    workspace.set_variable("HTTPS_PROXY", &proxy.proxy.url);
    workspace.set_variable("NO_PROXY", "example.invalid");
    workspace.plan().says("gitlab.example.invalid");
    assert_eq!(proxy.proxy.lines(), Vec::<String>::new());
}

#[test]
fn a_private_certificate_of_gitlab_is_refused_unless_the_bundle_contains_its_authority() {
    let account = Account::open();
    let runtime = Runtime::new().unwrap();
    let (url, pem) = runtime.block_on(private_server::private_server());
    let configuration = |block: &str| project(block).replace("https://gitlab.example.invalid", &url);
    let mut workspace = Workspace::new(&account, &configuration("insecure = true"));
    workspace.write("bundle.pem", &pem);
    workspace.plan().says("certificate").says("custom_ca_bundle");
    let bundle = workspace.path("bundle.pem").display().to_string();
    workspace.set_variable("AWS_CA_BUNDLE", &bundle);
    workspace
        .plan()
        .says_not("certificate")
        .says("does not respond like the GitLab API");
    workspace.unset_variable("AWS_CA_BUNDLE");
    workspace.configure(&configuration("custom_ca_bundle = \"~/bundle.pem\""));
    workspace
        .plan()
        .says_not("certificate")
        .says("does not respond like the GitLab API");
}

#[test]
fn a_certificate_authority_of_the_environment_is_trusted_for_aws() {
    let account = Account::open();
    let runtime = Runtime::new().unwrap();
    let (url, pem) = runtime.block_on(private_server::private_server());
    let block = format!("max_retries = 1\nendpoints {{\n  codeconnections = {url:?}\n}}");
    let data = "data \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";
    let mut workspace = Workspace::new(&account, &(with_provider(&block) + data));
    workspace.write("bundle.pem", &pem);
    let bundle = workspace.path("bundle.pem").display().to_string();
    workspace.set_variable("AWS_CA_BUNDLE", &bundle);
    workspace.plan().fails().says("Connection not found");
}

#[test]
fn the_environment_selects_fips_dual_stack_and_the_global_endpoint_of_sts() {
    let account = Account::open();
    let listed = "data \"codepipeline_pipelines\" \"all\" {}\n";
    let identity = with_provider("max_retries = 1\nallowed_account_ids = [\"111122223333\"]") + listed;
    let pipelines = with_provider("max_retries = 1\nskip_requesting_account_id = true") + listed;
    for (configuration, variables, host) in [
        (
            &pipelines,
            &[("AWS_USE_FIPS_ENDPOINT", "true")][..],
            "codepipeline-fips.us-east-1.amazonaws.com",
        ),
        (
            &pipelines,
            &[("AWS_USE_DUALSTACK_ENDPOINT", "true")],
            "codepipeline.us-east-1.api.aws",
        ),
        (
            &identity,
            &[("AWS_STS_REGIONAL_ENDPOINTS", "legacy")],
            "sts.amazonaws.com",
        ),
        (
            &identity,
            &[("AWS_STS_REGIONAL_ENDPOINTS", "regional")],
            "sts.us-east-1.amazonaws.com",
        ),
        (&identity, &[], "sts.us-east-1.amazonaws.com"),
    ] {
        let proxy = Proxy::start();
        let mut workspace = Workspace::new(&account, configuration);
        workspace.unset_variable("AWS_ENDPOINT_URL");
        workspace.set_variable("AWS_REGION", "us-east-1");
        workspace.set_variable("HTTPS_PROXY", &proxy.proxy.url);
        for (name, value) in variables {
            workspace.set_variable(name, value);
        }
        workspace.plan().fails();
        proxy.connected_only_to(host);
    }
}

#[test]
fn fips_in_a_region_without_it_is_one_error_at_plan() {
    let account = Account::open();
    let mut workspace = Workspace::new(
        &account,
        &(with_provider("use_fips_endpoint = true") + "data \"codepipeline_pipelines\" \"all\" {}\n"),
    );
    workspace.unset_variable("AWS_ENDPOINT_URL");
    let planned = workspace.plan();
    planned
        .fails()
        .says("AWS does not document a FIPS endpoint for CodePipeline in eu-west-1")
        .says("set use_fips_endpoint to false");
    assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
}

#[test]
fn the_attempts_of_a_call_are_those_of_the_provider_block_of_the_environment_or_of_the_profile() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "ListPipelines", "kind": "throttle", "times": 0 }));
    let listed = "data \"codepipeline_pipelines\" \"all\" {}\n";
    let mut workspace = Workspace::new(&account, "");
    workspace.write(".aws/config", "[default]\nmax_attempts = 1\nretry_mode = adaptive\n");
    workspace.write(
        ".aws/credentials",
        "[default]\naws_access_key_id = test\naws_secret_access_key = test\n",
    );
    for (block, variable, attempts) in [
        ("", None, 1),
        ("", Some("2"), 2),
        ("max_retries = 3\nretry_mode = \"standard\"", Some("2"), 3),
    ] {
        workspace.configure(&(with_provider(block) + listed));
        if let Some(attempts) = variable {
            workspace.set_variable("AWS_MAX_ATTEMPTS", attempts);
        }
        account.forget_calls();
        workspace.plan().fails().says("ThrottlingException").says("adaptive");
        assert_eq!(account.count("ListPipelines"), attempts, "{block}");
    }
}

#[test]
fn every_request_to_aws_and_gitlab_names_terraform_the_provider_and_the_appended_products() {
    let account = Account::open();
    let recorder = Recorder::before(account.url());
    let gitlab = GitLab::with(vec![Project::new(7, "acme/app")]);
    let role = "assume_role {\n  role_arn = \"arn:aws:iam::111122223333:role/deploy\"\n}";
    let block = format!("{role}\ngitlab {{\n  base_url = {:?}\n}}", gitlab.fake.url());
    let data = "data \"codepipeline_gitlab_project\" \"app\" {\n  project = \"acme/app\"\n}\n";
    let made = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\ndata \"codepipeline_pipelines\" \"all\" {}\n";
    let mut workspace = gitlab.workspace(&account, &(with_provider(&block) + data + made));
    workspace.set_variable("AWS_ENDPOINT_URL", recorder.url());
    let printed = workspace.run(&["version"]).stdout.clone();
    // OpenTofu reports the version of a similar Terraform to providers.
    let version = printed.strip_prefix("Terraform v").and_then(|rest| rest.lines().next());
    let products = format!(
        " (+https://www.terraform.io) terraform-provider-codepipeline/{} \
         (+https://registry.terraform.io/providers/gitlab-aws/codepipeline)",
        env!("CARGO_PKG_VERSION"),
    );
    let after_terraform = |header: &str| {
        let (terraform, rest) = header.split_at(header.find(' ').unwrap());
        let found = terraform.strip_prefix("Terraform/").unwrap();
        assert_eq!(found, version.unwrap_or(found), "{header}");
        rest.to_owned()
    };
    for (appended, expected) in [
        (None, ""),
        (Some("acme-ci/1.0 (job 7)"), " acme-ci/1.0 (job 7)"),
        (Some("a\u{1}\u{e9}b"), " ab"),
    ] {
        if let Some(appended) = appended {
            workspace.set_variable("TF_APPEND_USER_AGENT", appended);
        }
        recorder.take();
        gitlab.fake.edit(|contents| contents.calls.clear());
        workspace.plan().plans(1, 0, 0);
        let requests = recorder.take();
        let called = |operation: &str| requests.iter().any(|request| request.operation() == operation);
        assert!(called("AssumeRole") && called("ListConnections") && called("ListPipelines"));
        let to_aws = requests.iter().map(|request| request.header("user-agent").to_owned());
        let calls = gitlab.fake.calls();
        assert!(!calls.is_empty());
        let to_gitlab = calls
            .iter()
            .map(|call| call.headers["user-agent"].to_str().unwrap().to_owned());
        for header in to_gitlab {
            assert_eq!(after_terraform(&header), format!("{products}{expected}"));
        }
        for header in to_aws {
            assert!(
                after_terraform(&header).starts_with(&format!("{products}{expected} aws-sdk-rust/")),
                "{header}"
            );
        }
    }
}
