//! `codepipeline_handshake`.

use serde_json::json;

use crate::{
    aws::scripted::{Scripted, ok, refused},
    support::{
        account::Account,
        cli::{Cli, Feature},
        workspace::Workspace,
    },
};

const ADDRESS: &str = "codepipeline_handshake.web";

fn handshake(arguments: &str) -> String {
    format!("resource \"codepipeline_handshake\" \"web\" {{\n{arguments}\n}}\n")
}

fn both(timeout: &str) -> String {
    format!(
        "resource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n}}\n{}",
        handshake(&format!(
            "connection_arn = codepipeline_connection.web.arn\ntimeouts {{\n  create = \"{timeout}\"\n}}"
        ))
    )
}

#[test]
fn an_apply_waits_until_the_handshake_is_completed() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("2m"));
    let running = workspace.start_apply();
    let arn = account.wait_for_connection("web");
    account.set_connection_status(&arn, "AVAILABLE");
    running.finish().applied(2, 0, 0);
    let id = arn.rsplit('/').next().expect("an ARN ends in an id");
    let expected = json!({
        "connection_arn": arn, "host_arn": null, "id": arn, "status": "AVAILABLE", "timeouts": { "create": "2m" },
        "console_url": format!("https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/{id}"),
    });
    assert_eq!(workspace.resource(ADDRESS), expected);
    workspace.plan().has_no_changes();
}

#[test]
fn planning_a_handshake_warns_with_the_link_to_authorize_the_connection() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("2m"));
    workspace
        .plan()
        .plans(2, 0, 0)
        .says("The apply waits until you complete a new handshake")
        .says("https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections?region=eu-west-1");
    let arn = account.create_connection("other");
    workspace.configure(&handshake(&format!("connection_arn = \"{arn}\"")));
    let id = arn.rsplit('/').next().unwrap();
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("the handshake of \"other\"")
        .says(&format!("codeconnections/connections/{id}"));
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.plan().plans(1, 0, 0).says_not("waits until you");
}

#[test]
fn planning_a_handshake_of_a_connection_with_an_error_explains_the_fix() {
    let account = Account::open();
    let arn = account.create_connection("web");
    account.set_connection_status(&arn, "ERROR");
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("authorize the connection again, or replace it")
        .says_not("Update pending connection");
}

#[test]
fn a_new_connection_asks_for_its_authorization_once_after_the_apply() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("2m"));
    let running = workspace.start_apply();
    let arn = account.wait_for_connection("web");
    // The creation reads the status once.
    account.wait_for_call("GetConnection");
    account.set_connection_status(&arn, "AVAILABLE");
    running
        .finish()
        .applied(2, 0, 0)
        .says("Connection \"web\" was created with the status PENDING")
        .says_not("complete the handshake of \"web\"");
}

#[test]
fn a_handshake_that_is_replaced_warns_with_the_page_too() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("2m"));
    let running = workspace.start_apply();
    account.set_connection_status(&account.wait_for_connection("web"), "AVAILABLE");
    running.finish().applied(2, 0, 0);
    workspace.configure(&both("2m").replace("name = \"web\"", "name = \"site\""));
    workspace
        .plan()
        .plans(2, 0, 2)
        .says("The apply waits until you complete a new handshake")
        .says("https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections?region=eu-west-1");
}

#[test]
fn a_handshake_that_times_out_neither_taints_nor_blocks_the_next_apply_or_the_destroy() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("1s"));
    workspace
        .apply()
        .fails()
        .says("The handshake of \"web\" was not completed in time")
        .says("codeconnections/connections/")
        .says("timeouts");
    assert_eq!(workspace.addresses(), ["codepipeline_connection.web"]);
    assert!(!workspace.is_tainted("codepipeline_connection.web"));
    let arn = workspace.resource("codepipeline_connection.web")["arn"]
        .as_str()
        .unwrap()
        .to_owned();
    workspace.plan().plans(1, 0, 0);
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.apply().applied(1, 0, 0);
    assert_eq!(workspace.resource("codepipeline_connection.web")["arn"], arn.as_str());
    workspace.destroy().succeeds();
    account.is_empty();
}

#[test]
fn a_handshake_that_was_never_completed_can_be_destroyed() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("1s"));
    workspace.apply().fails();
    workspace.destroy().succeeds();
    account.is_empty();
}

#[test]
fn an_interrupted_wait_keeps_the_connection() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("5m"));
    let mut running = workspace.start_apply();
    running.wait_for("codepipeline_handshake.web: Creating...");
    // Not before the first read of the connection, which also returns its name.
    account.wait_for_call("GetConnection");
    running.interrupt();
    running
        .finish()
        .fails()
        .says("The wait for the handshake of \"web\" was interrupted");
    assert_eq!(workspace.addresses(), ["codepipeline_connection.web"]);
    assert!(!workspace.is_tainted("codepipeline_connection.web"));
}

#[test]
fn an_error_that_lasts_until_the_timeout_is_a_handshake_that_failed() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &both("4s"));
    let running = workspace.start_apply();
    let arn = account.wait_for_connection("web");
    account.set_connection_status(&arn, "ERROR");
    running
        .finish()
        .fails()
        .says("The handshake of \"web\" failed")
        .says("its status is ERROR")
        .says("authorize the connection again, or replace it");
    assert_eq!(workspace.addresses(), ["codepipeline_connection.web"]);
}

#[test]
fn a_handshake_waits_through_an_outage_of_aws() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace.plan().plans(1, 0, 0);
    for kind in ["drop-before", "throttle", "internal"] {
        account.add_fault(json!({ "operation": "GetConnection", "kind": kind, "times": 2 }));
    }
    let running = workspace.start(&["apply", "-input=false", "-no-color", "tfplan"]);
    account.set_connection_status(&arn, "AVAILABLE");
    running.finish().applied(1, 0, 0);
}

#[test]
fn an_outage_that_lasts_until_the_timeout_of_a_handshake_is_quoted() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let arguments = format!("connection_arn = \"{arn}\"\ntimeouts {{\n  create = \"2s\"\n}}");
    let workspace = Workspace::new(&account, &handshake(&arguments));
    workspace.plan().plans(1, 0, 0);
    // Terraform plans once more during the apply.
    account.add_fault(json!({ "operation": "GetConnection", "kind": "internal", "after": 1, "times": 0 }));
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .fails()
        .says("could not be read in time")
        .says("An internal error occurred");
    account.clear_faults();
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.apply().applied(1, 0, 0);
}

#[test]
fn a_host_that_disappears_ends_the_wait_for_its_handshake() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    let workspace = Workspace::new(&account, &handshake(&format!("host_arn = \"{arn}\"")));
    let mut running = workspace.start_apply();
    running.wait_for("codepipeline_handshake.web: Creating...");
    account.wait_for_call("GetHost");
    account.ask("codeconnections", "DeleteHost", json!({ "HostArn": arn }));
    running.finish().fails().says("Nothing to wait for").says(&arn);
}

#[test]
fn a_connection_that_is_no_longer_available_needs_its_handshake_again() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace.apply().applied(1, 0, 0);
    for status in ["PENDING", "ERROR"] {
        account.set_connection_status(&arn, status);
        workspace.plan().plans(1, 0, 0);
    }
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.plan().has_no_changes();
}

#[test]
fn a_connection_that_does_not_exist_is_an_error_at_plan() {
    let account = Account::open();
    let arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace
        .plan()
        .fails()
        .says(&format!("The connection {arn} does not exist"))
        .says("AWS chooses the ARN of a new connection");
}

#[test]
fn a_connection_whose_status_is_not_answered_in_time_is_not_said_to_be_missing() {
    let account = Account::open();
    let arn = account.create_connection("web");
    account.add_fault(json!({ "operation": "GetConnection", "kind": "slow", "delay_ms": 4000, "times": 0 }));
    let arguments = format!("connection_arn = \"{arn}\"\ntimeouts {{\n  create = \"1s\"\n}}");
    let workspace = Workspace::new(&account, &handshake(&arguments));
    workspace
        .apply()
        .fails()
        .says("could not be read in time")
        .says_not("does not exist");
}

#[test]
fn a_handshake_waits_for_a_connection_that_aws_does_not_return_yet() {
    let arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    let shown = json!({ "Connection": { "ConnectionName": "web", "ConnectionArn": arn, "ConnectionStatus": "AVAILABLE", "ProviderType": "GitLab" } });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Scripted::start(move |_, before| match before.len() {
        // The first look is that of the plan.
        0..3 => refused("ResourceNotFoundException", "Connection not found"),
        _ => ok(shown.clone()),
    }));
    let account = Account::open();
    let mut workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace.set_variable("AWS_ENDPOINT_URL", &server.url);
    workspace.apply().applied(1, 0, 0);
}

#[test]
fn the_set_up_of_a_host_that_fails_says_why() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    account.set_host_status(&arn, "VPC_CONFIG_FAILED_INITIALIZATION");
    let workspace = Workspace::new(&account, &handshake(&format!("host_arn = \"{arn}\"")));
    workspace
        .apply()
        .fails()
        .says("The handshake of \"gitlab\" failed")
        .says("AWS could not create network interfaces in the VPC");
}

#[test]
fn an_import_id_may_end_in_the_arns_own_region_only() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace
        .import(ADDRESS, &format!("{arn}@us-east-1"))
        .fails()
        .says("Region differs from the ARN");
    workspace.import(ADDRESS, &format!("{arn}@eu-west-1")).succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn destroying_a_handshake_calls_nothing() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace.apply().applied(1, 0, 0);
    account.forget_calls();
    workspace
        .run(&["destroy", "-auto-approve", "-refresh=false", "-no-color"])
        .succeeds();
    assert_eq!(account.calls(), []);
    assert_eq!(account.connections().len(), 1);
}

#[test]
fn import_by_arn_plans_empty() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace.import(ADDRESS, &arn).succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn import_by_identity_plans_empty() {
    if !Cli::chosen().offers(Feature::IdentityImport) {
        return;
    }
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let import = format!("import {{\n  to = {ADDRESS}\n  identity = {{ arn = \"{arn}\" }}\n}}\n");
    let configuration = format!("{}{import}", handshake(&format!("connection_arn = \"{arn}\"")));
    let workspace = Workspace::new(&account, &configuration);
    workspace.apply().says("1 imported");
    workspace.plan().has_no_changes();
}

#[test]
fn exactly_one_of_both_arns_is_taken_and_only_of_the_right_kind() {
    let account = Account::open();
    let connection = "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    let host = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605";
    let table = [
        (String::new(), "connection_arn"),
        (
            format!("connection_arn = \"{connection}\"\nhost_arn = \"{host}\""),
            "connection_arn",
        ),
        (format!("connection_arn = \"{host}\""), "Not the ARN of a connection"),
        (format!("host_arn = \"{connection}\""), "Not the ARN of a host"),
    ];
    let workspace = Workspace::new(&account, "");
    for (arguments, text) in table {
        workspace.configure(&handshake(&arguments));
        workspace.validate().fails().says(text);
    }
    assert_eq!(account.calls(), []);
}

#[test]
fn a_host_is_waited_for_in_the_same_way() {
    let account = Account::open();
    let host = "resource \"codepipeline_host\" \"gitlab\" {\n  name = \"gitlab\"\n  provider_type = \"GitLabSelfManaged\"\n  \
                provider_endpoint = \"https://gitlab.example.com\"\n}\n";
    let chain = format!(
        "{host}resource \"codepipeline_handshake\" \"host\" {{\n  host_arn = codepipeline_host.gitlab.arn\n}}\n\
         resource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n  host_arn = codepipeline_handshake.host.host_arn\n}}\n\
         {}",
        handshake("connection_arn = codepipeline_connection.web.arn")
    );
    let workspace = Workspace::new(&account, &chain);
    let running = workspace.start_apply();
    let arn = account.wait_for_host("gitlab");
    account.set_host_status(&arn, "AVAILABLE");
    let connection = account.wait_for_connection("web");
    account.set_connection_status(&connection, "AVAILABLE");
    running.finish().applied(4, 0, 0);
    assert_eq!(
        workspace.resource("codepipeline_connection.web")["provider_type"],
        "GitLabSelfManaged"
    );
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    account.is_empty();
}

#[test]
fn other_times_to_wait_are_no_change_in_aws() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let workspace = Workspace::new(&account, &handshake(&format!("connection_arn = \"{arn}\"")));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&handshake(&format!(
        "connection_arn = \"{arn}\"\ntimeouts {{\n  create = \"1h\"\n}}"
    )));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(workspace.resource(ADDRESS)["timeouts"], json!({ "create": "1h" }));
    workspace.configure(&handshake(&format!(
        "connection_arn = \"{arn}\"\ntimeouts {{\n  create = \"soon\"\n}}"
    )));
    workspace.validate().fails().says("soon");
}
