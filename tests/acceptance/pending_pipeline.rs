//! Pipelines and connections that are not AVAILABLE: the gate before a save, and the repair after one.

use codepipeline_emulator_testing::pipelines::{REPOSITORY, gitlab_declaration, gitlab_pipeline};
use serde_json::json;

use crate::support::{account::Account, workspace::Workspace};

const PIPELINE: &str = "codepipeline_pipeline.web";
const ALLOWED: &str = "allow_pending_connection = true";

fn configuration(arn: &str, extra: &str) -> String {
    gitlab_pipeline("web", &format!("{arn:?}"), extra)
}

/// The pipeline `web`, saved while its connection was pending.
fn saved_too_early() -> (Account, Workspace, String) {
    let account = Account::open();
    let arn = account.create_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, ALLOWED));
    workspace.apply().applied(1, 0, 0);
    (account, workspace, arn)
}

#[test]
fn a_pending_connection_is_a_warning_at_plan_and_an_error_before_the_first_write() {
    let account = Account::open();
    let arn = account.create_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, ""));
    let planned = workspace.plan();
    planned
        .plans(1, 0, 0)
        .says("Connection \"gitlab\" of the pipeline \"web\" is PENDING")
        .says("/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/")
        .says("Update pending connection");
    workspace
        .apply()
        .fails()
        .says("Connection \"gitlab\" of the pipeline \"web\" is PENDING")
        .says("Nothing was changed")
        .says("codepipeline_handshake");
    assert_eq!(account.count("CreatePipeline"), 0);
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.apply().applied(1, 0, 0).says_not("PENDING");
}

#[test]
fn a_connection_that_does_not_exist_is_an_error_at_plan() {
    let account = Account::open();
    let arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
    let workspace = Workspace::new(&account, &configuration(arn, ""));
    workspace
        .plan()
        .fails()
        .says(&format!("Connection {arn} of the pipeline \"web\" not found"))
        .says("which does not exist in eu-west-1");
    assert_eq!(account.count("CreatePipeline"), 0);
}

#[test]
fn a_pending_connection_never_blocks_other_changes_or_a_destroy() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, ""));
    workspace.apply().applied(1, 0, 0);
    account.set_connection_status(&arn, "ERROR");
    workspace.plan().has_no_changes().says_not("ERROR");
    workspace.configure(&configuration(&arn, "execution_mode = \"QUEUED\""));
    workspace.apply().applied(0, 1, 0);
    workspace.destroy().succeeds().says_not("ERROR");
}

#[test]
fn a_connection_that_may_not_be_read_is_not_held_against_the_pipeline() {
    let account = Account::open();
    let arn = account.create_connection("gitlab");
    account.add_fault(json!({ "operation": "GetConnection", "kind": "deny", "times": 0 }));
    let workspace = Workspace::new(&account, &configuration(&arn, ""));
    workspace
        .apply()
        .applied(1, 0, 0)
        .says(&format!("Skipped the check of the connection {arn}"))
        .says("codeconnections:GetConnection");
}

#[test]
fn a_pipeline_that_was_saved_too_early_is_saved_again_as_soon_as_possible() {
    let (account, workspace, arn) = saved_too_early();
    assert_eq!(workspace.resource(PIPELINE)["unregistered_connections"], json!([arn]));
    assert_eq!(account.webhooks(), Vec::<serde_json::Value>::new());
    workspace.plan().has_no_changes();
    account.set_connection_status(&arn, "AVAILABLE");
    assert_eq!(
        account.push(REPOSITORY, "main"),
        Vec::<serde_json::Value>::new(),
        "no webhook is registered yet"
    );
    workspace
        .plan()
        .plans(0, 1, 0)
        .says("The pipeline \"web\" is saved again to register its webhook")
        .says("cancels running executions")
        .says("unregistered_connections");
    account.forget_calls();
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 1);
    assert_eq!(workspace.resource(PIPELINE)["unregistered_connections"], json!([]));
    assert_eq!(account.push(REPOSITORY, "main").len(), 1, "a push starts it");
    workspace.plan().has_no_changes();
}

#[test]
fn a_repair_that_comes_too_late_stays_open() {
    let (account, workspace, arn) = saved_too_early();
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.plan().plans(0, 1, 0);
    account.set_connection_status(&arn, "PENDING");
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .succeeds();
    assert_eq!(workspace.resource(PIPELINE)["unregistered_connections"], json!([arn]));
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.webhooks().len(), 1);
}

#[test]
fn a_save_during_which_the_connection_cannot_be_read_forgets_no_missing_webhook() {
    let (account, workspace, arn) = saved_too_early();
    account.add_fault(json!({ "operation": "GetConnection", "kind": "deny", "times": 0 }));
    let queued = format!("{ALLOWED}\n  execution_mode = \"QUEUED\"");
    workspace.configure(&configuration(&arn, &queued));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(workspace.resource(PIPELINE)["unregistered_connections"], json!([arn]));
    account.clear_faults();
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.plan().plans(0, 1, 0).says("is saved again");
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.webhooks().len(), 1);
    workspace.plan().has_no_changes();
}

#[test]
fn a_pending_connection_is_said_when_the_pipeline_is_replaced() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, ""));
    workspace.apply().applied(1, 0, 0);
    account.set_connection_status(&arn, "PENDING");
    workspace.configure(&configuration(&arn, "").replace("name     = \"web\"", "name     = \"shop\""));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Connection \"gitlab\" of the pipeline \"shop\" is PENDING")
        .says("/codeconnections/connections/");
}

#[test]
fn resave_saves_an_adopted_pipeline_again() {
    let account = Account::open();
    let arn = account.create_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &arn));
    account.set_connection_status(&arn, "AVAILABLE");
    let workspace = Workspace::new(&account, &configuration(&arn, ""));
    workspace.import(PIPELINE, "web").succeeds();
    assert_eq!(workspace.resource(PIPELINE)["unregistered_connections"], json!([]));
    workspace.plan().has_no_changes();
    assert_eq!(account.webhooks().len(), 0);
    workspace.configure(&configuration(&arn, "resave = \"2026-11-23\""));
    workspace
        .plan()
        .plans(0, 1, 0)
        .says("The pipeline \"web\" is saved again because resave changes");
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.webhooks().len(), 1);
    assert_eq!(account.pipeline("web")["version"], 2);
    workspace.plan().has_no_changes();
}

#[test]
fn a_pipeline_waits_for_the_handshake_of_its_connection() {
    let account = Account::open();
    let connection = r#"
resource "codepipeline_connection" "gitlab" { name = "gitlab" }
resource "codepipeline_handshake" "gitlab" { connection_arn = codepipeline_connection.gitlab.arn }
"#;
    let pipeline = gitlab_pipeline("web", "codepipeline_handshake.gitlab.connection_arn", "");
    let workspace = Workspace::new(&account, &format!("{connection}{pipeline}"));
    let apply = workspace.start_apply();
    let arn = account.wait_for_connection("gitlab");
    account.set_connection_status(&arn, "AVAILABLE");
    apply.finish().applied(3, 0, 0);
    assert_eq!(account.push(REPOSITORY, "main").len(), 1);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    account.is_empty();
}
