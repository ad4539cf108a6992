//! `terraform query`: what an account contains, as a list and as configuration.

use codepipeline_emulator_testing::pipelines::{REPOSITORY, gitlab_declaration};
use serde_json::json;

use super::realistic_pipelines::{as_in_the_console, create, recorded};
use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    outcome::Outcome,
    workspace::Workspace,
};

/// Everything that can be listed.
const EVERYTHING: &str = r#"
list "codepipeline_connection" "connection" {
  provider = codepipeline
}

list "codepipeline_host" "host" {
  provider = codepipeline
}

list "codepipeline_pipeline" "pipeline" {
  provider = codepipeline
}

list "codepipeline_source_action" "source" {
  provider = codepipeline
}

list "codepipeline_stage_transition" "transition" {
  provider = codepipeline
}
"#;

/// A workspace without a configuration, with these lists.
fn workspace(account: &Account, lists: &str) -> Workspace {
    let workspace = Workspace::new(account, "");
    workspace.write("account.tfquery.hcl", lists);
    workspace
}

/// Creates a connection `gitlab`, a connection on the host `internal`, and a pipeline `web` whose build is stopped.
fn fill(account: &Account) -> String {
    let connection = account.create_available_connection("gitlab");
    let host = account.create_host("internal");
    let on_host = json!({ "ConnectionName": "internal", "HostArn": host });
    account.ask("codeconnections", "CreateConnection", on_host);
    account.create_pipeline(&gitlab_declaration("web", &connection));
    disable(account, "web", "Build");
    connection
}

fn disable(account: &Account, pipeline: &str, stage: &str) {
    let input = json!({
        "pipelineName": pipeline, "stageName": stage, "transitionType": "Inbound", "reason": "Change freeze",
    });
    account.ask("codepipeline", "DisableStageTransition", input);
}

#[test]
fn a_query_lists_what_the_account_contains() {
    let account = Account::open();
    let connection = fill(&account);
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let workspace = workspace(&account, EVERYTHING);
    let found = workspace.query(&[]);
    found.succeeds();
    for (list, identity, name) in [
        (
            "connection.connection",
            format!("arn={connection}"),
            "gitlab (GitLab, AVAILABLE)",
        ),
        (
            "connection.connection",
            "arn=".to_owned(),
            "internal (GitLabSelfManaged, PENDING)",
        ),
        (
            "host.host",
            "arn=".to_owned(),
            "internal (https://internal.example.com, PENDING)",
        ),
        (
            "pipeline.pipeline",
            "account_id=111122223333,name=web,region=eu-west-1".to_owned(),
            "web (V2)",
        ),
        (
            "source_action.source",
            "account_id=111122223333,name=GitLab,pipeline_name=web,region=eu-west-1".to_owned(),
            &format!("web/Source/GitLab ({REPOSITORY}, main)"),
        ),
        (
            "stage_transition.transition",
            "account_id=111122223333,pipeline_name=web,region=eu-west-1,stage_name=Build".to_owned(),
            "web/Build (Change freeze)",
        ),
    ] {
        let is_shown = |line: &str| {
            line.starts_with(&format!("list.codepipeline_{list} ")) && line.contains(&identity) && line.ends_with(name)
        };
        assert!(found.stdout.lines().any(is_shown), "{list} {identity} {name}\n{found}");
    }
    assert_eq!(account.count("GetConnection"), 0);
}

#[test]
fn an_account_managed_in_the_console_is_queried_imported_and_planned_in_three_commands() {
    let account = Account::open();
    let connection = fill(&account);
    let recorded = recorded(&connection);
    let mut pipelines = 1;
    for copy in 0..2 {
        for pipeline in recorded.values() {
            let mut declaration = as_in_the_console(&pipeline["declaration"]);
            declaration["name"] = json!(format!("{}-{copy}", declaration["name"].as_str().unwrap()));
            create(&account, pipeline, &declaration);
            pipelines += 1;
        }
    }
    assert!(pipelines >= 30, "{pipelines}");
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let lists = EVERYTHING.split("list \"codepipeline_source_action\"").next().unwrap();
    let workspace = workspace(&account, lists);
    let before = account.content();
    workspace.query(&["-generate-config-out=generated.tf"]).succeeds();
    workspace.run(&["fmt", "-check", "generated.tf"]).succeeds();
    workspace.validate().succeeds();
    workspace.plan().plans(0, 0, 0);
    workspace
        .apply()
        .applied(0, 0, 0)
        .says(&format!("{} imported", pipelines + 3));
    workspace.plan().has_no_changes();
    assert_eq!(account.content(), before);
}

#[test]
fn source_actions_and_disabled_transitions_are_queried_imported_and_planned() {
    let account = Account::open();
    let connection = fill(&account);
    let mut declaration = as_in_the_console(&gitlab_declaration("console", &connection));
    declaration["triggers"] = json!([{
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": { "sourceActionName": "GitLab", "push": [{ "tags": { "includes": ["v*"] } }] },
    }]);
    account.create_pipeline(&declaration);
    disable(&account, "console", "Build");
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let lists = r#"
list "codepipeline_connection" "gitlab" {
  provider = codepipeline

  config {
    name_regex = "^gitlab$"
  }
}

list "codepipeline_source_action" "source" {
  provider = codepipeline

  config {
    connection_arn = list.codepipeline_connection.gitlab.data[0].identity.arn
  }
}

list "codepipeline_stage_transition" "transition" {
  provider = codepipeline
}
"#;
    let workspace = workspace(&account, lists);
    let before = account.content();
    workspace.query(&["-generate-config-out=generated.tf"]).succeeds();
    workspace.run(&["fmt", "-check", "generated.tf"]).succeeds();
    workspace.plan().plans(0, 0, 0);
    workspace.apply().applied(0, 0, 0).says("5 imported");
    workspace.plan().has_no_changes();
    assert_eq!(account.content(), before);
}

#[test]
fn a_query_that_selects_nothing_reports_what_it_looked_for() {
    let account = Account::open();
    fill(&account);
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let lists = r#"
list "codepipeline_pipeline" "none" {
  provider = codepipeline

  config {
    name_regex = "^nothing$"
  }
}
"#;
    let nothing = workspace(&account, lists);
    nothing
        .query(&[])
        .succeeds()
        .says("No pipelines found in eu-west-1")
        .says("None of the pipelines in eu-west-1 matches (1 searched).")
        .says("name_regex = \"^nothing$\"");
    nothing.write("account.tfquery.hcl", &lists.replace("^nothing$", "("));
    nothing.query(&[]).fails().says("Malformed regular expression");
}

#[test]
fn a_denied_list_is_an_error_that_names_the_permission_and_a_denied_pipeline_is_a_warning() {
    let account = Account::open();
    let connection = fill(&account);
    account.create_pipeline(&gitlab_declaration("api", &connection));
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let workspace = workspace(
        &account,
        "list \"codepipeline_source_action\" \"all\" {\n  provider = codepipeline\n}\n",
    );
    account.add_fault(json!({ "operation": "GetPipeline", "kind": "deny" }));
    let found = workspace.query(&[]);
    found
        .succeeds()
        .says("Cannot read the pipeline")
        .says("Allow codepipeline:GetPipeline");
    let lines = found
        .stdout
        .lines()
        .filter(|line| line.starts_with("list.codepipeline_source_action.all"));
    assert_eq!(lines.count(), 1, "{found}");
    account.add_fault(json!({ "operation": "ListPipelines", "kind": "deny" }));
    workspace.query(&[]).fails().says("Allow codepipeline:ListPipelines");
}

#[test]
fn a_query_that_ends_at_the_default_limit_warns() {
    let account = Account::open();
    for number in 0..101 {
        account.create_connection(&format!("c-{number}"));
    }
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let list = "list \"codepipeline_connection\" \"all\" {\n  provider = codepipeline\n}\n";
    let workspace = workspace(&account, list);
    let warning = "The list ends at the default limit of 100";
    let count = |found: &Outcome| found.stdout.lines().filter(|line| line.starts_with("list.")).count();
    let found = workspace.query(&[]);
    found.succeeds().says(warning);
    assert_eq!(count(&found), 100, "{found}");
    workspace.write("account.tfquery.hcl", &list.replace("}", "  limit    = 1000\n}"));
    let found = workspace.query(&[]);
    found.succeeds().says_not(warning);
    assert_eq!(count(&found), 101, "{found}");
}

#[test]
fn a_failure_after_a_warning_is_an_error() {
    let account = Account::open();
    for number in 0..101 {
        account.create_connection(&format!("c-{number}"));
    }
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let list = "list \"codepipeline_connection\" \"all\" {\n  provider         = codepipeline\n  limit            = \
                1000\n  include_resource = true\n}\n";
    let workspace = workspace(&account, list);
    account.add_fault(json!({ "operation": "GetConnection", "kind": "deny" }));
    let found = workspace.query(&[]);
    found.succeeds().says("Cannot read the connection");
    let lines = found
        .stdout
        .lines()
        .filter(|line| line.starts_with("list.codepipeline_connection.all"));
    assert_eq!(lines.count(), 100, "{found}");
    account.add_fault(json!({ "operation": "GetConnection", "kind": "deny" }));
    account.add_fault(json!({ "operation": "ListConnections", "kind": "deny", "after": 1 }));
    workspace
        .query(&[])
        .fails()
        .says("Allow codeconnections:ListConnections");
}

#[test]
fn an_interrupted_query_is_an_error_and_generates_no_part_of_a_list() {
    let account = Account::open();
    fill(&account);
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let workspace = workspace(&account, EVERYTHING);
    account.add_fault(json!({ "operation": "ListPipelines", "kind": "pause", "times": 0 }));
    let query = workspace.start(&["query", "-no-color", "-generate-config-out=generated.tf"]);
    account.wait_for_calls("ListPipelines", 1);
    query.interrupt();
    query.finish().fails();
    // Terraform 1.16 writes the lists that have ended.
    let generated = std::fs::read_to_string(workspace.path("generated.tf")).unwrap_or_default();
    assert!(!generated.contains("codepipeline_pipeline"), "{generated}");
}

#[test]
fn an_older_command_line_refuses_no_configuration_because_of_a_query_file() {
    let account = Account::open();
    let workspace = workspace(&account, EVERYTHING);
    workspace.configure("resource \"codepipeline_connection\" \"main\" {\n  name = \"main\"\n}\n");
    workspace.apply().applied(1, 0, 0);
    workspace.plan().has_no_changes();
}
