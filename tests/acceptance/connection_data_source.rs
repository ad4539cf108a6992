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
fn a_name_that_nobody_or_that_several_have_is_an_error() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &found("name = \"web\""));
    workspace.plan().fails().says("No such connection");
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
