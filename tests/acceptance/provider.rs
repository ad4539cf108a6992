//! The provider block.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use crate::support::{account::Account, workspace::Workspace};

fn with_provider(block: &str) -> String {
    format!(
        "provider \"codepipeline\" {{\n{block}\n}}\nresource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n}}\n"
    )
}

/// One resource of every kind that can stand beside the connection `web` of [`with_provider`].
fn the_others_beside_a_connection() -> String {
    let connection = "codepipeline_handshake.web.connection_arn";
    let made = format!(
        r#"
resource "codepipeline_handshake" "web" {{ connection_arn = codepipeline_connection.web.arn }}

resource "codepipeline_host" "git" {{
  name              = "git"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"
}}

resource "codepipeline_source_action" "charts" {{
  pipeline_name      = codepipeline_pipeline.release.name
  name               = "charts"
  connection_arn     = {connection}
  full_repository_id = "acme/platform/charts"
  branch_name        = "main"
  output_artifact    = "charts"
}}
"#
    );
    let shared = "  lifecycle {\n    ignore_changes = [stage, trigger]\n  }";
    made + &gitlab_pipeline("release", connection, shared)
}

#[test]
fn without_a_region_the_error_says_where_it_was_looked_for() {
    let account = Account::open();
    let mut workspace = Workspace::new(&account, &with_provider(""));
    workspace.unset_variable("AWS_REGION");
    workspace
        .plan()
        .fails()
        .says("No AWS region is configured")
        .says("AWS_REGION");
    assert_eq!(account.calls(), []);
}

#[test]
fn wrong_keys_are_an_error_at_plan_with_awss_words_and_their_source() {
    let account = Account::open();
    let workspace = Workspace::new(
        &account,
        &with_provider("access_key = \"test\"\nsecret_key = \"wrong\""),
    );
    workspace
        .plan()
        .fails()
        .says("AWS rejects the credentials")
        .says("InvalidSignatureException")
        .says("The credentials come from the provider block.")
        .says("aws sts get-caller-identity");
    assert_eq!(account.connections(), Vec::<serde_json::Value>::new());
}

#[test]
fn without_credentials_the_error_says_so_and_nothing_waits() {
    let account = Account::open();
    let mut workspace = Workspace::new(&account, &with_provider(""));
    workspace.unset_variable("AWS_ACCESS_KEY_ID");
    workspace.unset_variable("AWS_SECRET_ACCESS_KEY");
    workspace.apply().fails().says("credentials");
}

#[test]
fn a_malformed_region_and_an_endpoint_without_a_scheme_are_errors_with_the_fix() {
    let account = Account::open();
    let workspace = Workspace::new(&account, "");
    for argument in ["region", "sts_region"] {
        workspace.configure(&with_provider(&format!("{argument} = \"EU (Ireland)\"")));
        workspace
            .validate()
            .fails()
            .says("\"EU (Ireland)\" is not the code of an AWS region. Use a code such as eu-west-1.");
    }
    for lifted in ["skip_region_validation = true", "skip_checks = [\"CPGL010\"]"] {
        workspace.configure(&with_provider(&format!("region = \"local\"\n{lifted}")));
        workspace.validate().succeeds();
    }
    workspace.configure(&with_provider("endpoints {\n  codepipeline = \"localhost:4566\"\n}"));
    workspace
        .validate()
        .fails()
        .says("it has no scheme: write http://localhost:4566.");
    workspace.configure("resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n  region = \"\"\n}\n");
    workspace.plan().fails().says("Malformed region");
    assert_eq!(account.calls(), []);
}

#[test]
fn an_endpoint_that_refuses_and_one_that_is_not_aws_are_told_apart() {
    let account = Account::open();
    let refused = with_provider("max_retries = 1\nendpoints {\n  codeconnections = \"http://127.0.0.1:9\"\n}");
    let workspace = Workspace::new(&account, &refused);
    workspace
        .plan()
        .fails()
        .says("AWS cannot be reached")
        .says("127.0.0.1:9")
        .says("endpoints");
    let url = format!("{}/console", account.url());
    workspace.configure(&with_provider(&format!(
        "max_retries = 1\nendpoints {{\n  codeconnections = \"{url}\"\n}}"
    )));
    workspace
        .plan()
        .fails()
        .says("Not an AWS endpoint")
        .says("does not respond like AWS");
}

#[test]
fn roles_are_assumed_one_after_the_other() {
    let account = Account::open();
    let roles = "assume_role {\n  role_arn = \"arn:aws:iam::111122223333:role/first\"\n}\nassume_role {\n  role_arn = \
                 \"arn:aws:iam::111122223333:role/second\"\n  session_name = \"terraform\"\n}";
    let workspace = Workspace::new(&account, &with_provider(roles));
    account.forget_calls();
    workspace.plan().plans(1, 0, 0);
    assert_eq!(account.count("AssumeRole"), 2);
    workspace.apply().applied(1, 0, 0);
}

#[test]
fn an_account_that_is_not_allowed_is_refused_before_anything_is_created() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &with_provider("allowed_account_ids = [\"999999999999\"]"));
    workspace.apply().fails().says("111122223333");
    workspace.configure(&with_provider("forbidden_account_ids = [\"111122223333\"]"));
    workspace.apply().fails().says("111122223333");
    assert_eq!(account.connections(), Vec::<serde_json::Value>::new());
    workspace.configure(&with_provider("allowed_account_ids = [\"111122223333\"]"));
    workspace.apply().applied(1, 0, 0);
}

#[test]
fn a_region_that_is_not_known_yet_lets_resources_plan_and_data_sources_say_what_to_do() {
    let account = Account::open();
    let late = "resource \"terraform_data\" \"region\" {\n  input = \"eu-west-1\"\n}\n";
    let every = with_provider("region = terraform_data.region.output") + &the_others_beside_a_connection();
    let configuration = format!("{late}{every}");
    let workspace = Workspace::new(&account, &configuration);
    workspace.plan().plans(6, 0, 0);
    let running = workspace.start_apply();
    account.set_connection_status(&account.wait_for_connection("web"), "AVAILABLE");
    running.finish().applied(6, 0, 0);
    workspace.plan().has_no_changes();
    let again = configuration.replace(
        "input = \"eu-west-1\"",
        "input = \"eu-west-1\"\n  triggers_replace = [1]",
    );
    workspace.configure(&again);
    let planned = workspace.plan();
    planned.plans(1, 0, 1);
    let warning = "Nothing was refreshed: the provider's configuration is not known yet";
    assert_eq!(planned.stdout.matches(warning).count(), 1, "{planned}");
    planned.says_not("more similar warning");
    let data = "data \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";
    workspace.configure(&format!("{again}{data}"));
    workspace.plan().fails().says("`region`").says("-target");
}

#[test]
fn an_import_while_the_region_is_not_known_yet_is_an_error_and_plans_no_destruction() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let late = "resource \"terraform_data\" \"region\" {\n  input = \"eu-west-1\"\n}\n";
    let import = format!("import {{\n  to = codepipeline_connection.web\n  id = \"{arn}\"\n}}\n");
    let configuration = format!("{late}{}", with_provider("region = terraform_data.region.output"));
    let workspace = Workspace::new(&account, &format!("{configuration}{import}"));
    workspace
        .plan()
        .fails()
        .says("The provider's configuration is not known yet")
        .says("`region`")
        .says("-target");
    workspace
        .apply_with(&["-target=terraform_data.region"])
        .applied(1, 0, 0);
    workspace.apply().succeeds();
    assert_eq!(
        workspace.addresses(),
        ["codepipeline_connection.web", "terraform_data.region"]
    );
    assert_eq!(account.connections().len(), 1);
}

#[test]
fn a_silent_metadata_service_costs_one_timeout_and_one_error() {
    let account = Account::open();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let many = "provider \"codepipeline\" {\n  region = \"eu-west-1\"\n}\nresource \"codepipeline_connection\" \"web\" {\n  \
                count = 10\n  name = \"web-${count.index}\"\n}\n";
    let mut workspace = Workspace::new(&account, many);
    workspace.apply().applied(10, 0, 0);
    workspace.unset_variable("AWS_ACCESS_KEY_ID");
    workspace.unset_variable("AWS_SECRET_ACCESS_KEY");
    workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    let address = format!("http://{}", silent.local_addr().unwrap());
    workspace.set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", &address);
    let started = std::time::Instant::now();
    let outcome = workspace.plan();
    outcome.fails();
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    let errors = outcome.stderr.matches("Error: ").count();
    assert_eq!(errors, 1, "{outcome}");
}

#[test]
fn a_gitlab_that_is_not_known_yet_is_not_asked_and_everything_else_plans() {
    let account = Account::open();
    let late = "resource \"terraform_data\" \"token\" {\n  input = \"glpat-0\"\n}\n";
    let block = "skip_checks = [terraform_data.token.id, \"CPGL010\"]\ngitlab {\n  preflight = \"enforce\"\n  token = \
                 terraform_data.token.output\n}";
    let workspace = Workspace::new(&account, &format!("{late}{}", with_provider(block)));
    workspace.plan().plans(2, 0, 0).says_not("Nothing was refreshed");
    let data = "data \"codepipeline_gitlab_project\" \"app\" {\n  project = \"acme/app\"\n}\n";
    workspace.configure(&format!("{late}{data}{}", with_provider(block)));
    workspace
        .plan()
        .fails()
        .says("GitLab cannot be contacted")
        .says("is known only after apply");
}
