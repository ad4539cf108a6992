//! Fifty connections and fifty pipelines that hashicorp/aws 5.100.0 has applied, from the move to the destroy.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{
    account::Account,
    aws_state::{AwsObject, state_file},
    workspace::Workspace,
};

/// The configuration after the move: `moved` blocks follow for [`MOVES`].
const CONFIGURATION: &str = r#"
locals {
  services = toset([for number in range(50) : format("service-%02d", number)])
  old      = toset([for number in range(25) : format("service-%02d", number)])
}

resource "codepipeline_connection" "old" {
  for_each      = local.old
  name          = each.key
  provider_type = "GitLab"
}

resource "codepipeline_connection" "new" {
  for_each      = setsubtract(local.services, local.old)
  name          = each.key
  provider_type = "GitLab"
}

resource "codepipeline_pipeline" "service" {
  for_each = local.services
  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/pipeline"

  artifact_store {
    location = "acme-artifacts"
    type     = "S3"
  }

  stage {
    name = "Source"

    action {
      name             = "GitLab"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["source"]

      configuration = {
        ConnectionArn    = merge(codepipeline_connection.old, codepipeline_connection.new)[each.key].arn
        FullRepositoryId = "acme/platform/${each.key}"
        BranchName       = "main"
      }
    }
  }

  stage {
    name = "Approve"

    action {
      name     = "Approve"
      category = "Approval"
      owner    = "AWS"
      provider = "Manual"
      version  = "1"
    }
  }
}
"#;

const OLD: &str = "aws_codestarconnections_connection";
const NEW: &str = "aws_codeconnections_connection";
const PIPELINE: &str = "aws_codepipeline";

/// The resources of hashicorp/aws, and those that they move to.
const MOVES: [(&str, &str, &str); 3] = [
    (OLD, "service", "codepipeline_connection.old"),
    (NEW, "service", "codepipeline_connection.new"),
    (PIPELINE, "service", "codepipeline_pipeline.service"),
];

/// The recorded state of one object, by the name of its file and its own.
fn recorded(file: &str, name: &str) -> Value {
    let objects: BTreeMap<String, Value> = serde_json::from_str(file).unwrap();
    objects[name].clone()
}

/// Creates one service as hashicorp/aws does, and returns the states of its connection and its pipeline.
fn create(account: &Account, type_name: &str, service: &str) -> [Value; 2] {
    let (api, name) = match type_name {
        OLD => ("codestar-connections", "old_connection_without_tags"),
        _ => ("codeconnections", "new_connection_without_tags"),
    };
    let input = json!({ "ConnectionName": service, "ProviderType": "GitLab" });
    let arn = account.ask(api, "CreateConnection", input)["ConnectionArn"].take();
    let arn = arn.as_str().unwrap();
    let mut connection = recorded(include_str!("connections_of_hashicorp_aws.json"), name)["state"].take();
    for (member, value) in [("arn", arn), ("id", arn), ("name", service)] {
        connection[member] = json!(value);
    }
    let file = include_str!("pipelines_of_hashicorp_aws.json")
        .replace("CONNECTION_ARN", arn)
        .replace("acme/platform/payments-api", &format!("acme/platform/{service}"));
    let mut pipeline = recorded(&file, "source_and_approval");
    pipeline["declaration"]["name"] = json!(service);
    account.create_pipeline(&pipeline["declaration"]);
    let mut state = pipeline["state"].take();
    let pipeline_arn = format!("arn:aws:codepipeline:eu-west-1:111122223333:{service}");
    for (member, value) in [("arn", pipeline_arn.as_str()), ("id", service), ("name", service)] {
        state[member] = json!(value);
    }
    [connection, state]
}

#[test]
fn fifty_connections_and_fifty_pipelines_of_hashicorp_aws_are_moved_and_destroyed() {
    let account = Account::open();
    let services: Vec<String> = (0..50).map(|number| format!("service-{number:02}")).collect();
    let mut objects = Vec::new();
    for (number, service) in services.iter().enumerate() {
        let type_name = if number < 25 { OLD } else { NEW };
        for (type_name, attributes) in [type_name, PIPELINE]
            .into_iter()
            .zip(create(&account, type_name, service))
        {
            objects.push(AwsObject {
                type_name,
                name: "service",
                key: Some(service),
                attributes,
            });
        }
    }
    assert_eq!(objects.len(), 100);
    let moved =
        MOVES.map(|(type_name, name, to)| format!("moved {{\n  from = {type_name}.{name}\n  to   = {to}\n}}\n"));
    let workspace = Workspace::new(&account, &(CONFIGURATION.to_owned() + &moved.concat()));
    workspace.use_own_build_as_aws();
    workspace.write("terraform.tfstate", &state_file(objects));
    let content = account.content();
    workspace.plan().plans(0, 0, 0);
    workspace.apply().applied(0, 0, 0);
    workspace.plan().has_no_changes();
    assert_eq!(account.content(), content);
    // The moves are done, and hashicorp/aws is not needed any more.
    workspace.configure(CONFIGURATION);
    workspace.plan().has_no_changes();
    workspace
        .destroy()
        .succeeds()
        .says("Destroy complete! Resources: 100 destroyed.");
    account.is_empty();
}
