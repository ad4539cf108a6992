//! Tags of every resource that takes tags, shown on a connection.

use serde_json::{Value, json};

use crate::support::{account::Account, workspace::Workspace};

const ADDRESS: &str = "codepipeline_connection.web";

fn configuration(provider: &str, tags: &str) -> String {
    format!(
        "provider \"codepipeline\" {{\n{provider}\n}}\nresource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n{tags}\n}}\n"
    )
}

fn tags_in_aws(account: &Account, arn: &str) -> Value {
    let answer = account.ask("codeconnections", "ListTagsForResource", json!({ "ResourceArn": arn }));
    let tags = answer["Tags"].as_array().cloned().unwrap_or_default();
    tags.iter()
        .map(|tag| (tag["Key"].as_str().unwrap().to_owned(), tag["Value"].clone()))
        .collect()
}

#[test]
fn tags_are_made_changed_and_removed_in_place() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &configuration("", "tags = { a = \"1\", b = \"2\" }"));
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    workspace.configure(&configuration("", "tags = { a = \"9\", c = \"3\" }"));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(tags_in_aws(&account, &arn), json!({ "a": "9", "c": "3" }));
    workspace.configure(&configuration("", ""));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(tags_in_aws(&account, &arn), json!({}));
    workspace.plan().has_no_changes();
}

#[test]
fn default_tags_lie_under_a_resources_own() {
    let account = Account::open();
    let default = "default_tags {\n  tags = { team = \"core\", env = \"prod\" }\n}";
    let workspace = Workspace::new(&account, &configuration(default, "tags = { env = \"test\" }"));
    workspace.apply().applied(1, 0, 0);
    let state = workspace.resource(ADDRESS);
    assert_eq!(state["tags"], json!({ "env": "test" }));
    assert_eq!(state["tags_all"], json!({ "env": "test", "team": "core" }));
    workspace.plan().has_no_changes();
    workspace.configure(&configuration(
        "default_tags {\n  tags = { team = \"web\" }\n}",
        "tags = { env = \"test\" }",
    ));
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
    assert_eq!(
        tags_in_aws(&account, state["arn"].as_str().unwrap()),
        json!({ "env": "test", "team": "web" })
    );
}

#[test]
fn tags_are_planned_known_when_they_are_known_and_unknown_otherwise() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &configuration("", "tags = { a = \"1\" }"));
    workspace.plan().plans(1, 0, 0);
    assert_eq!(
        workspace.planned_change(ADDRESS)["after"]["tags_all"],
        json!({ "a": "1" })
    );
    let unknown = "tags = { a = terraform_data.x.id }\n}\nresource \"terraform_data\" \"x\" {";
    workspace.configure(&configuration("", unknown));
    workspace.plan().plans(2, 0, 0);
    assert_eq!(
        workspace.planned_change(ADDRESS)["after_unknown"]["tags_all"],
        json!(true)
    );
    workspace.apply().applied(2, 0, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_tag_of_somebody_else_is_drift_unless_it_is_ignored() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &configuration("", "tags = { a = \"1\" }"));
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(ADDRESS)["arn"].as_str().unwrap().to_owned();
    let foreign = json!({ "ResourceArn": arn, "Tags": [{ "Key": "cost/center", "Value": "7" }] });
    account.ask("codeconnections", "TagResource", foreign);
    workspace.plan().plans(0, 1, 0).says("cost/center");
    workspace.configure(&configuration(
        "ignore_tags {\n  key_prefixes = [\"cost/\"]\n}",
        "tags = { a = \"2\" }",
    ));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(tags_in_aws(&account, &arn), json!({ "a": "2", "cost/center": "7" }));
    workspace.plan().has_no_changes();
}

#[test]
fn a_tag_in_both_places_with_the_same_value_stays_where_the_configuration_has_it() {
    let account = Account::open();
    let default = "default_tags {\n  tags = { team = \"core\" }\n}";
    let workspace = Workspace::new(&account, &configuration(default, "tags = { team = \"core\" }"));
    workspace.apply().applied(1, 0, 0);
    workspace.plan().has_no_changes();
    workspace.configure(&configuration(default, ""));
    workspace.apply().succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn a_failed_change_of_tags_keeps_what_is_in_force() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &configuration("", "tags = { a = \"1\", b = \"2\" }"));
    workspace.apply().applied(1, 0, 0);
    account.add_fault(json!({ "operation": "TagResource", "kind": "deny", "times": 0 }));
    workspace.configure(&configuration("", "tags = { a = \"9\" }"));
    workspace
        .apply()
        .fails()
        .says("Cannot change the tags of the connection \"web\"");
    assert_eq!(workspace.resource(ADDRESS)["tags"], json!({ "a": "1" }));
    account.clear_faults();
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
}
