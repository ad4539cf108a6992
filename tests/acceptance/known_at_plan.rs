//! Values and findings in a plan: existing objects, missing objects, and the provider type of a connection.

use codepipeline_emulator_testing::pipelines::{REPOSITORY, gitlab_declaration, gitlab_pipeline};

use serde_json::json;

use super::source_action::{foreign, source_action};
use crate::support::{account::Account, workspace::Workspace};

const MISSING: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const CONNECTION: &str = "resource \"codepipeline_connection\" \"new\" {\n  name = \"new\"\n}\n";

/// A pipeline whose source has this repository.
fn pipeline_of(connection: &str, repository: &str) -> String {
    gitlab_pipeline("web", connection, "").replace(REPOSITORY, repository)
}

/// A source action with a connection that the same plan creates.
fn behind_a_new_connection(extra: &str) -> String {
    let source = source_action("charts", "ARN", extra).replace("\"ARN\"", "codepipeline_connection.new.arn");
    format!("{CONNECTION}{source}")
}

#[test]
fn a_path_that_is_invalid_in_gitlab_is_one_error_at_plan_if_the_connection_is_known() {
    let account = Account::open();
    let arn = account.create_connection("gitlab");
    let workspace = Workspace::new(&account, &pipeline_of(&format!("{arn:?}"), "api/charts"));
    workspace.validate().succeeds().says_not("api/charts");
    let planned = workspace.plan();
    planned.fails().says("Invalid repository path").says_not("may not be");
    assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
}

#[test]
fn a_path_that_may_be_invalid_is_one_warning_at_plan_that_names_the_source_action() {
    let account = Account::open();
    let doubtful = format!(
        "{CONNECTION}{}",
        pipeline_of("codepipeline_connection.new.arn", "api/charts")
    );
    let workspace = Workspace::new(&account, &doubtful);
    workspace.validate().succeeds().says_not("api/charts");
    let planned = workspace.plan();
    planned
        .plans(2, 0, 0)
        .says("\"api/charts\" may not be a valid repository path (source action \"GitLab\")")
        .says("The apply reads it, and fails before it changes anything");
    assert_eq!(planned.stdout.matches("may not be").count(), 1, "{planned}");
    workspace.apply().fails().says("Invalid repository path");
    assert_eq!(account.count("CreatePipeline"), 0);
}

#[test]
fn a_path_in_an_unchanged_source_blocks_no_other_change() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let mut declaration = gitlab_declaration("web", &arn);
    declaration["stages"][0]["actions"][0]["configuration"]["FullRepositoryId"] = "api/charts".into();
    account.create_pipeline(&declaration);
    let configuration = pipeline_of(&format!("{arn:?}"), "api/charts");
    let workspace = Workspace::new(&account, &configuration);
    workspace.import("codepipeline_pipeline.web", "web").succeeds();
    workspace.configure(&configuration.replace(
        "name     = \"web\"",
        "name     = \"web\"\n  tags     = { team = \"core\" }",
    ));
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
}

#[test]
fn a_pipeline_whose_name_is_taken_is_a_warning_at_plan_with_the_import_block() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &arn));
    let workspace = Workspace::new(&account, &gitlab_pipeline("web", &format!("{arn:?}"), ""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("The pipeline \"web\" already exists in eu-west-1")
        .says("id = \"web@eu-west-1\"");
    workspace.apply().fails().says("The pipeline \"web\" already exists");
    assert_eq!(account.pipeline("web")["version"], 1);
}

#[test]
fn renaming_a_pipeline_to_a_taken_name_is_an_error_before_anything_is_destroyed() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("site", &arn));
    let configuration = gitlab_pipeline("web", &format!("{arn:?}"), "");
    let workspace = Workspace::new(&account, &configuration);
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&configuration.replace("name     = \"web\"", "name     = \"site\""));
    workspace.plan().fails().says("The pipeline \"site\" already exists");
    workspace.configure(&configuration);
    workspace
        .plan_with(&["-replace=codepipeline_pipeline.web"])
        .plans(1, 0, 1)
        .says_not("already exists");
}

#[test]
fn a_source_action_in_a_pipeline_that_does_not_exist_is_a_warning_at_plan() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("Pipeline \"release\" not found in eu-west-1");
    workspace
        .apply()
        .fails()
        .says("Pipeline \"release\" not found in eu-west-1");
    let owner = gitlab_pipeline(
        "release",
        &format!("{arn:?}"),
        "lifecycle {\n  ignore_changes = [stage, trigger]\n}",
    );
    let referring = source_action("charts", &arn, "").replace("\"release\"", "codepipeline_pipeline.release.name");
    workspace.configure(&format!("{owner}{referring}"));
    workspace.plan().plans(2, 0, 0).says_not("not found in eu-west-1");
    workspace.apply().applied(2, 0, 0);
}

#[test]
fn moving_a_source_action_to_a_pipeline_that_cannot_take_it_is_an_error_at_plan() {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    workspace.apply().applied(1, 0, 0);
    let moved = source_action("charts", &arn, "").replace("\"release\"", "\"other\"");
    workspace.configure(&moved);
    workspace
        .plan()
        .fails()
        .says("Pipeline \"other\" not found in eu-west-1");
    let mut other = gitlab_declaration("other", &arn);
    other["stages"][0]["actions"][0]["name"] = "charts".into();
    account.create_pipeline(&other);
    workspace
        .plan()
        .fails()
        .says("The pipeline \"other\" already has a source action \"charts\"")
        .says("id = \"other/Source/charts@eu-west-1\"");
    assert_eq!(account.pipeline("release")["stages"][0]["actions"][1]["name"], "charts");
}

#[test]
fn a_conflict_with_the_pipeline_is_a_warning_at_plan_even_before_the_connection_exists() {
    let (account, _) = foreign();
    for (from, to, said) in [
        (
            "= \"charts\"",
            "= \"Templates\"",
            "already has a source action \"Templates\"",
        ),
        (
            "output_artifact    = \"charts\"",
            "output_artifact    = \"templates\"",
            "templates",
        ),
        (
            "branch_name",
            "stage_name = \"Start\"\n  branch_name",
            "\"Start\" is not the first stage",
        ),
    ] {
        let workspace = Workspace::new(&account, &behind_a_new_connection("").replace(from, to));
        workspace.plan().plans(2, 0, 0).says("Warning: ").says(said);
    }
    let workspace = Workspace::new(&account, &behind_a_new_connection(""));
    workspace
        .plan()
        .plans(2, 0, 0)
        .says_not("codepipeline_source_action.charts,");
}

#[test]
fn a_connection_arn_without_a_connection_is_an_error_at_plan_everywhere() {
    let (account, _) = foreign();
    for configuration in [
        gitlab_pipeline("web", &format!("{MISSING:?}"), ""),
        source_action("charts", MISSING, ""),
        format!("resource \"codepipeline_handshake\" \"web\" {{\n  connection_arn = {MISSING:?}\n}}\n"),
        format!("data \"codepipeline_connection\" \"web\" {{\n  arn = {MISSING:?}\n}}\n"),
    ] {
        Workspace::new(&account, &configuration)
            .plan()
            .fails()
            .says(MISSING)
            .says("does not exist");
    }
}

#[test]
fn a_connection_under_the_arn_of_the_other_api_is_named() {
    let (account, arn) = foreign();
    let other = arn.replace("codeconnections", "codestar-connections");
    for configuration in [
        gitlab_pipeline("web", &format!("{other:?}"), ""),
        source_action("charts", &other, ""),
        format!("resource \"codepipeline_handshake\" \"web\" {{\n  connection_arn = {other:?}\n}}\n"),
        format!("data \"codepipeline_connection\" \"web\" {{\n  arn = {other:?}\n}}\n"),
    ] {
        Workspace::new(&account, &configuration)
            .plan()
            .fails()
            .says(&format!("It exists under the ARN of the other API: write {arn}."));
    }
}

/// A connection and a handshake that refer to a host by its ARN.
fn uses_of_a_host(arn: &str) -> [String; 2] {
    [
        format!("resource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n  host_arn = {arn:?}\n}}\n"),
        format!("resource \"codepipeline_handshake\" \"web\" {{\n  host_arn = {arn:?}\n}}\n"),
    ]
}

#[test]
fn a_host_arn_without_a_host_is_an_error_at_plan_everywhere() {
    let account = Account::open();
    let arn = "arn:aws:codeconnections:eu-west-1:111122223333:host/gone-0a1b2c3d";
    for configuration in uses_of_a_host(arn) {
        let planned = Workspace::new(&account, &configuration).plan();
        planned
            .fails()
            .says(&format!("The host {arn} does not exist"))
            .says("AWS chooses the ARN of a new host");
        assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
    }
}

#[test]
fn a_host_under_the_arn_of_the_other_api_is_named() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    for configuration in uses_of_a_host(&arn.replace("codeconnections", "codestar-connections")) {
        Workspace::new(&account, &configuration)
            .plan()
            .fails()
            .says(&format!("It exists under the ARN of the other API: write {arn}."));
    }
}

#[test]
fn a_connection_whose_host_does_not_exist_is_neither_an_error_nor_blocks_a_destroy() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    let [connection, _] = uses_of_a_host(&arn);
    let workspace = Workspace::new(&account, &connection);
    workspace.apply().applied(1, 0, 0);
    account.add_fault(json!({
        "operation": "GetHost", "kind": "error", "class": "ResourceNotFoundException", "status": 400, "times": 0,
    }));
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
}

#[test]
fn an_unchanged_pipeline_without_its_connection_is_neither_an_error_nor_blocks_a_destroy() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &gitlab_pipeline("web", &format!("{arn:?}"), ""));
    workspace.apply().applied(1, 0, 0);
    account.ask("codeconnections", "DeleteConnection", json!({ "ConnectionArn": arn }));
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
}

#[test]
fn a_configuration_key_that_is_null_is_not_said_to_be_missing() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &gitlab_pipeline("web", "one([])", ""));
    workspace
        .validate()
        .fails()
        .says("ConnectionArn is null")
        .says_not("Missing ConnectionArn");
    workspace.configure("resource \"codepipeline_handshake\" \"web\" {\n  connection_arn = one([])\n}\n");
    workspace
        .validate()
        .fails()
        .says("`connection_arn` and `host_arn` are null or omitted");
}
