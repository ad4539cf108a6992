//! `examples/migrate`: the move from hashicorp/aws changes nothing.
//!
//! `migrate.json` has the calls that hashicorp/aws 5.100.0 made to create the objects of `before`, and the state that it wrote.

use serde_json::Value;

use super::{examples, files, read, workspace};
use crate::support::{account::Account, installed::hashicorp_aws, workspace::Workspace};

const RECORDED: &str = include_str!("migrate.json");

fn with_variables(mut workspace: Workspace) -> Workspace {
    workspace.set_variable("TF_VAR_role_arn", "arn:aws:iam::111122223333:role/payments-pipeline");
    workspace.set_variable("TF_VAR_artifact_bucket", "acme-pipeline-artifacts");
    workspace
}

/// Repeats the recorded calls, and returns the recorded state with the ARNs of the new objects.
fn replay(account: &Account) -> String {
    let mut recorded = RECORDED.to_owned();
    for index in 0.. {
        let content: Value = serde_json::from_str(&recorded).unwrap();
        let call = &content["calls"][index];
        let Some(operation) = call["operation"].as_str() else {
            return content["state"].to_string();
        };
        let response = account.ask(call["service"].as_str().unwrap(), operation, call["request"].clone());
        for (member, placeholder) in [("HostArn", "HOST_ARN"), ("ConnectionArn", "CONNECTION_ARN")] {
            if let Some(arn) = response[member].as_str() {
                recorded = recorded.replace(placeholder, arn);
            }
        }
    }
    unreachable!("the calls end")
}

/// Completes the setup of the host and the handshake of the connection.
fn authorize(account: &Account) {
    account.set_host_status(&account.wait_for_host("gitlab"), "AVAILABLE");
    account.set_connection_status(&account.wait_for_connection("gitlab"), "AVAILABLE");
}

fn write_files(workspace: &Workspace, example: &str) {
    for path in files(&examples().join(example)) {
        workspace.write(path.file_name().unwrap().to_str().unwrap(), &read(&path));
    }
}

/// Without the `moved` blocks, the warnings do not only offer imports, with which an apply would destroy the objects.
fn warns_without_moves(workspace: &Workspace) {
    workspace.remove("moved.tf");
    workspace
        .plan()
        .plans(3, 0, 3)
        .says("A host \"gitlab\" already exists")
        .says("write a `moved` block instead: with an `import` block, the apply that removes that resource destroys the object");
    workspace.write("moved.tf", &read(&examples().join("migrate/after/moved.tf")));
}

fn only_moves(workspace: &Workspace, account: &Account) {
    let content = account.content();
    workspace
        .plan()
        .plans(0, 0, 0)
        .says("aws_codestarconnections_host.gitlab has moved to codepipeline_host.gitlab")
        .says("aws_codestarconnections_connection.gitlab has moved to codepipeline_connection.gitlab")
        .says("aws_codepipeline.payments has moved to codepipeline_pipeline.payments");
    workspace.apply().applied(0, 0, 0);
    assert_eq!(account.content(), content);
    workspace.remove("moved.tf");
    workspace.plan().has_no_changes();
}

#[test]
fn a_recorded_state_of_hashicorp_aws_moves_without_a_change() {
    let account = Account::open();
    let workspace = with_variables(workspace(&account, "migrate/after"));
    workspace.use_own_build_as_aws();
    workspace.write("terraform.tfstate", &replay(&account));
    authorize(&account);
    only_moves(&workspace, &account);
    workspace.destroy().succeeds();
    account.is_empty();
}

#[test]
fn what_hashicorp_aws_has_applied_moves_without_a_change_and_back() {
    let Some(mirror) = hashicorp_aws() else { return };
    let account = Account::open();
    let workspace = with_variables(workspace(&account, "migrate/before"));
    workspace.initialize(&mirror).succeeds();
    workspace.apply().applied(3, 0, 0);
    authorize(&account);
    let backup = workspace.run(&["state", "pull"]).succeeds().stdout.clone();
    write_files(&workspace, "migrate/after");
    workspace.run(&["init", "-input=false", "-no-color"]).succeeds();
    warns_without_moves(&workspace);
    only_moves(&workspace, &account);
    workspace.write("backup.tfstate", &backup);
    workspace.run(&["state", "push", "-force", "backup.tfstate"]).succeeds();
    write_files(&workspace, "migrate/before");
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    account.is_empty();
}
