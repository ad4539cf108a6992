//! Eventual consistency: recent writes that AWS does not return or accept everywhere yet.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::json;

use crate::support::{account::Account, workspace::Workspace};

#[test]
fn a_role_that_does_not_propagate_yet_is_waited_for() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let message =
        "CodePipeline is not authorized to perform AssumeRole on role arn:aws:iam::111122223333:role/pipeline";
    for operation in ["CreatePipeline", "UpdatePipeline"] {
        account.add_fault(json!({
            "operation": operation, "kind": "error", "class": "InvalidStructureException", "message": message, "times": 2
        }));
    }
    let configuration = |extra: &str| gitlab_pipeline("web", &format!("{arn:?}"), extra);
    let workspace = Workspace::new(&account, &configuration(""));
    workspace.apply().applied(1, 0, 0);
    assert_eq!(account.count("CreatePipeline"), 3);
    workspace.configure(&configuration("execution_mode = \"QUEUED\""));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 3);
    workspace.plan().has_no_changes();
}

#[test]
fn a_connection_that_lists_do_not_contain_yet_is_adopted_after_a_lost_answer() {
    let account = Account::open();
    for fault in [
        json!({ "operation": "ListConnections", "kind": "lag", "delay_ms": 1500, "times": 0 }),
        json!({ "operation": "CreateConnection", "kind": "drop-after" }),
    ] {
        account.add_fault(fault);
    }
    let configuration = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";
    let workspace = Workspace::new(&account, configuration);
    workspace.apply().applied(1, 0, 0);
    account.clear_faults();
    assert_eq!((account.count("CreateConnection"), account.connections().len()), (1, 1));
    workspace.plan().has_no_changes();
}
