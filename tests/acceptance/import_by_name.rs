//! Imports of connections and hosts by their names.

use crate::support::{account::Account, workspace::Workspace};

const CONNECTION: &str = "codepipeline_connection.web";
const HOST: &str = "codepipeline_host.gitlab";

fn connection(arguments: &str) -> String {
    format!("resource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n{arguments}\n}}\n")
}

const HOST_CONFIGURATION: &str = r#"
resource "codepipeline_host" "gitlab" {
  name              = "gitlab"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"
}
"#;

#[test]
fn a_connection_is_imported_by_its_name() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    for id in ["web", "web@eu-west-1"] {
        let import = format!("import {{\n  to = {CONNECTION}\n  id = {id:?}\n}}\n");
        let workspace = Workspace::new(&account, &format!("{}{import}", connection("")));
        workspace
            .apply()
            .says("1 imported")
            .says("0 added, 0 changed, 0 destroyed");
        assert_eq!(workspace.resource(CONNECTION)["arn"], arn);
        workspace.plan().has_no_changes();
    }
}

#[test]
fn a_host_is_imported_by_its_name() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    for id in ["gitlab", "gitlab@eu-west-1"] {
        let workspace = Workspace::new(&account, HOST_CONFIGURATION);
        workspace.import(HOST, id).succeeds();
        assert_eq!(workspace.resource(HOST)["arn"], arn);
        workspace.plan().has_no_changes();
    }
}

#[test]
fn a_connection_of_another_region_is_imported_by_its_name_and_region() {
    let account = Account::open();
    let elsewhere = connection("  region = \"us-east-1\"");
    let workspace = Workspace::new(&account, &elsewhere);
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(CONNECTION)["arn"].clone();
    account.create_connection("web");
    let workspace = Workspace::new(&account, &elsewhere);
    workspace.import(CONNECTION, "web@us-east-1").succeeds();
    assert_eq!(workspace.resource(CONNECTION)["arn"], arn);
    workspace.plan().has_no_changes();
    Workspace::new(&account, &elsewhere)
        .import(CONNECTION, "web@eu-central-1")
        .fails()
        .says("The region eu-central-1 of this account has no connection with the name \"web\"")
        .says("Other regions have one:")
        .says(arn.as_str().unwrap());
}

#[test]
fn an_import_by_an_ambiguous_name_lists_the_candidates() {
    let account = Account::open();
    let (one, two) = (
        account.create_connection("web"),
        account.create_available_connection("web"),
    );
    Workspace::new(&account, &connection(""))
        .import(CONNECTION, "web")
        .fails()
        .says("Several connections have the name \"web\". Select one by its ARN:")
        .says(&format!("{one} (PENDING)"))
        .says(&format!("{two} (AVAILABLE)"));
    let one = account.create_host_at("gitlab", "https://one.example.com");
    let two = account.create_host_at("gitlab", "https://two.example.com");
    Workspace::new(&account, HOST_CONFIGURATION)
        .import(HOST, "gitlab")
        .fails()
        .says("Several hosts have the name \"gitlab\"")
        .says(&one)
        .says(&two);
}

#[test]
fn an_import_by_a_name_that_does_not_exist_says_what_was_looked_for() {
    let account = Account::open();
    let arn = account.create_connection("gitlab-web");
    let id = arn.rsplit('/').next().unwrap();
    let workspace = Workspace::new(&account, &connection(""));
    workspace
        .import(CONNECTION, "gitlab_wbe")
        .fails()
        .says("Connection not found")
        .says("no connection with the name \"gitlab_wbe\" (listed in eu-west-1). Did you mean \"gitlab-web\"?");
    workspace
        .import(CONNECTION, id)
        .fails()
        .says(&format!("It is the ID of {arn}: use this ARN."));
    Workspace::new(&account, HOST_CONFIGURATION)
        .import(HOST, "git")
        .fails()
        .says("This account has no host with the name \"git\" (listed in eu-west-1).");
}

#[test]
fn an_import_by_name_without_the_permission_to_list_names_the_permission() {
    let account = Account::open();
    account.add_fault(serde_json::json!({ "operation": "ListConnections", "kind": "deny", "times": 0 }));
    Workspace::new(&account, &connection(""))
        .import(CONNECTION, "web")
        .fails()
        .says("Cannot list the connections")
        .says("Allow codeconnections:ListConnections");
}
