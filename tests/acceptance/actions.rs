//! Actions, triggered and invoked by the real command line.

use codepipeline_emulator_testing::pipelines::gitlab_declaration;
use serde_json::json;

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    outcome::Outcome,
    workspace::Workspace,
};

/// A connection and its handshake, whose creation an action reports.
const REPORTED_HANDSHAKE: &str = r#"
resource "codepipeline_connection" "web" {
  name = "web"
}

resource "codepipeline_handshake" "web" {
  connection_arn = codepipeline_connection.web.arn

  lifecycle {
    action_trigger {
      events  = [before_create]
      actions = [action.codepipeline_await_handshake.web]
    }
  }
}

action "codepipeline_await_handshake" "web" {
  config {
    connection_arn = codepipeline_connection.web.arn
    timeout        = "2m"
  }
}
"#;

#[test]
fn an_action_shows_the_link_while_the_apply_waits_for_the_handshake() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = Account::open();
    let workspace = Workspace::new(&account, REPORTED_HANDSHAKE);
    let mut running = workspace.start_apply();
    running.wait_for("Authorize the connection \"web\": https://eu-west-1.console.aws.amazon.com/codesuite/settings/");
    running.wait_for("Still PENDING after 15 s, waiting until ");
    account.set_connection_status(&account.wait_for_connection("web"), "AVAILABLE");
    running
        .finish()
        .applied(2, 0, 0)
        .says("The connection \"web\" is AVAILABLE");
    workspace.plan().has_no_changes();
}

#[test]
fn an_interrupted_action_keeps_the_connection_and_the_next_apply_waits_again() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = Account::open();
    let workspace = Workspace::new(&account, REPORTED_HANDSHAKE);
    let mut running = workspace.start_apply();
    running.wait_for("Authorize the connection \"web\"");
    running.interrupt();
    running
        .finish()
        .fails()
        .says("The wait for the handshake of \"web\" was interrupted");
    assert_eq!(workspace.addresses(), ["codepipeline_connection.web"]);
    assert!(!workspace.is_tainted("codepipeline_connection.web"));
    let mut running = workspace.start_apply();
    running.wait_for("Authorize the connection \"web\"");
    account.set_connection_status(&account.wait_for_connection("web"), "AVAILABLE");
    running.finish().applied(1, 0, 0);
}

/// An account with the pipeline `web` from source to build, whose first execution has ended.
fn account_with_pipeline() -> Account {
    let account = Account::open();
    let connection = account.create_available_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &connection));
    account
}

fn action(name: &str, arguments: &str) -> String {
    format!("action \"{name}\" \"web\" {{\n  config {{\n    pipeline_name = \"web\"\n{arguments}\n  }}\n}}\n")
}

/// `terraform apply -invoke` of an action.
fn invoke(workspace: &Workspace, name: &str) -> Outcome {
    workspace.apply_with(&[&format!("-invoke=action.{name}.web")])
}

#[test]
fn an_apply_shows_the_actions_of_the_execution_that_it_starts_and_waits_for() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = account_with_pipeline();
    account.fault_action("web", json!({ "stage": "Build", "action": "Build", "delay_ms": 4000 }));
    let release = "resource \"terraform_data\" \"release\" {\n  lifecycle {\n    action_trigger {\n      events = [after_create]\n      \
                   actions = [action.codepipeline_start_pipeline_execution.web]\n    }\n  }\n}\n";
    let configuration = format!(
        "{release}{}",
        action("codepipeline_start_pipeline_execution", "    wait = true")
    );
    let workspace = Workspace::new(&account, &configuration);
    let mut running = workspace.start_apply();
    running.wait_for("Started the execution ");
    running.wait_for("Build/Build is running");
    assert_eq!(account.executions("web")[0]["status"], "InProgress");
    running
        .finish()
        .applied(1, 0, 0)
        .says("Build/Build succeeded")
        .says("succeeded after");
}

#[test]
fn a_failed_execution_fails_the_apply_with_the_error_of_its_action_and_a_retry_repairs_it() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = account_with_pipeline();
    account.fault_action(
        "web",
        json!({ "stage": "Build", "action": "Build", "message": "Exit status 1" }),
    );
    let start = action("codepipeline_start_pipeline_execution", "    wait = true");
    let retry = action(
        "codepipeline_retry_stage",
        "    stage_name = \"Build\"\n    wait = true",
    );
    let workspace = Workspace::new(&account, &format!("{start}{retry}"));
    invoke(&workspace, "codepipeline_start_pipeline_execution")
        .fails()
        .says("The execution of \"web\" failed")
        .says("Build/Build failed: JobFailed: Exit status 1")
        .says("codepipeline_retry_stage");
    invoke(&workspace, "codepipeline_retry_stage")
        .succeeds()
        .says("Build/Build succeeded");
    assert_eq!(account.executions("web")[0]["status"], "Succeeded");
}

#[test]
fn an_execution_is_stopped_by_an_action() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = account_with_pipeline();
    account.fault_action(
        "web",
        json!({ "stage": "Build", "action": "Build", "delay_ms": 600_000 }),
    );
    account.start_pipeline("web");
    let stop = action(
        "codepipeline_stop_pipeline_execution",
        "    abandon = true\n    reason = \"Freeze\"",
    );
    let workspace = Workspace::new(&account, &stop);
    invoke(&workspace, "codepipeline_stop_pipeline_execution")
        .succeeds()
        .says("was stopped after");
    assert_eq!(account.executions("web")[0]["status"], "Stopped");
    invoke(&workspace, "codepipeline_stop_pipeline_execution")
        .fails()
        .says("The pipeline \"web\" has no running execution");
}

#[test]
fn an_approval_is_given_by_an_action() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = Account::open();
    let connection = account.create_available_connection("gitlab");
    let mut declaration = gitlab_declaration("web", &connection);
    let gate = json!({ "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" });
    let gate = json!({ "name": "Approve", "actions": [{ "name": "Gate", "actionTypeId": gate }] });
    declaration["stages"].as_array_mut().unwrap().insert(1, gate);
    account.create_pipeline(&declaration);
    let arguments = "    stage_name = \"Approve\"\n    action_name = \"Gate\"\n    status = \"Approved\"";
    let workspace = Workspace::new(&account, &action("codepipeline_put_approval_result", arguments));
    invoke(&workspace, "codepipeline_put_approval_result")
        .succeeds()
        .says("Approve/Gate was approved");
    assert_eq!(account.executions("web")[0]["status"], "Succeeded");
    invoke(&workspace, "codepipeline_put_approval_result")
        .fails()
        .says("is not waiting for approval");
}

#[test]
fn a_webhook_is_registered_by_an_action_after_the_handshake() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = Account::open();
    let connection = account.create_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &connection));
    account.set_connection_status(&connection, "AVAILABLE");
    assert_eq!(account.webhooks().len(), 0);
    let handshake = format!(
        "resource \"codepipeline_handshake\" \"web\" {{\n  connection_arn = \"{connection}\"\n\n  lifecycle {{\n    \
         action_trigger {{\n      events = [after_create]\n      actions = [action.codepipeline_resave_pipeline.web]\n    \
         }}\n  }}\n}}\n"
    );
    let workspace = Workspace::new(
        &account,
        &format!("{handshake}{}", action("codepipeline_resave_pipeline", "")),
    );
    workspace.plan().plans(1, 0, 0).says("cancels running executions");
    workspace.apply().applied(1, 0, 0).says("Saved as version 2");
    assert_eq!(account.webhooks().len(), 1);
}

#[test]
fn the_arn_of_another_kind_is_refused_by_validate_at_the_argument() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let account = Account::open();
    let host = account.create_host("gitlab");
    let of = |arguments: &str| {
        format!("action \"codepipeline_await_handshake\" \"web\" {{\n  config {{\n    {arguments}\n  }}\n}}\n")
    };
    let workspace = Workspace::new(&account, &of(&format!("connection_arn = \"{host}\"")));
    workspace
        .validate()
        .fails()
        .says("Not the ARN of a connection")
        .says("connection_arn = ");
    workspace.configure(&of("timeout = \"5m\""));
    workspace.validate().fails().says("connection_arn").says("host_arn");
}
