//! `data.codepipeline_host` and `data.codepipeline_hosts`.

use serde_json::json;

use crate::support::{account::Account, listed::Listed, workspace::Workspace};

const PAGE: &str = "https://eu-west-1.console.aws.amazon.com/codesuite/settings/hosts?region=eu-west-1";

fn found(arguments: &str) -> String {
    format!(
        "data \"codepipeline_host\" \"gitlab\" {{\n{arguments}\n}}\noutput \"found\" {{\n  value = \
         data.codepipeline_host.gitlab\n}}\n"
    )
}

const HOSTS: Listed = Listed("hosts");

/// Creates a host in a VPC, and returns its ARN.
fn create_in_vpc(account: &Account, name: &str) -> String {
    let vpc = json!({
        "VpcId": "vpc-0a1b2c3d", "SubnetIds": ["subnet-0a1b2c3d"], "SecurityGroupIds": ["sg-0a1b2c3d"],
    });
    let input = json!({
        "Name": name, "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": format!("https://{name}.example.com"),
        "VpcConfiguration": vpc,
    });
    let answer = account.ask("codeconnections", "CreateHost", input);
    answer["HostArn"].as_str().expect("an ARN").to_owned()
}

#[test]
fn a_host_is_found_by_arn_or_by_name() {
    let account = Account::open();
    let arn = create_in_vpc(&account, "gitlab");
    account.set_host_status(&arn, "AVAILABLE");
    let tags = json!({ "ResourceArn": arn, "Tags": [{ "Key": "team", "Value": "core" }] });
    account.ask("codeconnections", "TagResource", tags);
    for (arguments, read) in [
        (format!("arn = \"{arn}\""), "GetHost"),
        ("name = \"gitlab\"".to_owned(), "ListHosts"),
    ] {
        let workspace = Workspace::new(&account, &found(&arguments));
        account.forget_calls();
        workspace.plan().succeeds();
        let mut operations: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
        operations.sort();
        assert_eq!(operations, [read, "ListTagsForResource"]);
        workspace.apply().succeeds();
        let expected = json!({
            "arn": arn, "id": arn, "name": "gitlab", "region": "eu-west-1", "provider_type": "GitLabSelfManaged",
            "provider_endpoint": "https://gitlab.example.com", "status": "AVAILABLE", "status_message": null,
            "tags": { "team": "core" }, "console_url": PAGE,
            "vpc_configuration": [{
                "vpc_id": "vpc-0a1b2c3d", "subnet_ids": ["subnet-0a1b2c3d"], "security_group_ids": ["sg-0a1b2c3d"],
                "tls_certificate": null,
            }],
        });
        assert_eq!(workspace.output("found"), expected);
    }
}

#[test]
fn a_failed_host_is_found_with_its_explanation() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    account.set_host_status(&arn, "ERROR");
    let explanation = |workspace: &Workspace| {
        workspace.apply().succeeds();
        workspace.output("found")["status_message"].clone()
    };
    let by_arn = explanation(&Workspace::new(&account, &found(&format!("arn = {arn:?}"))));
    assert!(by_arn.as_str().is_some_and(|text| !text.is_empty()), "{by_arn}");
    let by_name = explanation(&Workspace::new(&account, &found("name = \"gitlab\"")));
    assert_eq!(by_name, by_arn);
}

#[test]
fn a_name_of_no_host_or_of_several_is_an_error() {
    let account = Account::open();
    let one = account.create_host_at("gitlab", "https://one.example.com");
    let workspace = Workspace::new(&account, &found("name = \"gitlba\""));
    workspace
        .plan()
        .fails()
        .says("Host not found")
        .says("This account has no host with the name \"gitlba\" (listed in eu-west-1). Did you mean \"gitlab\"?");
    let two = account.create_host_at("gitlab", "https://two.example.com");
    workspace.configure(&found("name = \"gitlab\""));
    workspace
        .plan()
        .fails()
        .says("Several hosts have the name \"gitlab\"")
        .says(&format!("{one} (PENDING)"))
        .says(&format!("{two} (PENDING)"));
}

#[test]
fn an_arn_of_no_host_is_an_error() {
    let account = Account::open();
    let connection = account.create_connection("web");
    let workspace = Workspace::new(&account, &found(&format!("arn = {connection:?}")));
    workspace
        .validate()
        .fails()
        .says("Not the ARN of a host")
        .says("use codepipeline_host.NAME.arn");
    workspace.configure(&found(""));
    workspace.validate().fails().says("arn").says("name");
    let missing = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-0a1b2c3d";
    workspace.configure(&found(&format!("arn = {missing:?}")));
    workspace.plan().fails().says("Host not found").says(missing);
    workspace.configure(&found(&format!("arn = {missing:?}\nregion = \"us-east-1\"")));
    workspace.validate().fails().says("Region differs from the ARN");
}

#[test]
fn hosts_are_listed_by_name_with_one_call() {
    let account = Account::open();
    let (git, gitlab) = (account.create_host("git"), create_in_vpc(&account, "gitlab"));
    account.set_host_status(&gitlab, "VPC_CONFIG_FAILED_INITIALIZATION");
    let workspace = Workspace::new(&account, &HOSTS.configuration(""));
    account.forget_calls();
    workspace.plan().succeeds();
    let operations: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
    assert_eq!(operations, ["ListHosts"]);
    workspace.apply().succeeds();
    let all = workspace.output("found");
    let expected = json!({
        "arn": git, "id": git, "name": "git", "region": "eu-west-1", "provider_type": "GitLabSelfManaged",
        "provider_endpoint": "https://git.example.com", "status": "PENDING", "status_message": null,
        "console_url": PAGE, "vpc_configuration": [],
    });
    assert_eq!(all[0], expected);
    assert_eq!(
        (&all[1]["arn"], &all[1]["vpc_configuration"][0]["vpc_id"]),
        (&json!(gitlab), &json!("vpc-0a1b2c3d"))
    );
    assert!(all[1]["status_message"].is_string(), "{all}");
}

#[test]
fn each_filter_of_hosts_selects() {
    let account = Account::open();
    let arn = account.create_host("gitlab");
    account.set_host_status(&arn, "AVAILABLE");
    account.create_host("gitlab-test");
    let github = json!({
        "Name": "github", "ProviderType": "GitHubEnterpriseServer", "ProviderEndpoint": "https://github.example.com",
    });
    account.ask("codeconnections", "CreateHost", github);
    for (arguments, expected) in [
        ("provider_type = \"GitHubEnterpriseServer\"", &["github"] as &[_]),
        ("status = \"PENDING\"", &["github", "gitlab-test"]),
        ("name_regex = \"^gitlab\"\nstatus = \"AVAILABLE\"", &["gitlab"]),
        ("region = \"us-east-1\"", &[]),
        ("status = \"ERROR\"", &[]),
    ] {
        assert_eq!(HOSTS.names(&account, arguments), expected, "{arguments}");
    }
}

#[test]
fn a_malformed_filter_of_hosts_is_an_error_at_its_argument_at_validate() {
    let account = Account::open();
    let malformed = [
        ("name_regex = \"[\"", "Malformed regular expression"),
        ("provider_type = \"GitLab\"", "\"GitLab\" is not a valid value"),
        ("status = \"READY\"", "\"READY\" is not a valid value"),
        (
            "provider_type = \"GitlabSelfManaged\"",
            "Did you mean \"GitLabSelfManaged\"?",
        ),
        ("region = \"Ireland\"", "is not the code of an AWS region"),
    ];
    HOSTS.rejects(&account, &malformed);
}

#[test]
fn a_denied_list_of_hosts_is_an_error_that_names_the_permission() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "ListHosts", "kind": "deny", "times": 0 }));
    for configuration in [HOSTS.configuration(""), found("name = \"gitlab\"")] {
        Workspace::new(&account, &configuration)
            .plan()
            .fails()
            .says("Cannot list the hosts")
            .says("Allow codeconnections:ListHosts");
    }
}
