//! `codepipeline_host`.

use serde_json::{Value, json};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const ADDRESS: &str = "codepipeline_host.gitlab";
const VPC: &str = "vpc_configuration {\n  vpc_id = \"vpc-0a1b2c3d\"\n  subnet_ids = [\"subnet-0a1b2c3d\", \"subnet-1a1b2c3d\"]\n  \
                   security_group_ids = [\"sg-0a1b2c3d\"]\n}";

fn host(arguments: &str) -> String {
    format!(
        "resource \"codepipeline_host\" \"gitlab\" {{\n  name = \"gitlab\"\n  provider_type = \"GitLabSelfManaged\"\n{arguments}\n}}\n"
    )
}

fn plain() -> String {
    host("provider_endpoint = \"https://gitlab.example.com\"")
}

/// A host of another address, in a VPC.
fn in_vpc() -> String {
    host(&format!("provider_endpoint = \"https://git.example.com\"\n{VPC}"))
}

fn hosts(account: &Account) -> Vec<Value> {
    account.ask("codeconnections", "ListHosts", json!({}))["Hosts"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn a_new_host_is_pending_and_its_warning_says_who_has_to_set_it_up() {
    let account = Account::open();
    let workspace = Workspace::new(
        &account,
        &host("provider_endpoint = \"https://gitlab.example.com\"\ntags = { team = \"core\" }"),
    );
    let page = "https://eu-west-1.console.aws.amazon.com/codesuite/settings/hosts?region=eu-west-1";
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("Host \"gitlab\" was created with the status PENDING")
        .says(page);
    let arn = hosts(&account)[0]["HostArn"].clone();
    let expected = json!({
        "arn": arn, "console_url": page, "id": arn, "name": "gitlab", "provider_endpoint": "https://gitlab.example.com",
        "provider_type": "GitLabSelfManaged", "region": "eu-west-1", "status": "PENDING", "status_message": null,
        "tags": { "team": "core" }, "tags_all": { "team": "core" }, "timeouts": null, "vpc_configuration": [],
    });
    assert_eq!(workspace.resource(ADDRESS), expected);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    account.is_empty();
}

#[test]
fn the_endpoint_and_the_vpc_change_in_place() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &plain());
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].clone();
    workspace.configure(&in_vpc());
    workspace.apply().applied(0, 1, 0);
    let listed = hosts(&account);
    assert_eq!(listed[0]["ProviderEndpoint"], "https://git.example.com");
    assert_eq!(listed[0]["VpcConfiguration"]["VpcId"], "vpc-0a1b2c3d");
    assert_eq!(workspace.resource(ADDRESS)["arn"], arn);
    workspace.plan().has_no_changes();
}

#[test]
fn a_host_in_a_vpc_is_waited_for() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &in_vpc());
    let running = workspace.start_apply();
    let arn = account.wait_for_host("gitlab");
    account.set_host_status(&arn, "AVAILABLE");
    running.finish().applied(1, 0, 0);
    assert_eq!(workspace.resource(ADDRESS)["status"], "AVAILABLE");
    workspace.plan().has_no_changes();
}

#[test]
fn a_host_whose_vpc_fails_is_an_error_with_the_reason_and_is_replaced() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &in_vpc());
    let running = workspace.start_apply();
    let arn = account.wait_for_host("gitlab");
    account.set_host_status(&arn, "VPC_CONFIG_FAILED_INITIALIZATION");
    running
        .finish()
        .fails()
        .says("Host \"gitlab\" has the status VPC_CONFIG_FAILED_INITIALIZATION")
        .says("ec2:");
    assert!(workspace.is_tainted(ADDRESS));
    let message = "The VPC configuration of the host could not be initialized.";
    assert_eq!(workspace.resource(ADDRESS)["status_message"], message);
    workspace.plan().plans(1, 0, 1);
}

#[test]
fn a_host_that_disappears_while_it_is_created_ends_the_wait() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &in_vpc());
    account.add_fault(json!({ "operation": "GetHost", "kind": "pause", "after": 1 }));
    let running = workspace.start_apply();
    let arn = account.wait_for_host("gitlab");
    account.wait_for_calls("GetHost", 2);
    account.set_host_status(&arn, "AVAILABLE");
    account.ask("codeconnections", "DeleteHost", json!({ "HostArn": arn }));
    std::thread::sleep(std::time::Duration::from_millis(1200));
    account.clear_faults();
    running
        .finish()
        .fails()
        .says("Host \"gitlab\" no longer exists")
        .says(&arn);
    workspace.plan().plans(1, 0, 0);
}

#[test]
fn a_vpc_failure_that_a_later_refresh_returns_is_planned_as_a_replacement() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &in_vpc());
    let running = workspace.start_apply();
    let arn = account.wait_for_host("gitlab");
    account.set_host_status(&arn, "AVAILABLE");
    running.finish().applied(1, 0, 0);
    account.set_host_status(&arn, "VPC_CONFIG_FAILED_INITIALIZATION");
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Warning: Host \"gitlab\" has the status VPC_CONFIG_FAILED_INITIALIZATION")
        .says("AWS could not create network interfaces");
    let running = workspace.start_apply();
    running.finish().applied(1, 0, 1);
    workspace.plan().has_no_changes();
}

#[test]
fn a_host_is_destroyed_even_if_the_response_is_lost_or_its_network_interfaces_are_being_created() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &in_vpc());
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    account.set_host_status(&arn, "VPC_CONFIG_INITIALIZING");
    account.add_fault(json!({ "operation": "DeleteHost", "kind": "drop-after", "after": 1 }));
    workspace.destroy().succeeds();
    account.is_empty();
}

#[test]
fn a_wait_that_takes_too_long_keeps_the_host() {
    let account = Account::open();
    let vpc = format!("provider_endpoint = \"https://git.example.com\"\n{VPC}\ntimeouts {{\n  create = \"300ms\"\n}}");
    let workspace = Workspace::new(&account, &host(&vpc));
    account.add_fault(json!({ "operation": "GetHost", "kind": "throttle", "times": 0 }));
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("AWS is still working on the host \"gitlab\"")
        .says("Rate exceeded");
    assert!(!workspace.is_tainted(ADDRESS));
}

#[test]
fn a_host_with_connections_is_not_deleted() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &plain());
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    account.set_host_status(&arn, "AVAILABLE");
    let input = json!({ "ConnectionName": "web", "HostArn": arn });
    account.ask("codeconnections", "CreateConnection", input);
    workspace
        .destroy()
        .fails()
        .says("Destroying the host \"gitlab\" loses its setup")
        .says("Cannot delete the host \"gitlab\"");
    assert_eq!(workspace.addresses(), [ADDRESS]);
}

#[test]
fn white_space_in_the_certificate_causes_no_diff_and_another_certificate_does() {
    let account = Account::open();
    let certificate = "-----BEGIN CERTIFICATE-----\\nMIIBAAAA\\n-----END CERTIFICATE-----\\n";
    let vpc = VPC.replace("}", &format!("  tls_certificate = \"{certificate}\"\n}}"));
    let workspace = Workspace::new(
        &account,
        &host(&format!("provider_endpoint = \"https://git.example.com\"\n{vpc}")),
    );
    let running = workspace.start_apply();
    let arn = account.wait_for_host("gitlab");
    account.set_host_status(&arn, "AVAILABLE");
    running.finish().applied(1, 0, 0);
    workspace.plan().has_no_changes();
    let shown_by_aws = |certificate: &str| {
        let mut vpc = hosts(&account)[0]["VpcConfiguration"].clone();
        vpc["TlsCertificate"] = json!(certificate);
        let input = json!({ "HostArn": arn, "ProviderEndpoint": "https://git.example.com", "VpcConfiguration": vpc });
        account.ask("codeconnections", "UpdateHost", input);
        account.set_host_status(&arn, "AVAILABLE");
    };
    shown_by_aws("-----BEGIN CERTIFICATE-----\r\nMIIB\r\nAAAA\r\n-----END CERTIFICATE-----");
    workspace.plan().has_no_changes();
    shown_by_aws("-----BEGIN CERTIFICATE-----\nMIIBBBBB\n-----END CERTIFICATE-----\n");
    workspace.plan().plans(0, 1, 0).says("tls_certificate");
}

#[test]
fn import_by_arn_plans_empty() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    let workspace = Workspace::new(&account, &plain());
    workspace.import(ADDRESS, &arn).succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn import_by_identity_plans_empty() {
    if !Cli::chosen().offers(Feature::IdentityImport) {
        return;
    }
    let account = Account::open();
    let made = Workspace::new(&account, &plain());
    made.apply().applied(1, 0, 0);
    let arn = made.resource(ADDRESS)["arn"].clone();
    let import = format!("import {{\n  to = {ADDRESS}\n  identity = {{ arn = {arn} }}\n}}\n");
    let workspace = Workspace::new(&account, &(plain() + &import));
    workspace.apply().says("1 imported").applied(0, 0, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn an_address_that_aws_cannot_call_is_said_before_anything_is_created() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &host("provider_endpoint = \"gitlab.example.com\""));
    workspace.validate().fails().says("https://gitlab.example.com");
    workspace.configure(&host("provider_endpoint = \"https://root:s3cr3t@gitlab.example.com\""));
    workspace.validate().fails().says("it contains credentials");
}

#[test]
fn removing_the_vpc_replaces_the_host() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &in_vpc());
    let running = workspace.start_apply();
    let arn = account.wait_for_host("gitlab");
    account.set_host_status(&arn, "PENDING");
    running.finish().applied(1, 0, 0);
    workspace.configure(&host("provider_endpoint = \"https://git.example.com\""));
    workspace.plan().plans(1, 0, 1).says("forces replacement");
    workspace.apply().applied(1, 0, 1);
    assert_ne!(workspace.resource(ADDRESS)["arn"], arn.as_str());
    assert_eq!(hosts(&account)[0]["VpcConfiguration"], Value::Null);
    workspace.plan().has_no_changes();
}

#[test]
fn a_host_that_does_not_work_is_a_warning_with_an_explanation() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &plain());
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    for (status, explanation) in [
        ("ERROR", "Set up the host again in the console, or replace it"),
        ("VPC_CONFIG_DELETING", "then deletes the host"),
    ] {
        account.set_host_status(&arn, status);
        workspace
            .plan()
            .has_no_changes()
            .says(&format!("Warning: Host \"gitlab\" has the status {status}"))
            .says(explanation);
    }
}

#[test]
fn an_import_id_may_end_in_the_arns_own_region_only() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &plain());
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    workspace.run(&["state", "rm", ADDRESS]).succeeds();
    workspace
        .import(ADDRESS, &format!("{arn}@eu-central-1"))
        .fails()
        .says("The ID ends in @eu-central-1");
    workspace.import(ADDRESS, &format!("{arn}@eu-west-1")).succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn a_move_to_a_region_that_one_list_excludes_is_a_warning() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &plain());
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&host(
        "provider_endpoint = \"https://gitlab.example.com\"\nregion = \"il-central-1\"",
    ));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Connections may not work in il-central-1");
}

#[test]
fn an_equal_host_is_an_error_with_an_import_block() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    let workspace = Workspace::new(&account, &plain());
    workspace
        .apply()
        .fails()
        .says("A host \"gitlab\" already exists")
        .says("import {")
        .says(&format!("id = {arn:?}"));
    assert_eq!(account.count("CreateHost"), 1);
    assert_eq!(workspace.addresses(), Vec::<String>::new());
}

#[test]
fn without_the_permission_to_list_hosts_the_search_for_an_equal_one_is_skipped() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "ListHosts", "kind": "deny", "times": 0 }));
    let workspace = Workspace::new(&account, &plain());
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("Skipped the search for an identical host")
        .says("codeconnections:ListHosts is not allowed");
}

#[test]
fn the_times_to_wait_for_a_change_and_a_removal_are_obeyed() {
    let account = Account::open();
    let waiting = |endpoint: &str| {
        let timeouts = "timeouts {\n  update = \"100ms\"\n  delete = \"100ms\"\n}";
        host(&format!("provider_endpoint = \"{endpoint}\"\n{VPC}\n{timeouts}"))
    };
    let workspace = Workspace::new(&account, &waiting("https://git.example.com"));
    workspace
        .apply()
        .applied(1, 0, 0)
        .says_not("AWS is still working on the host");
    workspace.configure(&waiting("https://gitlab.example.com"));
    workspace
        .apply()
        .applied(0, 1, 0)
        .says("AWS is still working on the host \"gitlab\"");
    assert_eq!(workspace.resource(ADDRESS)["status"], "VPC_CONFIG_INITIALIZING");
    account.set_host_status(hosts(&account)[0]["HostArn"].as_str().expect("an ARN"), "AVAILABLE");
    workspace.destroy().fails().says("AWS is still deleting it");
    assert_eq!(workspace.addresses(), [ADDRESS]);
    while !hosts(&account).is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    workspace.destroy().succeeds();
    account.is_empty();
}
