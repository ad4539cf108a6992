//! What is said of a `codepipeline_connection` before it is made.

use serde_json::Value;

use crate::support::{account::Account, workspace::Workspace};

fn connection(arguments: &str) -> String {
    format!("resource \"codepipeline_connection\" \"gitlab\" {{\n  name = \"web\"\n  {arguments}\n}}\n")
}

#[test]
fn a_host_that_a_variable_may_leave_out_is_taken_for_none() {
    let account = Account::open();
    let variable = "variable \"host\" {\n  type    = string\n  default = null\n}\n";
    let arguments = "provider_type = \"GitLab\"\n  host_arn      = var.host";
    let workspace = Workspace::new(&account, &format!("{variable}{}", connection(arguments)));
    workspace.validate().succeeds();
    workspace.plan().plans(1, 0, 0);
}

#[test]
fn a_provider_type_that_is_nearly_right_is_answered_with_the_right_one() {
    for wrong in ["gitlab", "GITLAB", "Gitlab"] {
        let workspace = Workspace::new(&Account::open(), &connection(&format!("provider_type = {wrong:?}")));
        workspace
            .validate()
            .fails()
            .says("Did you mean \"GitLab\"?")
            .says("CPGL015");
    }
}

#[test]
fn what_the_former_api_does_not_know_is_refused_at_plan() {
    let former = "provider \"codepipeline\" {\n  connections_service = \"codestar-connections\"\n}\n";
    let account = Account::open();
    let host = account.create_host("gitlab");
    for (arguments, text) in [
        (
            "provider_type = \"AzureDevOps\"".to_owned(),
            "connections of the type AzureDevOps",
        ),
        (format!("host_arn = \"{host}\""), "the host arn:aws:codeconnections"),
    ] {
        let workspace = Workspace::new(&account, &format!("{former}{}", connection(&arguments)));
        workspace.validate().succeeds();
        workspace
            .plan()
            .fails()
            .says("The connections service does not support this connection")
            .says(text)
            .says("CPGL014");
        assert_eq!(account.connections(), Vec::<Value>::new());
        workspace.configure(&connection(&arguments));
        workspace.plan().plans(1, 0, 0);
    }
}
