//! Objects that an interrupted apply has left outside the state.

use codepipeline_emulator_testing::pipelines::{
    foreign_declaration, gitlab_declaration, gitlab_pipeline, gitlab_source,
};
use serde_json::{Value, json};

use super::source_action::source_action;
use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    outcome::{Outcome, import_blocks},
    workspace::Workspace,
};

const TOGETHER: &str = "objects already exist";

fn connection(name: &str) -> String {
    format!("resource \"codepipeline_connection\" \"{name}\" {{\n  name = \"{name}\"\n}}\n")
}

fn host(name: &str) -> String {
    format!(
        "resource \"codepipeline_host\" \"{name}\" {{\n  name = \"{name}\"\n  provider_type = \"GitLabSelfManaged\"\n  \
         provider_endpoint = \"https://{name}.example.com\"\n}}\n"
    )
}

/// A pipeline without a connection.
fn pipeline(name: &str) -> String {
    format!(
        r#"
resource "codepipeline_pipeline" "{name}" {{
  name     = "{name}"
  role_arn = "arn:aws:iam::111122223333:role/pipeline"

  artifact_store {{
    location = "acme-artifacts"
    type     = "S3"
  }}

  stage {{
    name = "Source"

    action {{
      name             = "Templates"
      category         = "Source"
      owner            = "AWS"
      provider         = "S3"
      version          = "1"
      output_artifacts = ["templates"]
      configuration    = {{ S3Bucket = "acme-templates", S3ObjectKey = "all.zip" }}
    }}
  }}

  stage {{
    name = "Build"

    action {{
      name            = "Build"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["templates"]
      configuration   = {{ ProjectName = "app" }}
    }}
  }}
}}
"#
    )
}

/// Asserts that one diagnostic names `count` objects with their import blocks, and that no other one has any.
#[track_caller]
fn names_all(outcome: &Outcome, count: usize) -> String {
    outcome
        .says(&format!("{count} {TOGETHER}"))
        .says("write a `moved` block instead");
    let blocks = outcome.import_blocks();
    assert_eq!(blocks.len(), count, "{outcome}");
    blocks.concat()
}

/// Applies the last plan, whose warnings were shown before.
fn apply_plan(workspace: &Workspace) -> Outcome {
    workspace.run(&["apply", "-input=false", "-no-color", "tfplan"])
}

#[test]
fn the_objects_of_a_killed_apply_are_named_in_one_error_with_all_import_blocks() {
    let account = Account::open();
    let objects = [
        ["gitlab", "charts", "tools"].map(connection).concat(),
        ["git", "code"].map(host).concat(),
        ["web", "api"].map(pipeline).concat(),
    ];
    let workspace = Workspace::new(&account, &objects.concat());
    // After each creation the object is read: the apply waits there, and is killed. The plans read each pipeline too.
    for (operation, after) in [("GetConnection", 0), ("GetHost", 0), ("GetPipeline", 4)] {
        account.add_fault(json!({ "operation": operation, "kind": "pause", "after": after, "times": 0 }));
    }
    let apply = workspace.start_apply();
    for (operation, count) in [("CreateConnection", 3), ("CreateHost", 2), ("CreatePipeline", 2)] {
        account.wait_for_calls(operation, count);
    }
    drop(apply);
    account.clear_faults();
    assert_eq!(workspace.addresses(), Vec::<String>::new());
    let before = account.content();
    let plan = workspace.plan();
    plan.plans(7, 0, 0);
    names_all(&plan, 7);
    let apply = apply_plan(&workspace);
    apply.fails();
    let imports = names_all(&apply, 7);
    workspace.write("imports.tf", &imports);
    workspace.plan().plans(0, 0, 0);
    workspace.apply().applied(0, 0, 0);
    workspace.remove("imports.tf");
    workspace.plan().has_no_changes();
    assert_eq!(account.content(), before);
    workspace.destroy().succeeds();
    account.is_empty();
}

#[test]
fn more_existing_objects_than_terraform_creates_at_once_are_named_in_one_error() {
    let account = Account::open();
    let names: Vec<String> = (0..25).map(|number| format!("web-{number}")).collect();
    for name in &names {
        account.create_connection(name);
    }
    let objects: String = names.iter().map(|name| connection(name)).collect();
    let workspace = Workspace::new(&account, &objects);
    names_all(&workspace.plan(), 25);
    let apply = apply_plan(&workspace);
    let imports = names_all(apply.fails(), 25);
    let others = "Another error of this apply contains the import blocks";
    assert_eq!(apply.stderr.matches(others).count(), 24, "{apply}");
    workspace.write("imports.tf", &imports);
    workspace.apply().applied(0, 0, 0);
    workspace.plan().has_no_changes();
    assert_eq!(account.connections().len(), 25);
}

#[test]
fn an_existing_object_that_depends_on_another_one_is_named_at_plan() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &arn));
    let pipeline = gitlab_pipeline("web", "codepipeline_connection.gitlab.arn", "");
    let workspace = Workspace::new(&account, &(connection("gitlab") + &pipeline));
    let plan = workspace.plan();
    plan.plans(2, 0, 0).says(&format!("2 {TOGETHER}"));
    let imports = import_blocks(plan.stdout.split(TOGETHER).nth(1).unwrap());
    assert_eq!(imports.len(), 2, "{plan}");
    workspace.write("imports.tf", &imports.concat());
    workspace.plan().plans(0, 0, 0);
}

#[test]
fn existing_source_actions_are_named_in_one_error_with_all_import_blocks() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let mut declaration = foreign_declaration("release");
    let actions = declaration["stages"][0]["actions"].as_array_mut().unwrap();
    actions.extend(["charts", "tools"].map(|name| gitlab_source(name, &arn, name)));
    account.create_pipeline(&declaration);
    let objects = ["charts", "tools"].map(|name| source_action(name, &arn, ""));
    let workspace = Workspace::new(&account, &objects.concat());
    names_all(&workspace.plan(), 2);
    let imports = names_all(apply_plan(&workspace).fails(), 2);
    let ids: Vec<Value> = ["charts", "tools"]
        .map(|name| json!(format!("release/Source/{name}@eu-west-1")))
        .into();
    assert!(ids.iter().all(|id| imports.contains(&id.to_string())), "{imports}");
}

/// OpenTofu writes the state 20 seconds after an apply has begun at the earliest, so a kill loses what was created.
#[test]
fn a_connection_that_a_killed_apply_has_lost_is_imported_with_the_block_in_the_error() {
    let account = Account::open();
    let handshake =
        "resource \"codepipeline_handshake\" \"web\" {\n  connection_arn = codepipeline_connection.web.arn\n}\n";
    let configuration = connection("web") + handshake;
    let workspace = Workspace::new(&account, &configuration);
    let mut running = workspace.start_apply();
    running.wait_for("codepipeline_handshake.web: Creating...");
    account.wait_for_call("GetConnection");
    running.kill();
    running.finish();
    if Cli::chosen().offers(Feature::StateOfRunningApply) {
        assert_eq!(workspace.addresses(), ["codepipeline_connection.web"]);
        workspace.remove("terraform.tfstate");
    }
    assert_eq!(workspace.addresses(), [""; 0]);
    // The user completes the handshake all the same.
    let arn = account.wait_for_connection("web");
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.plan().succeeds().says("already exists").says(&arn);
    let refused = workspace.apply();
    refused.fails().says("already exists");
    // The warning of its plan and the error have the same block.
    let mut blocks = refused.import_blocks();
    blocks.dedup();
    assert_eq!(blocks.len(), 1, "{refused}");
    workspace.configure(&(configuration + &blocks[0]));
    workspace.plan().plans(1, 0, 0);
    workspace.apply().applied(1, 0, 0);
    workspace.plan().has_no_changes();
    assert_eq!(account.connections().len(), 1);
    workspace.destroy().succeeds();
    account.is_empty();
}
