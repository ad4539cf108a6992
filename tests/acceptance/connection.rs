//! `codepipeline_connection`.

use serde_json::{Value, json};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const ADDRESS: &str = "codepipeline_connection.web";

fn connection(arguments: &str) -> String {
    format!("resource \"codepipeline_connection\" \"web\" {{\n{arguments}\n}}\n")
}

/// An account and a workspace in which the connection `web` has been applied.
fn applied() -> (Account, Workspace, String) {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    (account, workspace, arn)
}

#[test]
fn a_new_connection_is_pending_and_its_warning_contains_the_console_link() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    let outcome = workspace.apply();
    outcome
        .applied(1, 0, 0)
        .says("Connection \"web\" was created with the status PENDING");
    let state = workspace.resource(ADDRESS);
    let arn = state["arn"].as_str().unwrap();
    let id = arn.rsplit('/').next().unwrap();
    let page = format!(
        "https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/{id}"
    );
    outcome.says(&page).says("do not create another connection");
    let expected = json!({
        "arn": arn, "id": arn, "name": "web", "provider_type": "GitLab", "connection_status": "PENDING",
        "region": "eu-west-1", "owner_account_id": "111122223333", "console_url": page, "host_arn": null,
        "tags": null, "tags_all": {}, "timeouts": null,
    });
    assert_eq!(state, expected);
}

#[test]
fn links_lead_to_the_console_that_the_environment_names() {
    let account = Account::open();
    let mut workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace.set_variable("CODEPIPELINE_CONSOLE_URL", account.url());
    let outcome = workspace.apply();
    let page = workspace.resource(ADDRESS)["console_url"].as_str().unwrap().to_owned();
    outcome.applied(1, 0, 0).says(&page);
    assert!(
        page.starts_with(&format!("{}/codesuite/settings/", account.url())),
        "{page}"
    );
}

#[test]
fn a_second_plan_is_empty_and_costs_two_calls() {
    let (account, workspace, _) = applied();
    account.forget_calls();
    workspace.plan().has_no_changes();
    let mut operations: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
    operations.sort();
    assert_eq!(operations, ["GetConnection", "ListTagsForResource"]);
}

#[test]
fn a_completed_handshake_causes_no_diff() {
    let (account, workspace, arn) = applied();
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.plan().has_no_changes();
    workspace.apply().applied(0, 0, 0);
    assert_eq!(workspace.resource(ADDRESS)["connection_status"], "AVAILABLE");
}

#[test]
fn destroy_leaves_nothing() {
    let (account, workspace, _) = applied();
    workspace.destroy().succeeds();
    account.is_empty();
    assert_eq!(workspace.addresses(), Vec::<String>::new());
}

#[test]
fn a_connection_deleted_out_of_band_is_recreated() {
    let (account, workspace, arn) = applied();
    account.ask("codeconnections", "DeleteConnection", json!({ "ConnectionArn": arn }));
    workspace.plan().plans(1, 0, 0);
    workspace.apply().applied(1, 0, 0);
    assert_ne!(workspace.resource(ADDRESS)["arn"], arn.as_str());
}

#[test]
fn destroying_a_connection_that_is_gone_succeeds() {
    let (account, workspace, arn) = applied();
    account.ask("codeconnections", "DeleteConnection", json!({ "ConnectionArn": arn }));
    workspace
        .run(&["destroy", "-auto-approve", "-refresh=false", "-no-color"])
        .succeeds();
    account.is_empty();
}

#[test]
fn a_change_of_name_or_type_replaces_the_connection() {
    let (account, workspace, arn) = applied();
    workspace.configure(&connection("name = \"site\""));
    workspace.plan().plans(1, 0, 1).says("forces replacement");
    workspace.apply().applied(1, 0, 1);
    workspace.configure(&connection("name = \"site\"\nprovider_type = \"Bitbucket\""));
    workspace.apply().applied(1, 0, 1);
    let connections = account.connections();
    assert_eq!(connections.len(), 1);
    assert_eq!(connections[0]["ProviderType"], "Bitbucket");
    assert_ne!(connections[0]["ConnectionArn"], arn.as_str());
}

#[test]
fn replacing_or_destroying_an_available_connection_warns_and_names_its_pipelines() {
    let (account, workspace, arn) = applied();
    account.set_connection_status(&arn, "AVAILABLE");
    account.create_pipeline(&codepipeline_emulator_testing::pipelines::gitlab_declaration(
        "shop", &arn,
    ));
    workspace.configure(&connection("name = \"site\""));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Replacing the connection \"web\" loses its handshake")
        .says("shop");
    workspace
        .plan_with(&["-destroy"])
        .plans(0, 0, 1)
        .says("Destroying the connection \"web\" loses its handshake")
        .says("shop");
}

#[test]
fn pipelines_that_may_not_be_looked_at_are_one_warning_that_names_the_permission() {
    for operation in ["ListPipelines", "GetPipeline"] {
        let (account, workspace, arn) = applied();
        account.set_connection_status(&arn, "AVAILABLE");
        for name in ["shop", "site"] {
            account.create_pipeline(&codepipeline_emulator_testing::pipelines::gitlab_declaration(
                name, &arn,
            ));
        }
        account.add_fault(json!({ "operation": operation, "kind": "deny", "times": 0 }));
        let outcome = workspace.plan_with(&["-destroy"]);
        outcome
            .plans(0, 0, 1)
            .says("Destroying the connection \"web\" loses its handshake")
            .says(&format!("codepipeline:{operation} is not allowed"));
        assert_eq!(outcome.stdout.matches("is not allowed").count(), 1, "{outcome}");
    }
}

#[test]
fn replacing_a_pending_connection_does_not_warn_of_a_handshake() {
    let (_account, workspace, _) = applied();
    workspace.configure(&connection("name = \"site\""));
    workspace.plan().plans(1, 0, 1).says_not("loses its handshake");
}

#[test]
fn a_provider_type_that_is_no_longer_written_stays() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\"\nprovider_type = \"Bitbucket\""));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&connection("name = \"web\""));
    workspace.plan().has_no_changes();
}

#[test]
fn import_by_arn_plans_empty() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let tags = json!({ "ResourceArn": arn, "Tags": [{ "Key": "team", "Value": "core" }] });
    account.ask("codeconnections", "TagResource", tags);
    let workspace = Workspace::new(&account, &connection("name = \"web\"\ntags = { team = \"core\" }"));
    workspace.import(ADDRESS, &arn).succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn import_by_identity_plans_empty() {
    if !Cli::chosen().offers(Feature::IdentityImport) {
        return;
    }
    let account = Account::open();
    let arn = account.create_connection("web");
    let import = format!("import {{\n  to = {ADDRESS}\n  identity = {{ arn = \"{arn}\" }}\n}}\n");
    let workspace = Workspace::new(&account, &format!("{}{import}", connection("name = \"web\"")));
    workspace
        .apply()
        .says("1 imported")
        .says("0 added, 0 changed, 0 destroyed");
    workspace.plan().has_no_changes();
}

#[test]
fn an_import_id_may_end_in_the_arns_own_region_only() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace
        .import(ADDRESS, &format!("{arn}@us-east-1"))
        .fails()
        .says("omit @us-east-1");
    workspace.import(ADDRESS, &format!("{arn}@eu-west-1")).succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn a_provisioner_that_fails_and_may_leaves_the_connection_untainted() {
    let account = Account::open();
    let provisioner = "provisioner \"local-exec\" {\n  command = \"exit 1\"\n  on_failure = continue\n}";
    let workspace = Workspace::new(&account, &connection(&format!("name = \"web\"\n{provisioner}")));
    workspace.apply().applied(1, 0, 0);
    assert!(!workspace.is_tainted(ADDRESS));
}

#[test]
fn importing_what_is_no_connection_says_what_an_id_looks_like() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace
        .import(ADDRESS, "arn:aws:codeconnections:eu-west-1:111122223333:connection/web")
        .fails()
        .says("Not the ARN of a connection")
        .says("arn:aws:codeconnections:");
    let missing = "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    workspace
        .import(ADDRESS, missing)
        .fails()
        .says("Connection not found")
        .says(&format!("{missing} does not exist"));
}

#[test]
fn an_identical_connection_is_a_warning_at_plan_and_an_error_with_an_import_block_at_apply() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("A connection \"web\" already exists")
        .says(&arn);
    workspace
        .apply()
        .fails()
        .says("A connection \"web\" already exists")
        .says(&format!("id = \"{arn}\""))
        .says("write a `moved` block instead");
    assert_eq!(account.connections().len(), 1);
    assert_eq!(workspace.addresses(), Vec::<String>::new());
}

#[test]
fn other_pending_connections_of_that_type_are_one_warning() {
    let account = Account::open();
    let (one, two) = (account.create_connection("one"), account.create_connection("two"));
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("Other GitLab connections are pending")
        .says(&one)
        .says(&two);
}

#[test]
fn one_listing_serves_all_new_connections() {
    let account = Account::open();
    let many = "resource \"codepipeline_connection\" \"web\" {\n  count = 8\n  name = \"web-${count.index}\"\n}\n";
    let workspace = Workspace::new(&account, many);
    account.forget_calls();
    workspace.plan().plans(8, 0, 0).says_not("connections are pending");
    assert_eq!(account.count("ListConnections"), 1);
    workspace.apply().applied(8, 0, 0).says_not("Other GitLab connections");
    assert_eq!(account.connections().len(), 8);
}

#[test]
fn a_failed_read_after_the_create_leaves_an_untainted_connection_in_the_state() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "GetConnection", "kind": "deny", "times": 0 }));
    let workspace = Workspace::new(&account, &connection("name = \"web\"\ntags = { team = \"core\" }"));
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("Could not read the connection \"web\" again");
    account.clear_faults();
    assert!(!workspace.is_tainted(ADDRESS));
    assert_eq!(workspace.resource(ADDRESS)["tags_all"], json!({ "team": "core" }));
    workspace.plan().has_no_changes();
}

#[test]
fn a_connection_whose_create_response_is_lost_is_adopted() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "CreateConnection", "kind": "drop-after" }));
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace.apply().applied(1, 0, 0);
    assert_eq!((account.count("CreateConnection"), account.connections().len()), (1, 1));
    workspace.plan().has_no_changes();
}

#[test]
fn a_quota_is_reported_at_once() {
    let account = Account::open();
    for number in 0..250 {
        account.create_connection(&format!("c{number}"));
    }
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace
        .apply()
        .fails()
        .says("Cannot create the connection \"web\"")
        .says("LimitExceededException")
        .says("quota");
    assert_eq!(account.calls().iter().filter(|call| call.error.is_some()).count(), 1);
}

#[test]
fn each_missing_optional_permission_is_one_warning() {
    let account = Account::open();
    for operation in ["ListConnections", "ListTagsForResource"] {
        account.add_fault(json!({ "operation": operation, "kind": "deny", "times": 0 }));
    }
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("codeconnections:ListConnections is not allowed");
    workspace
        .plan()
        .has_no_changes()
        .says("codeconnections:ListTagsForResource is not allowed");
    account.clear_faults();
    workspace.plan().has_no_changes();
}

#[test]
fn tags_that_are_managed_must_be_readable() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\"\ntags = { team = \"core\" }"));
    workspace.apply().applied(1, 0, 0);
    account.add_fault(json!({ "operation": "ListTagsForResource", "kind": "deny", "times": 0 }));
    workspace
        .plan()
        .fails()
        .says("Cannot read the tags of \"web\"")
        .says("codeconnections:ListTagsForResource");
}

#[test]
fn a_connection_with_the_status_error_is_a_warning_that_contains_its_name() {
    let (account, workspace, arn) = applied();
    account.set_connection_status(&arn, "ERROR");
    workspace
        .plan()
        .has_no_changes()
        .says("Connection \"web\" has the status ERROR");
}

#[test]
fn a_connection_in_another_region_is_made_and_read_there() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\"\nregion = \"us-east-1\""));
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    assert!(arn.starts_with("arn:aws:codeconnections:us-east-1:"), "{arn}");
    workspace.plan().has_no_changes();
    workspace.configure(&connection("name = \"web\""));
    workspace.plan().plans(1, 0, 1).says("region");
}

#[test]
fn each_connection_is_read_tagged_and_deleted_by_the_api_that_made_it() {
    let services = ["codeconnections", "codestar-connections"];
    for (made_by, others_by) in [(services[0], services[1]), (services[1], services[0])] {
        let account = Account::open();
        let with = |service: &str, tags: &str| {
            let provider = format!("provider \"codepipeline\" {{\n  connections_service = \"{service}\"\n}}\n");
            provider + &connection(&format!("name = \"web\"\n{tags}"))
        };
        let workspace = Workspace::new(&account, &with(made_by, "tags = { env = \"prod\" }"));
        workspace.apply().applied(1, 0, 0);
        let arn = workspace.resource(ADDRESS)["arn"].as_str().expect("an ARN").to_owned();
        assert!(arn.starts_with(&format!("arn:aws:{made_by}:")), "{arn}");
        account.forget_calls();
        workspace.configure(&with(others_by, "tags = { team = \"core\" }"));
        workspace.apply().applied(0, 1, 0);
        workspace.plan().has_no_changes();
        workspace.destroy().succeeds();
        for operation in [
            "GetConnection",
            "ListTagsForResource",
            "TagResource",
            "UntagResource",
            "DeleteConnection",
        ] {
            assert_ne!(account.count(operation), 0, "{operation}");
        }
        let calls = account.calls();
        assert!(calls.iter().all(|call| call.service == made_by), "{calls:#?}");
        account.is_empty();
    }
}

#[test]
fn reading_from_one_listing_saves_a_call_for_each_connection() {
    let account = Account::open();
    let provider = "provider \"codepipeline\" {\n  read_connections = \"list\"\n}\n";
    let many = "resource \"codepipeline_connection\" \"web\" {\n  count = 5\n  name = \"web-${count.index}\"\n}\n";
    let workspace = Workspace::new(&account, &format!("{provider}{many}"));
    workspace.apply().applied(5, 0, 0);
    account.forget_calls();
    workspace.plan().has_no_changes();
    assert_eq!(
        (account.count("ListConnections"), account.count("GetConnection")),
        (1, 0)
    );
    account.add_fault(json!({ "operation": "ListConnections", "kind": "deny", "times": 0 }));
    workspace
        .plan()
        .has_no_changes()
        .says("codeconnections:ListConnections is not allowed");
    assert_eq!(account.count("GetConnection"), 5);
}

#[test]
fn what_cannot_work_is_said_before_anything_is_created() {
    let host = "arn:aws:codeconnections:us-east-1:111122223333:host/gitlab-28aef605";
    let arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    let table = [
        (
            "name = \"a name of more than thirty-two characters\"",
            vec!["32", "name"],
        ),
        (
            "name = \"web\"\nprovider_type = \"gitlab\"",
            vec!["Did you mean \"GitLab\"?"],
        ),
        (
            "name = \"web\"\nprovider_type = \"GITLAB\"",
            vec!["Did you mean \"GitLab\"?"],
        ),
        (
            "name = \"web\"\nprovider_type = \"GitLabSelfManaged\"",
            vec!["requires a host", "host_arn", "CPGL012"],
        ),
        (
            &format!("name = \"web\"\nprovider_type = \"GitLab\"\nhost_arn = \"{host}\""),
            vec!["A connection of the type GitLab cannot have a host"],
        ),
        (
            &format!("name = \"web\"\nhost_arn = \"{arn}\""),
            vec!["Not the ARN of a host", "the ARN of a connection", "CPGL011"],
        ),
        (
            &format!("name = \"web\"\nhost_arn = \"{host}\""),
            vec!["Host in another region", "us-east-1", "CPGL013"],
        ),
        (
            "name = \"web\"\nregion = \"ap-east-1\"",
            vec!["No connections in ap-east-1", "skip_region_validation", "CPGL010"],
        ),
    ];
    for (arguments, texts) in table {
        let account = Account::open();
        let workspace = Workspace::new(&account, &connection(arguments));
        let outcome = workspace.plan();
        outcome.fails();
        for text in texts {
            outcome.says(text);
        }
        assert_eq!(account.connections(), Vec::<Value>::new());
    }
}

#[test]
fn a_region_that_one_list_excludes_is_a_warning_and_the_check_can_be_silenced() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\"\nregion = \"il-central-1\""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("Connections may not work in il-central-1");
    let skip = "provider \"codepipeline\" {\n  skip_checks = [\"CPGL010\"]\n}\n";
    workspace.configure(&format!(
        "{skip}{}",
        connection("name = \"web\"\nregion = \"ap-east-1\"")
    ));
    workspace.plan().plans(1, 0, 0).says_not("ap-east-1.");
}

#[test]
fn a_change_of_tags_keeps_the_status_known() {
    let (account, workspace, arn) = applied();
    account.set_connection_status(&arn, "AVAILABLE");
    let output = "resource \"terraform_data\" \"ready\" {\n  count = codepipeline_connection.web.connection_status == \
                  \"AVAILABLE\" ? 1 : 0\n}\n";
    workspace.configure(&format!(
        "{}{output}",
        connection("name = \"web\"\ntags = { team = \"core\" }")
    ));
    workspace.plan().plans(1, 1, 0);
    assert_eq!(
        workspace.planned_change(ADDRESS)["after_unknown"]["connection_status"],
        json!(null)
    );
    // The status changes after the plan: the next read shows it.
    account.set_connection_status(&arn, "ERROR");
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .applied(1, 1, 0);
}
