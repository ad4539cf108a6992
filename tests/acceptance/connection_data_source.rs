//! `data.codepipeline_connection`.

use serde_json::json;

use crate::support::{account::Account, workspace::Workspace};

fn found(arguments: &str) -> String {
    format!(
        "data \"codepipeline_connection\" \"web\" {{\n{arguments}\n}}\noutput \"found\" {{\n  value = data.codepipeline_connection.web\n}}\n"
    )
}

#[test]
fn a_connection_is_found_by_arn_or_by_name() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let tags = json!({ "ResourceArn": arn, "Tags": [{ "Key": "team", "Value": "core" }] });
    account.ask("codeconnections", "TagResource", tags);
    for arguments in [format!("arn = \"{arn}\""), "name = \"web\"".to_owned()] {
        let workspace = Workspace::new(&account, &found(&arguments));
        workspace.apply().succeeds();
        let id = arn.rsplit('/').next().unwrap();
        let expected = json!({
            "arn": arn, "id": arn, "name": "web", "region": "eu-west-1", "provider_type": "GitLab",
            "connection_status": "AVAILABLE", "host_arn": null, "owner_account_id": "111122223333",
            "tags": { "team": "core" },
            "console_url": format!("https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/{id}"),
        });
        assert_eq!(workspace.output("found"), expected);
    }
}

#[test]
fn a_name_of_no_connection_or_of_several_is_an_error() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &found("name = \"web\""));
    workspace.plan().fails().says("Connection not found");
    let (one, two) = (account.create_connection("web"), account.create_connection("web"));
    workspace
        .plan()
        .fails()
        .says("Several connections have the name \"web\"")
        .says(&one)
        .says(&two);
    workspace.configure(&found("arn = \"arn:aws:s3:::bucket\""));
    workspace.validate().fails().says("Not the ARN of a connection");
    workspace.configure(&found(""));
    workspace.validate().fails().says("arn").says("name");
}

#[test]
fn what_became_of_a_connection_during_the_apply_is_seen_by_name_too() {
    let account = Account::open();
    let data = |name: &str| {
        format!(
            "data \"codepipeline_connection\" \"{name}\" {{\n  name = \"{name}\"\n  depends_on = \
             [codepipeline_handshake.web]\n}}\noutput \"{name}\" {{\n  value = \
             data.codepipeline_connection.{name}.connection_status\n}}\n"
        )
    };
    let made = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\nresource \"codepipeline_handshake\" \
                \"web\" {\n  connection_arn = codepipeline_connection.web.arn\n}\n";
    let workspace = Workspace::new(&account, &format!("{made}{}{}", data("web"), data("late")));
    let running = workspace.start_apply();
    let arn = account.wait_for_connection("web");
    account.create_connection("late");
    account.set_connection_status(&arn, "AVAILABLE");
    running.finish().applied(2, 0, 0);
    assert_eq!(workspace.output("web"), "AVAILABLE");
    assert_eq!(workspace.output("late"), "PENDING");
}

#[test]
fn of_several_connections_of_a_name_the_one_of_the_region_is_meant() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let elsewhere = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n  region = \"us-east-1\"\n}\n";
    let workspace = Workspace::new(&account, elsewhere);
    workspace.apply().applied(1, 0, 0);
    for (region, found_arn) in [
        ("eu-west-1", arn),
        (
            "us-east-1",
            workspace.resource("codepipeline_connection.web")["arn"]
                .as_str()
                .unwrap()
                .to_owned(),
        ),
    ] {
        let looking = Workspace::new(&account, &found(&format!("name = \"web\"\nregion = \"{region}\"")));
        looking.apply().succeeds();
        assert_eq!(looking.output("found")["arn"], found_arn);
    }
}

#[test]
fn a_connection_of_another_region_is_found_by_name_unless_a_region_is_given() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let elsewhere = "provider \"codepipeline\" {\n  region = \"us-east-1\"\n}\n";
    let configuration = |arguments: &str| format!("{elsewhere}{}", found(arguments));
    let workspace = Workspace::new(&account, &configuration("name = \"web\""));
    workspace.apply().succeeds();
    let connection = workspace.output("found");
    assert_eq!(
        (&connection["arn"], &connection["region"]),
        (&json!(arn), &json!("eu-west-1"))
    );
    workspace.configure(&configuration("name = \"web\"\nregion = \"us-east-1\""));
    workspace
        .plan()
        .fails()
        .says("The region us-east-1 of this account has no connection with the name \"web\"")
        .says(&format!("Other regions have one: {arn} (PENDING)"));
}

#[test]
fn another_region_than_the_arns_is_an_error_at_the_region() {
    let account = Account::open();
    let arn = account.create_connection("web");
    let with = |region: &str| found(&format!("arn = \"{arn}\"\nregion = \"{region}\""));
    let workspace = Workspace::new(&account, &with("us-east-1"));
    for outcome in [workspace.validate(), workspace.plan()] {
        outcome
            .fails()
            .says("Region differs from the ARN")
            .says("in data \"codepipeline_connection\" \"web\"")
            .says("`region` is \"us-east-1\"");
    }
    for same in ["eu-west-1", ""] {
        workspace.configure(&with(same));
        workspace.apply().succeeds();
        assert_eq!(workspace.output("found")["region"], "eu-west-1");
    }
}
