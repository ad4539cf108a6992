//! Connections on a host.

use serde_json::{Value, json};

use crate::support::{account::Account, workspace::Workspace};

const ADDRESS: &str = "codepipeline_connection.web";
const HOST: &str = "resource \"codepipeline_host\" \"gitlab\" {\n  name = \"gitlab\"\n  provider_type = \
                    \"GitLabSelfManaged\"\n  provider_endpoint = \"https://gitlab.example.com\"\n}\n";

/// An account with a host of this status, and its ARN.
fn host(status: &str) -> (Account, String) {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    account.set_host_status(&arn, status);
    (account, arn)
}

fn connection(host: &str, arguments: &str) -> String {
    format!(
        "resource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n  host_arn = \"{host}\"\n{arguments}\n}}\n"
    )
}

#[test]
fn a_type_that_differs_from_the_type_of_the_host_is_an_error_at_plan() {
    let (account, host) = host("AVAILABLE");
    let other_type = connection(&host, "provider_type = \"GitHubEnterpriseServer\"");
    let workspace = Workspace::new(&account, &other_type);
    workspace
        .plan()
        .fails()
        .says("Error: Provider type does not match the host \"gitlab\"")
        .says("Set provider_type = \"GitLabSelfManaged\", omit the type");
    workspace.configure(&connection(&host, "provider_type = \"GitLabSelfManaged\""));
    workspace.apply().applied(1, 0, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_type_that_differs_from_the_type_of_a_new_host_is_an_error_before_the_create() {
    let account = Account::open();
    let connection = connection("NEW", "provider_type = \"GitHubEnterpriseServer\"");
    let connection = connection.replace("\"NEW\"", "codepipeline_host.gitlab.arn");
    let workspace = Workspace::new(&account, &format!("{HOST}{connection}"));
    workspace.plan().plans(2, 0, 0);
    workspace
        .apply()
        .fails()
        .says("Error: Provider type does not match the host \"gitlab\"");
    assert_eq!(account.count("CreateConnection"), 0);
}

#[test]
fn a_connection_on_a_pending_host_is_created_and_warns_to_set_up_the_host_first() {
    for kind in ["", "provider_type = \"GitLabSelfManaged\""] {
        let (account, host) = host("PENDING");
        let workspace = Workspace::new(&account, &connection(&host, kind));
        workspace
            .plan()
            .plans(1, 0, 0)
            .says("Warning: Host \"gitlab\" is PENDING until you set it up")
            .says("codesuite/settings/hosts");
        workspace
            .apply()
            .applied(1, 0, 0)
            .says("Warning: Connection \"web\" was created with the status PENDING")
            .says("choose \"Set up host\"");
        let found = workspace.resource(ADDRESS);
        assert_eq!(found["connection_status"], "PENDING");
        assert_eq!(found["provider_type"], "GitLabSelfManaged");
        workspace.plan().has_no_changes();
        account.set_host_status(&host, "AVAILABLE");
        workspace.plan().has_no_changes().says_not("is PENDING");
    }
}

#[test]
fn a_pending_host_that_a_handshake_waits_for_is_not_warned_of_twice() {
    let (account, host) = host("PENDING");
    let handshake = format!("resource \"codepipeline_handshake\" \"host\" {{\n  host_arn = \"{host}\"\n}}\n");
    let connection = connection(&host, "  depends_on = [codepipeline_handshake.host]");
    let workspace = Workspace::new(&account, &(handshake + &connection));
    workspace
        .plan()
        .plans(2, 0, 0)
        .says("The apply waits until you complete the handshake of \"gitlab\"")
        .says_not("is PENDING until you set it up");
    account.set_host_status(&host, "AVAILABLE");
    workspace.apply().applied(2, 0, 0).says_not("set up the host");
}

#[test]
fn a_host_and_its_connection_are_created_in_one_apply() {
    let account = Account::open();
    let connection = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n  host_arn = codepipeline_host.gitlab.arn\n}\n";
    let workspace = Workspace::new(&account, &format!("{HOST}{connection}"));
    workspace.apply().applied(2, 0, 0).says("choose \"Set up host\"");
    workspace.plan().has_no_changes();
}

#[test]
fn a_connection_on_a_host_that_does_not_work_fails_before_it_is_created() {
    for status in ["ERROR", "VPC_CONFIG_FAILED_INITIALIZATION"] {
        let (account, host) = host(status);
        let workspace = Workspace::new(&account, &connection(&host, ""));
        workspace
            .plan()
            .plans(1, 0, 0)
            .says("Warning: Host \"gitlab\" is not AVAILABLE");
        workspace
            .apply()
            .fails()
            .says("Error: Host \"gitlab\" is not AVAILABLE")
            .says(&format!("Its status is {status}"));
        assert_eq!(account.count("CreateConnection"), 0);
        account.set_host_status(&host, "AVAILABLE");
        workspace.plan().plans(1, 0, 0).says_not("is not AVAILABLE");
    }
}

#[test]
fn a_connection_that_moves_to_a_host_that_does_not_work_is_a_warning_at_plan() {
    let (account, host) = host("ERROR");
    let workspace = Workspace::new(
        &account,
        "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n",
    );
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&connection(&host, ""));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Warning: Host \"gitlab\" is not AVAILABLE");
}

#[test]
fn an_omitted_type_is_the_type_of_the_host_and_known_after_apply() {
    let (account, host) = host("AVAILABLE");
    let workspace = Workspace::new(&account, &connection(&host, ""));
    workspace.plan().plans(1, 0, 0);
    let change = workspace.planned_change(ADDRESS);
    assert_eq!(change["after_unknown"]["provider_type"], Value::Bool(true));
    // The plan could ask for the host, and the second plan, which belongs to the apply, cannot.
    account.add_fault(json!({ "operation": "GetHost", "kind": "deny" }));
    workspace.run(&["apply", "-no-color", "tfplan"]).applied(1, 0, 0);
    assert_eq!(workspace.resource(ADDRESS)["provider_type"], "GitLabSelfManaged");
    workspace.plan().has_no_changes();
}
