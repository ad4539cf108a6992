//! `restart_execution_on_update` of `codepipeline_pipeline`.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::json;

use crate::support::{account::Account, workspace::Workspace};

const RESTART: &str = "  restart_execution_on_update = true\n";

/// An account with the pipeline `web`, which was created with these arguments in addition.
fn created(extra: &str) -> (Account, Workspace) {
    let account = Account::open();
    let workspace = Workspace::new(&account, "");
    let connection = json!({ "connection": account.create_available_connection("gitlab") });
    workspace.write("connection.auto.tfvars.json", &connection.to_string());
    workspace.configure(&pipeline(extra));
    workspace.apply().applied(1, 0, 0);
    account.forget_calls();
    (account, workspace)
}

fn pipeline(extra: &str) -> String {
    format!(
        "variable \"connection\" {{}}\n{}",
        gitlab_pipeline("web", "var.connection", extra)
    )
}

#[test]
fn an_update_starts_an_execution_on_request() {
    let (account, workspace) = created(RESTART);
    assert_eq!(account.executions("web").len(), 1, "AWS starts a new pipeline");
    workspace.configure(&pipeline(&format!("{RESTART}  execution_mode = \"QUEUED\"\n")));
    workspace.apply().applied(0, 1, 0);
    let executions = account.executions("web");
    assert_eq!(executions.len(), 2);
    assert_eq!(executions[0]["trigger"]["triggerType"], "StartPipelineExecution");
    workspace.plan().has_no_changes();
}

#[test]
fn an_update_starts_no_execution_by_default() {
    let (account, workspace) = created("");
    workspace.configure(&pipeline("  execution_mode = \"QUEUED\"\n"));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("StartPipelineExecution"), 0);
}

#[test]
fn an_update_that_writes_nothing_starts_no_execution() {
    let (account, workspace) = created("");
    workspace.configure(&pipeline(RESTART));
    workspace.apply().applied(0, 1, 0);
    workspace.configure(&pipeline(&format!("{RESTART}  tags = {{ team = \"web\" }}\n")));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(
        (account.count("UpdatePipeline"), account.count("StartPipelineExecution")),
        (0, 0)
    );
}

#[test]
fn a_start_that_fails_after_an_update_is_a_warning() {
    let (account, workspace) = created(RESTART);
    account.add_fault(json!({ "operation": "StartPipelineExecution", "kind": "deny" }));
    workspace.configure(&pipeline(&format!("{RESTART}  execution_mode = \"QUEUED\"\n")));
    workspace
        .apply()
        .applied(0, 1, 0)
        .says("No execution of the pipeline \"web\" was started")
        .says("aws codepipeline start-pipeline-execution --region eu-west-1 --name web");
    assert_eq!(account.pipeline("web")["executionMode"], "QUEUED");
    workspace.plan().has_no_changes();
}

#[test]
fn a_lost_response_starts_one_execution_after_an_update() {
    let (account, workspace) = created(RESTART);
    account.add_fault(json!({ "operation": "StartPipelineExecution", "kind": "drop-after" }));
    workspace.configure(&pipeline(&format!("{RESTART}  execution_mode = \"QUEUED\"\n")));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.executions("web").len(), 2);
}
