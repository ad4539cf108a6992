//! `data.codepipeline_pipeline`.

use serde_json::{Value, json};

use crate::support::{
    account::Account,
    pipelines::{ROLE, foreign_declaration, gitlab_declaration},
    workspace::Workspace,
};

const CONFIGURATION: &str = r#"
data "codepipeline_pipeline" "theirs" {
  name = "theirs"
}

output "found" {
  value = data.codepipeline_pipeline.theirs
}
"#;

#[test]
fn a_whole_pipeline_is_read_with_its_metadata() {
    let account = Account::open();
    let mut declaration = foreign_declaration("theirs");
    declaration["tomorrow"] = json!({ "kept": true });
    account.create_pipeline(&declaration);
    let workspace = Workspace::new(&account, CONFIGURATION);
    workspace.apply().succeeds();
    let found = workspace.output("found");
    assert_eq!(found["arn"], "arn:aws:codepipeline:eu-west-1:111122223333:theirs");
    assert_eq!(found["role_arn"], ROLE);
    assert_eq!(
        (&found["version"], &found["execution_mode"]),
        (&json!(1), &json!("QUEUED"))
    );
    assert_eq!(
        (&found["pipeline_type"], &found["region"]),
        (&json!("V2"), &json!("eu-west-1"))
    );
    assert_eq!(found["artifact_store"][0]["location"], "acme-artifacts");
    assert_eq!(
        found["stage"][0]["action"][0]["configuration"]["S3Bucket"],
        "acme-templates"
    );
    assert_eq!(
        found["stage"][1]["on_failure"][0]["retry_configuration"][0]["retry_mode"],
        "FAILED_ACTIONS"
    );
    assert_eq!(found["variable"][0]["default_value"], "stable");
    assert!(found["created"].as_str().unwrap().ends_with('Z'), "{found:#}");
    let whole: Value = serde_json::from_str(found["declaration"].as_str().unwrap()).unwrap();
    assert_eq!(whole, account.pipeline("theirs"));
    workspace.plan().has_no_changes();
}

#[test]
fn the_trigger_that_aws_adds_is_shown() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("theirs", &arn));
    let workspace = Workspace::new(&account, CONFIGURATION);
    workspace.apply().succeeds();
    let trigger = &workspace.output("found")["trigger_all"][0]["git_configuration"][0];
    assert_eq!(trigger["source_action_name"], "GitLab");
    assert_eq!(trigger["push"][0]["branches"][0]["includes"], json!(["main"]));
}

#[test]
fn a_pipeline_that_is_not_there_is_an_error() {
    let account = Account::open();
    let workspace = Workspace::new(&account, CONFIGURATION);
    workspace
        .plan()
        .fails()
        .says("No such pipeline")
        .says("There is no pipeline \"theirs\" in eu-west-1");
}
