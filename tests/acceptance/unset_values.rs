//! Empty values of optional arguments: a value that hashicorp/aws treats as unset is unset here.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::support::{account::Account, workspace::Workspace};

/// Resource, argument, value, and what hashicorp/aws 5.100.0 did with it: `accepted`, `differs` (applied, but the next plan
/// is not empty) or `refused`. The rows of connections and hosts are those of its `aws_codestarconnections_…` resources, but
/// only `aws_codeconnections_host` has `tags`. The arguments that only hashicorp/aws 6 has follow at the end, as its
/// documentation says.
const TABLE: &str = include_str!("unset_values.tsv");

const ROLE: &str = "arn:aws:iam::111122223333:role/pipeline";

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

/// A row of the table.
struct Row {
    argument: &'static str,
    value: Value,
    is_refused: bool,
}

fn rows(resource: &str) -> Vec<Row> {
    let rows = TABLE.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[0] == resource)
        .map(|row| Row {
            argument: row[1],
            value: serde_json::from_str(row[2]).unwrap(),
            is_refused: row[3] == "refused",
        })
        .collect()
}

/// Sets the argument at a path such as `stage.1.action.0.region`.
fn set(object: &mut Value, path: &str, value: &Value) {
    let place = path
        .split('.')
        .fold(object, |object, step| match step.parse::<usize>() {
            Ok(index) => &mut object[index],
            Err(_) => &mut object[step],
        });
    *place = value.clone();
}

/// A rule that uses every argument.
fn rule(name: &str) -> Value {
    json!({
        "name": name, "region": "eu-west-1", "role_arn": ROLE, "input_artifacts": ["source"],
        "configuration": { "Variable": "#{Source.BranchName}", "Value": "main", "Operator": "EQ" },
        "rule_type_id": { "category": "Rule", "owner": "AWS", "provider": "VariableCheck", "version": "1" },
    })
}

fn stages(connection: &str) -> Value {
    let source = json!({ "ConnectionArn": connection, "FullRepositoryId": "acme/app", "BranchName": "main", "DetectChanges": "true" });
    json!([
        { "name": "Source", "action": [{
            "name": "GitLab", "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1",
            "namespace": "Source", "output_artifacts": ["source"], "configuration": source,
        }] },
        {
            "name": "Build",
            "before_entry": { "condition": { "result": "SKIP", "rule": [rule("Before")] } },
            "on_success": { "condition": { "result": "FAIL", "rule": [rule("After")] } },
            "on_failure": { "result": "RETRY", "retry_configuration": { "retry_mode": "ALL_ACTIONS" } },
            "action": [{
                "name": "Build", "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1", "run_order": 1,
                "namespace": "Build", "region": "eu-west-1", "role_arn": ROLE, "input_artifacts": ["source"],
                "output_artifacts": ["built"], "configuration": { "ProjectName": "app" },
            }],
        },
        { "name": "Approve", "action": [{
            "name": "Approve", "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1",
            "timeout_in_minutes": 60, "configuration": { "CustomData": "please" },
        }] },
        { "name": "Run", "action": [{
            "name": "Run", "category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1", "commands": ["make"],
            "input_artifacts": ["source"], "output_variables": ["VERSION"],
            "output_artifacts_for_compute_action": [{ "name": "run", "files": ["out/**"] }],
        }] },
    ])
}

/// A pipeline that uses every argument.
fn pipeline(connection: &str) -> Value {
    let both = |includes: &str, excludes: &str| json!({ "includes": [includes], "excludes": [excludes] });
    let (branches, paths) = (both("main", "next"), both("src/**", "docs/**"));
    json!({
        "role_arn": ROLE, "pipeline_type": "V2", "execution_mode": "QUEUED", "tags": { "team": "core" },
        "artifact_store": [{
            "location": "acme-artifacts", "type": "S3",
            "encryption_key": { "id": "arn:aws:kms:eu-west-1:111122223333:alias/artifacts", "type": "KMS" },
        }],
        "stage": stages(connection),
        "trigger": [{
            "provider_type": "CodeStarSourceConnection",
            "git_configuration": {
                "source_action_name": "GitLab",
                "push": [{ "branches": branches, "file_paths": paths }, { "tags": both("v*", "w*") }],
                "pull_request": [{ "events": ["OPEN"], "branches": branches, "file_paths": paths }],
            },
        }],
        "variable": [{ "name": "channel", "default_value": "stable", "description": "Where it is released" }],
    })
}

/// The rows that differ by a block, of which Terraform compares the number after an import.
fn blocks(resource: &str) -> BTreeSet<String> {
    let is_block = |row: &Row| {
        let name = row.argument.rsplit('.').next().unwrap();
        let is_empty_block = row.value == json!({}) && name != "configuration" && row.argument != "tags";
        is_empty_block || ["files", "retry_mode"].contains(&name) || row.argument.starts_with("timeouts")
    };
    let rows = rows(resource).into_iter().enumerate();
    rows.filter(|(_, row)| is_block(row))
        .map(|(number, _)| format!("row_{number}"))
        .collect()
}

/// Makes one object for each accepted row, and asserts that neither the next plan nor an import has anything to change.
/// `object` returns the object of a row with this name.
fn unset_in_every_row(account: &Account, resource: &str, object: &dyn Fn(&str) -> Value) {
    let address_type = format!("codepipeline_{resource}");
    let mut objects = Map::new();
    for (number, row) in rows(resource).iter().enumerate().filter(|(_, row)| !row.is_refused) {
        let name = format!("row-{number}");
        let mut object = object(&name);
        object["name"] = json!(name);
        set(&mut object, row.argument, &row.value);
        objects.insert(format!("row_{number}"), object);
    }
    let workspace = Workspace::new(account, "");
    let configured = json!({ "resource": { &address_type: objects } });
    workspace.write("rows.tf.json", &format!("{configured:#}"));
    workspace.apply().applied(u32::try_from(objects.len()).unwrap(), 0, 0);
    workspace.plan().has_no_changes();
    let state = workspace.state();
    let made = state["values"]["root_module"]["resources"].as_array().unwrap().iter();
    let blocks = blocks(resource);
    let made = made.filter(|made| !blocks.contains(made["name"].as_str().unwrap()));
    let imports: Vec<Value> = made
        .map(|made| json!({ "to": made["address"], "id": made["values"]["arn"] }))
        .collect();
    objects.retain(|name, _| !blocks.contains(name));
    let fresh = Workspace::new(account, "");
    let configured = json!({ "resource": { &address_type: objects }, "import": imports });
    fresh.write("rows.tf.json", &format!("{configured:#}"));
    fresh.plan().plans(0, 0, 0);
}

#[test]
fn what_hashicorp_aws_takes_as_unset_is_unset_in_a_pipeline() {
    let account = Account::open();
    let connection = account.create_available_connection("main");
    unset_in_every_row(&account, "pipeline", &|_| pipeline(&connection));
}

#[test]
fn what_hashicorp_aws_takes_as_unset_is_unset_in_a_connection() {
    let account = Account::open();
    unset_in_every_row(&account, "connection", &|_| json!({ "provider_type": "GitLab" }));
}

#[test]
fn what_hashicorp_aws_takes_as_unset_is_unset_in_a_host() {
    let account = Account::open();
    unset_in_every_row(&account, "host", &|name| {
        json!({
            "provider_type": "GitLabSelfManaged", "provider_endpoint": format!("https://{name}.example.com"),
            "vpc_configuration": [{
                "vpc_id": format!("vpc-{:0>8}", name.trim_start_matches("row-")), "subnet_ids": ["subnet-0a1b2c3d"], "security_group_ids": ["sg-0a1b2c3d"],
                "tls_certificate": CERTIFICATE,
            }],
        })
    });
}

const PIPELINE: &str = "codepipeline_pipeline.web";

/// A pipeline with a source, a build with `build` in it, and `further` arguments.
fn small(connection: &str, build: &str, further: &str) -> String {
    format!(
        r#"
resource "codepipeline_pipeline" "web" {{
  name     = "web"
  role_arn = "{ROLE}"
  {further}

  artifact_store {{
    location = "acme-artifacts"
    type     = "S3"
  }}

  stage {{
    name = "Source"

    action {{
      name             = "GitLab"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["source"]
      configuration = {{
        ConnectionArn    = "{connection}"
        FullRepositoryId = "acme/app"
        BranchName       = "main"
      }}
    }}
  }}

  stage {{
    name = "Build"

    action {{
      name            = "Build"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      configuration   = {{ ProjectName = "app" }}
      {build}
    }}
  }}
}}
"#
    )
}

#[test]
fn an_empty_value_counts_as_omitted() {
    let account = Account::open();
    let connection = account.create_available_connection("main");
    let inputs = "input_artifacts = [\"source\"]";
    let workspace = Workspace::new(&account, &small(&connection, inputs, ""));
    workspace.apply().applied(1, 0, 0);
    // A null in the state cannot be planned over an empty value: this is the one difference that remains.
    let empty = format!("{inputs}\n output_artifacts = []\n region = \"\"\n role_arn = \"\"");
    workspace.configure(&small(&connection, &empty, "tags = {}"));
    workspace.plan().plans(0, 1, 0);
    let unknown = &workspace.planned_change(PIPELINE)["after_unknown"];
    assert!(!unknown.to_string().contains("true"), "{unknown:#}");
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
    // From an empty value every form is reached without a difference.
    let own = format!("{inputs}\n region = \"eu-west-1\"");
    let forms = [(inputs, ""), (&own, "tags = { Unset = null }"), (inputs, "tags = null")];
    for (build, further) in forms {
        workspace.configure(&small(&connection, build, further));
        workspace.plan().has_no_changes();
    }
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn an_empty_string_among_artifacts_is_not_sent() {
    let account = Account::open();
    let connection = account.create_available_connection("main");
    let build = "input_artifacts = [\"source\", \"\"]\n output_artifacts = [\"\"]";
    let workspace = Workspace::new(&account, &small(&connection, build, ""));
    workspace.validate().succeeds().says_not("Error");
    workspace.apply().applied(1, 0, 0);
    let action = account.pipeline("web")["stages"][1]["actions"][0].clone();
    assert_eq!(action["inputArtifacts"], json!([{ "name": "source" }]));
    assert_eq!(action["outputArtifacts"], json!([]));
    let action = workspace.resource(PIPELINE)["stage"][1]["action"][0].clone();
    assert_eq!(action["input_artifacts"], json!(["source", ""]));
    workspace.plan().has_no_changes();
    workspace.run(&["state", "rm", PIPELINE]).succeeds();
    workspace.import(PIPELINE, "web").succeeds();
    workspace.plan().has_no_changes();
}
