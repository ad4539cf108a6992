//! Connections that are there already when one is to be made.

use serde_json::json;

use crate::support::{account::Account, workspace::Workspace};

const ADDRESS: &str = "codepipeline_connection.web";

fn connection(arguments: &str) -> String {
    format!("resource \"codepipeline_connection\" \"web\" {{\n{arguments}\n}}\n")
}

/// A workspace in which an available connection has been applied, and its ARN.
fn available(account: &Account, arguments: &str) -> (Workspace, String) {
    let workspace = Workspace::new(account, &connection(arguments));
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    account.set_connection_status(&arn, "AVAILABLE");
    (workspace, arn)
}

#[test]
fn a_replacement_that_would_duplicate_a_connection_is_an_error_before_anything_is_destroyed() {
    let account = Account::open();
    let (workspace, _) = available(&account, "name = \"web\"");
    let (site, other) = (account.create_connection("site"), account.create_connection("other"));
    workspace.configure(&connection("name = \"site\""));
    workspace
        .plan()
        .fails()
        .says("loses its handshake")
        .says("A connection \"site\" already exists")
        .says(&site)
        .says("Other GitLab connections are pending")
        .says(&other);
}

#[test]
fn a_connection_that_is_replaced_is_not_in_its_own_way() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\"\nprovider_type = \"GitHub\""));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&connection("name = \"site\"\nprovider_type = \"GitHub\""));
    workspace.plan().plans(1, 0, 1).says_not("connections are pending");
    workspace.configure(&connection("name = \"web\"\nprovider_type = \"GitHub\""));
    workspace
        .apply_with(&["-replace", ADDRESS])
        .applied(1, 0, 1)
        .says_not("already exists");
}

#[test]
fn a_replacement_that_is_created_before_the_old_one_is_destroyed_says_why_it_cannot_be() {
    let account = Account::open();
    let first = connection("name = \"web\"\nlifecycle {\n  create_before_destroy = true\n}");
    let workspace = Workspace::new(&account, &first);
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].clone();
    workspace
        .apply_with(&["-replace", ADDRESS])
        .fails()
        .says("A connection \"web\" already exists")
        .says("remove create_before_destroy from the lifecycle block, or choose another name");
    assert_eq!(workspace.resource(ADDRESS)["arn"], arn);
    assert!(!workspace.is_tainted(ADDRESS));
    assert_eq!(account.connections().len(), 1);
}

#[test]
fn a_connection_name_may_be_used_once_in_each_region() {
    let account = Account::open();
    let regions = |regions: &str| {
        connection(&format!(
            "for_each = toset([{regions}])\nname = \"web\"\nregion = each.key"
        ))
    };
    let workspace = Workspace::new(&account, &regions("\"eu-west-1\", \"us-east-1\""));
    workspace.apply().applied(2, 0, 0);
    workspace.configure(&regions("\"eu-west-1\", \"us-east-1\", \"eu-central-1\""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("A connection \"web\" already exists in eu-west-1")
        .says("a pipeline in eu-central-1 can use the existing one");
    workspace.apply().applied(1, 0, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_connection_moves_to_another_region_while_another_one_is_made_there() {
    let account = Account::open();
    let (workspace, _) = available(&account, "name = \"web\"\nregion = \"us-east-1\"");
    let other = "resource \"codepipeline_connection\" \"other\" {\n  name = \"other\"\n}\n";
    // The other one is made, and everything listed, before the old one is destroyed.
    account.add_fault(json!({ "operation": "DeleteConnection", "kind": "slow", "delay_ms": 1500 }));
    workspace.configure(&format!("{}{other}", connection("name = \"web\"")));
    workspace.apply().applied(2, 0, 1);
    assert_eq!(workspace.resource(ADDRESS)["region"], "eu-west-1");
    assert_eq!(account.connections().len(), 2);
}

#[test]
fn without_permission_to_list_the_error_for_a_lost_response_contains_a_link_and_an_import_block() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "ListConnections", "kind": "deny", "times": 0 }));
    account.add_fault(json!({ "operation": "CreateConnection", "kind": "drop-after" }));
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace
        .apply()
        .fails()
        .says("The connection \"web\" may exist, but is not in the state")
        .says("another apply would create a second connection")
        .says("https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections?region=eu-west-1")
        .says("import {")
        .says_not("The operation continues without it");
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("Skipped the search for an identical connection")
        .says("the provider cannot look for the connection");
}
