//! `data.codepipeline_connections`.

use serde_json::json;

use crate::support::{account::Account, listed::Listed, workspace::Workspace};

const CONNECTIONS: Listed = Listed("connections");

/// Creates a pending connection on a host, and returns the ARN of the host.
fn create_on_host(account: &Account, name: &str) -> String {
    let host = account.create_host("gitlab");
    account.set_host_status(&host, "AVAILABLE");
    let input = json!({ "ConnectionName": name, "HostArn": host });
    account.ask("codeconnections", "CreateConnection", input);
    host
}

#[test]
fn connections_are_listed_by_name_with_one_call() {
    let account = Account::open();
    let (web, api) = (
        account.create_available_connection("web"),
        account.create_connection("api"),
    );
    let workspace = Workspace::new(&account, &CONNECTIONS.configuration(""));
    account.forget_calls();
    workspace.plan().succeeds();
    let operations: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
    assert_eq!(operations, ["ListConnections"]);
    workspace.apply().succeeds();
    let expected = |arn: &str, name: &str, status: &str| {
        let id = arn.rsplit('/').next().unwrap();
        json!({
            "arn": arn, "id": arn, "name": name, "region": "eu-west-1", "provider_type": "GitLab",
            "connection_status": status, "host_arn": null, "owner_account_id": "111122223333",
            "console_url": format!("https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/{id}"),
        })
    };
    let all = json!([expected(&api, "api", "PENDING"), expected(&web, "web", "AVAILABLE")]);
    assert_eq!(workspace.output("found"), all);
    workspace.plan().has_no_changes();
}

#[test]
fn each_filter_selects_and_all_filters_must_match() {
    let account = Account::open();
    account.create_available_connection("gitlab-web");
    account.create_connection("gitlab-api");
    account.create_available_connection_to("GitHub", "github-web");
    let host = create_on_host(&account, "self-managed");
    for (arguments, expected) in [
        ("provider_type = \"GitHub\"", &["github-web"] as &[_]),
        ("provider_type = \"GitLabSelfManaged\"", &["self-managed"]),
        ("connection_status = \"PENDING\"", &["gitlab-api", "self-managed"]),
        (&format!("host_arn = {host:?}"), &["self-managed"]),
        ("name_regex = \"^git(lab|hub)-web$\"", &["github-web", "gitlab-web"]),
        ("name_regex = \"web\"\nprovider_type = \"GitLab\"", &["gitlab-web"]),
        ("connection_status = \"ERROR\"", &[]),
        ("name_regex = \"^web\"", &[]),
        ("region = \"us-east-1\"", &[]),
    ] {
        assert_eq!(CONNECTIONS.names(&account, arguments), expected, "{arguments}");
    }
}

#[test]
fn connections_of_every_region_are_listed_unless_a_region_is_given() {
    let account = Account::open();
    account.create_connection("here");
    let elsewhere =
        "resource \"codepipeline_connection\" \"there\" {\n  name = \"there\"\n  region = \"us-east-1\"\n}\n";
    Workspace::new(&account, elsewhere).apply().applied(1, 0, 0);
    for (arguments, expected) in [
        ("", &["here", "there"] as &[_]),
        ("region = \"\"", &["here", "there"]),
        ("region = \"eu-west-1\"", &["here"]),
        ("region = \"us-east-1\"", &["there"]),
    ] {
        assert_eq!(CONNECTIONS.names(&account, arguments), expected, "{arguments}");
    }
}

#[test]
fn all_pages_of_connections_are_listed() {
    let account = Account::open();
    let expected: Vec<String> = (0..201).map(|number| format!("connection-{number:03}")).collect();
    for name in expected.iter().rev() {
        account.create_connection(name);
    }
    account.forget_calls();
    let workspace = Workspace::new(&account, &CONNECTIONS.configuration("name_regex = \"[0-9]$\""));
    workspace.plan().succeeds();
    assert_eq!(account.count("ListConnections"), 3);
    assert_eq!(CONNECTIONS.names(&account, ""), expected);
}

#[test]
fn a_malformed_filter_is_an_error_at_its_argument_at_validate() {
    let account = Account::open();
    let connection = account.create_connection("web");
    let malformed = [
        ("name_regex = \"(web\"", "\"(web\" is malformed: "),
        ("name_regex = \"\\\\p{Lu}\"", "Malformed regular expression"),
        ("connection_status = \"AVAILABEL\"", "Did you mean \"AVAILABLE\"?"),
        ("connection_status = \"VPC_CONFIG_DELETING\"", "is not a valid value"),
        ("provider_type = \"gitlab\"", "Did you mean \"GitLab\"?"),
        (&format!("host_arn = {connection:?}"), "Not the ARN of a host"),
        ("region = \"eu-wset-1\"", "The closest match is eu-west-1."),
    ];
    CONNECTIONS.rejects(&account, &malformed);
    account.forget_calls();
}

#[test]
fn a_denied_list_of_connections_is_an_error_that_names_the_permission() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "ListConnections", "kind": "deny" }));
    let workspace = Workspace::new(&account, &CONNECTIONS.configuration(""));
    workspace
        .plan()
        .fails()
        .says("Cannot list the connections")
        .says("Allow codeconnections:ListConnections");
}

#[test]
fn a_list_that_depends_on_a_new_connection_contains_it() {
    let account = Account::open();
    let made = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";
    let workspace = Workspace::new(
        &account,
        &format!(
            "{made}{}",
            CONNECTIONS.configuration("depends_on = [codepipeline_connection.web]")
        ),
    );
    workspace.apply().applied(1, 0, 0);
    assert_eq!(workspace.output("found")[0]["name"], "web");
}

#[test]
fn a_list_with_an_unknown_provider_configuration_names_the_unknown_argument() {
    let account = Account::open();
    let region = "resource \"terraform_data\" \"region\" {\n  input = \"us-east-1\"\n}\nprovider \"codepipeline\" {\n  alias  = \"later\"\n  \
                  region = terraform_data.region.output\n}\n";
    for kind in ["connections", "hosts", "pipelines"] {
        let data = format!("data \"codepipeline_{kind}\" \"all\" {{\n  provider = codepipeline.later\n}}\n");
        Workspace::new(&account, &format!("{region}{data}"))
            .plan()
            .fails()
            .says("The provider's configuration is not known yet")
            .says("`region`");
    }
}
