//! The configuration that Terraform generates for objects that other tools have created.

use codepipeline_emulator_testing::pipelines::{foreign_declaration, gitlab_source};
use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::author::Provider as _;

use crate::support::{account::Account, workspace::Workspace};

/// The import IDs of objects of the resource in this account.
fn objects(resource: &str, account: &Account) -> Vec<String> {
    match resource {
        "codepipeline_connection" => connections(account),
        "codepipeline_handshake" => {
            let host = account.create_host("handshake");
            account.set_host_status(&host, "AVAILABLE");
            vec![account.create_available_connection("handshake"), host]
        }
        "codepipeline_host" => hosts(account),
        "codepipeline_pipeline" => pipelines(account),
        "codepipeline_source_action" => source_actions(account),
        "codepipeline_stage_transition" => {
            account.create_pipeline(&foreign_declaration("frozen"));
            let input = json!({
                "pipelineName": "frozen", "stageName": "Build", "transitionType": "Inbound", "reason": "Freeze (1.0)!",
            });
            account.ask("codepipeline", "DisableStageTransition", input);
            vec!["frozen/Build".to_owned()]
        }
        other => panic!("create objects of {other} here"),
    }
}

fn arn(mut answer: Value, member: &str) -> String {
    serde_json::from_value(answer[member].take()).expect("an ARN")
}

fn connections(account: &Account) -> Vec<String> {
    let host = account.create_host("main");
    let inputs = [
        json!({ "ConnectionName": "plain", "ProviderType": "GitLab" }),
        json!({ "ConnectionName": "tagged", "ProviderType": "GitHub", "Tags": [{ "Key": "team", "Value": "core" }] }),
        json!({ "ConnectionName": "hosted", "HostArn": host }),
    ];
    let create = |api, input| arn(account.ask(api, "CreateConnection", input), "ConnectionArn");
    let mut arns: Vec<String> = inputs
        .into_iter()
        .map(|input| create("codeconnections", input))
        .collect();
    arns.push(create(
        "codestar-connections",
        json!({ "ConnectionName": "old", "ProviderType": "GitLab" }),
    ));
    arns
}

fn hosts(account: &Account) -> Vec<String> {
    let vpc = json!({
        "VpcId": "vpc-0a1b2c3d4e5f60718", "SubnetIds": ["subnet-0a1b2c3d4e5f60718"],
        "SecurityGroupIds": ["sg-0a1b2c3d4e5f60718"],
    });
    let host = |name: &str| json!({ "Name": name, "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": format!("https://{name}.example.com") });
    let mut tagged = host("tagged");
    tagged["Tags"] = json!([{ "Key": "team", "Value": "core" }]);
    let mut inside = host("inside");
    inside["VpcConfiguration"] = vpc;
    let create = |input| arn(account.ask("codeconnections", "CreateHost", input), "HostArn");
    let arns: Vec<String> = [host("plain"), tagged, inside].into_iter().map(create).collect();
    for arn in &arns {
        account.set_host_status(arn, "PENDING");
    }
    arns
}

/// All pipelines of hashicorp/aws, as another tool creates them.
fn pipelines(account: &Account) -> Vec<String> {
    let connection = account.create_available_connection("pipelines");
    let recorded = include_str!("pipelines_of_hashicorp_aws.json").replace("CONNECTION_ARN", &connection);
    let recorded: std::collections::BTreeMap<String, Value> = serde_json::from_str(&recorded).unwrap();
    let create = |pipeline: Value| {
        account.create_pipeline(&pipeline["declaration"]);
        pipeline["declaration"]["name"].as_str().unwrap().to_owned()
    };
    recorded.into_values().map(create).collect()
}

fn source_actions(account: &Account) -> Vec<String> {
    let connection = account.create_available_connection("sources");
    let mut declaration = foreign_declaration("release");
    let actions = declaration["stages"][0]["actions"].as_array_mut().unwrap();
    actions.extend(["plain", "cloned", "watched", "quiet"].map(|name| gitlab_source(name, &connection, name)));
    actions[2]["configuration"]["OutputArtifactFormat"] = json!("CODEBUILD_CLONE_REF");
    actions[2]["namespace"] = json!("Cloned");
    actions[4]["configuration"]["DetectChanges"] = json!("false");
    let filter = json!({ "branches": { "includes": ["main"] }, "filePaths": { "includes": ["src/**"], "excludes": ["docs/**"] } });
    declaration["triggers"] = json!([{
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": { "sourceActionName": "watched", "push": [filter] },
    }]);
    account.create_pipeline(&declaration);
    ["plain", "cloned", "watched", "quiet"]
        .map(|name| format!("release/{name}"))
        .into()
}

#[test]
fn the_generated_configuration_of_every_resource_plans_empty() {
    for resource in Codepipeline::RESOURCES {
        let (account, name) = (Account::open(), resource.name());
        let ids = objects(name, &account);
        let addresses: Vec<String> = (0..ids.len())
            .map(|number| format!("{name}.object_{number:02}"))
            .collect();
        let content = account.content();
        let workspace = Workspace::new(&account, "");
        let imports = addresses.iter().zip(&ids).map(|(to, id)| (to.as_str(), id.as_str()));
        workspace.generate(imports).plans(0, 0, 0);
        workspace.apply().applied(0, 0, 0);
        workspace.plan().has_no_changes();
        assert_eq!(workspace.addresses(), addresses, "{name}");
        assert_eq!(account.content(), content, "{name}");
    }
}
