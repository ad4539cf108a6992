//! Actions, triggered and invoked by the real command line.

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
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
