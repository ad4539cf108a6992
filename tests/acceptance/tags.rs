//! Tags of every resource that takes tags, shown on a connection.

use codepipeline_emulator_testing::pipelines::{gitlab_declaration, gitlab_pipeline};
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

/// So many tags.
fn tags(count: usize) -> String {
    format!("tags = {{ for number in range({count}) : \"key${{number}}\" => \"x\" }}")
}

#[test]
fn tags_of_awss_own_are_refused_at_plan() {
    let default = "default_tags {\n  tags = { \"AWS:team\" = \"core\" }\n}";
    for (provider, own) in [("", "tags = { \"aws:team\" = \"core\" }"), (default, "")] {
        let account = Account::open();
        let workspace = Workspace::new(&account, &configuration(provider, own));
        workspace.plan().fails().says("Reserved tag key").says("CPGL016");
        assert_eq!(account.connections(), Vec::<Value>::new());
    }
}

#[test]
fn more_than_50_tags_are_refused_for_a_pipeline_and_doubted_for_a_connection() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &configuration("", &tags(51)));
    let title = "Too many tags: 51";
    workspace.plan().plans(1, 0, 0).says(title).says("CPGL016");
    let arn = account.create_available_connection("gitlab");
    let pipeline = |count| gitlab_pipeline("web", &format!("{arn:?}"), &tags(count));
    workspace.configure(&pipeline(51));
    workspace.plan().fails().says(title).says_not("Service Quotas");
    workspace.configure(&pipeline(50));
    workspace.plan().plans(1, 0, 0).says_not("CPGL016");
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
fn a_tag_added_out_of_band_is_drift_unless_it_is_ignored() {
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

#[test]
fn a_tag_without_a_value_counts_as_omitted() {
    let account = Account::open();
    let default = "default_tags {\n  tags = { team = \"core\", cost = null }\n}";
    let written = "tags = { a = \"1\", b = null, team = null }";
    let workspace = Workspace::new(&account, &configuration(default, written));
    workspace.apply().applied(1, 0, 0);
    let state = workspace.resource(ADDRESS);
    assert_eq!(state["tags"], json!({ "a": "1", "b": null, "team": null }));
    assert_eq!(state["tags_all"], json!({ "a": "1", "team": "core" }));
    let arn = state["arn"].as_str().unwrap();
    assert_eq!(tags_in_aws(&account, arn), json!({ "a": "1", "team": "core" }));
    workspace.plan().has_no_changes();
    workspace.configure(&configuration(default, "tags = { a = null, b = \"2\" }"));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(tags_in_aws(&account, arn), json!({ "b": "2", "team": "core" }));
    workspace.plan().has_no_changes();
}

#[test]
fn an_ignored_tag_is_not_sent_wherever_it_is_written() {
    let account = Account::open();
    let provider = "default_tags {\n  tags = { team = \"core\", cost = \"7\" }\n}\nignore_tags {\n  keys = [\"cost\", \"owner\"]\n}";
    let workspace = Workspace::new(
        &account,
        &configuration(provider, "tags = { a = \"1\", owner = \"me\" }"),
    );
    workspace.apply().applied(1, 0, 0);
    workspace.plan().has_no_changes();
    let state = workspace.resource(ADDRESS);
    assert_eq!(state["tags_all"], json!({ "a": "1", "team": "core" }));
    assert_eq!(
        tags_in_aws(&account, state["arn"].as_str().unwrap()),
        json!({ "a": "1", "team": "core" })
    );
}

#[test]
fn unknown_default_tags_leave_only_tags_all_unknown() {
    let account = Account::open();
    let late = |input: &str| {
        format!(
            "resource \"terraform_data\" \"team\" {{\n  input = \"{input}\"\n}}\n{}\ndata \"codepipeline_connection\" \"other\" \
             {{\n  name = \"other\"\n}}\n",
            configuration(
                "default_tags {\n  tags = { team = terraform_data.team.output }\n}",
                "tags = { a = \"1\" }"
            )
        )
    };
    account.create_connection("other");
    let workspace = Workspace::new(&account, &late("core"));
    workspace.plan().plans(2, 0, 0).says_not("Nothing was refreshed");
    let change = workspace.planned_change(ADDRESS);
    assert_eq!(change["after_unknown"]["tags_all"], json!(true));
    assert_eq!(change["after"]["provider_type"], "GitLab");
    workspace.apply().applied(2, 0, 0);
    assert_eq!(
        workspace.resource(ADDRESS)["tags_all"],
        json!({ "a": "1", "team": "core" })
    );
    workspace.plan().has_no_changes();
    workspace.configure(&late("web"));
    workspace.plan().plans(0, 2, 0).says_not("Nothing was refreshed");
    assert_eq!(workspace.planned_change(ADDRESS)["after"]["tags"], json!({ "a": "1" }));
    workspace.apply().applied(0, 2, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_failed_change_of_a_hosts_tags_keeps_what_is_in_force() {
    let account = Account::open();
    let host = |tags: &str| {
        format!(
            "resource \"codepipeline_host\" \"gitlab\" {{\n  name = \"gitlab\"\n  provider_type = \"GitLabSelfManaged\"\n  \
             provider_endpoint = \"https://gitlab.example.com\"\n  tags = {tags}\n}}\n"
        )
    };
    let workspace = Workspace::new(&account, &host("{ a = \"1\", b = \"2\" }"));
    workspace.apply().applied(1, 0, 0);
    account.add_fault(json!({ "operation": "TagResource", "kind": "deny", "times": 0 }));
    workspace.configure(&host("{ a = \"9\" }"));
    workspace
        .apply()
        .fails()
        .says("Cannot change the tags of the host \"gitlab\"");
    assert_eq!(
        workspace.resource("codepipeline_host.gitlab")["tags"],
        json!({ "a": "1" })
    );
    account.clear_faults();
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
}

/// A resource `web` with these tags.
type Configured<'a> = &'a dyn Fn(&str) -> String;

#[test]
fn tags_that_may_not_be_read_are_skipped_until_they_are_managed() {
    let host = |tags: &str| {
        format!(
            "resource \"codepipeline_host\" \"web\" {{\n  name = \"web\"\n  provider_type = \"GitLabSelfManaged\"\n  \
             provider_endpoint = \"https://gitlab.example.com\"\n  {tags}\n}}\n"
        )
    };
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let pipeline = |tags: &str| gitlab_pipeline("web", &format!("{arn:?}"), tags);
    let resources: [Configured<'_>; 2] = [&host, &pipeline];
    for (of, service) in resources.into_iter().zip(["codeconnections", "codepipeline"]) {
        let workspace = Workspace::new(&account, &of(""));
        workspace.apply().applied(1, 0, 0);
        account.add_fault(json!({ "operation": "ListTagsForResource", "kind": "deny", "times": 0 }));
        let action = format!("{service}:ListTagsForResource");
        workspace
            .plan()
            .has_no_changes()
            .says(&format!("{action} is not allowed"));
        account.clear_faults();
        workspace.configure(&of("tags = { team = \"core\" }"));
        workspace.apply().applied(0, 1, 0);
        account.add_fault(json!({ "operation": "ListTagsForResource", "kind": "deny", "times": 0 }));
        workspace
            .plan()
            .fails()
            .says("Cannot read the tags of \"web\"")
            .says(&action);
        account.clear_faults();
    }
}

#[test]
fn a_data_source_whose_tags_may_not_be_read_has_none_and_a_warning() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    account.create_pipeline(&gitlab_declaration("web", &arn));
    account.add_fault(json!({ "operation": "ListTagsForResource", "kind": "deny", "times": 0 }));
    for (kind, service) in [("connection", "codeconnections"), ("pipeline", "codepipeline")] {
        let data = format!(
            "data \"codepipeline_{kind}\" \"web\" {{\n  name = \"web\"\n}}\noutput \"known\" {{\n  value = \
             data.codepipeline_{kind}.web.tags != null\n}}\n"
        );
        let workspace = Workspace::new(&account, &data);
        workspace
            .apply()
            .succeeds()
            .says("Skipped the tags of \"web\"")
            .says(&format!("{service}:ListTagsForResource is not allowed"));
        assert_eq!(workspace.output("known"), false);
    }
}
