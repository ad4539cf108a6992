//! `data.codepipeline_pipeline`.

use codepipeline_emulator_testing::pipelines::{ROLE, foreign_declaration, gitlab_declaration, gitlab_pipeline};
use serde_json::{Value, json};

use crate::support::{account::Account, workspace::Workspace};

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
    let tagged = json!({ "pipeline": foreign_declaration("theirs"), "tags": [{ "key": "team", "value": "core" }] });
    account.ask("codepipeline", "CreatePipeline", tagged);
    account.seed_members("theirs", json!({ "/tomorrow": { "kept": true } }));
    let workspace = Workspace::new(&account, CONFIGURATION);
    workspace.apply().succeeds();
    let mut found = workspace.output("found");
    let stages = found["stage"].take();
    assert_eq!(stages[0]["action"][0]["configuration"]["S3Bucket"], "acme-templates");
    assert_eq!(
        stages[1]["on_failure"][0]["retry_configuration"][0]["retry_mode"],
        "FAILED_ACTIONS"
    );
    for time in ["created", "updated"] {
        let time = found[time].take();
        assert!(time.as_str().expect("a time").ends_with('Z'), "{time}");
    }
    let declaration = found["declaration"].take();
    let whole: Value = serde_json::from_str(declaration.as_str().expect("a string")).unwrap();
    assert_eq!(whole, account.pipeline("theirs"));
    assert_eq!(whole["tomorrow"]["kept"], true);
    let expected = json!({
        "arn": "arn:aws:codepipeline:eu-west-1:111122223333:theirs",
        "artifact_store": [{ "encryption_key": [], "location": "acme-artifacts", "region": null, "type": "S3" }],
        "console_url": "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/theirs/view?region=eu-west-1",
        "created": null, "declaration": null, "execution_mode": "QUEUED", "id": "theirs", "name": "theirs",
        "pipeline_type": "V2", "region": "eu-west-1", "role_arn": ROLE, "stage": null, "tags": { "team": "core" },
        "trigger_all": [], "updated": null, "version": 1,
        "variable": [{ "name": "channel", "default_value": "stable", "description": "Where it is released" }],
    });
    assert_eq!(found, expected);
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
        .says("Pipeline not found")
        .says("The pipeline \"theirs\" does not exist in eu-west-1");
}

#[test]
fn a_pipeline_of_another_region_is_read_there() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let made = Workspace::new(
        &account,
        &gitlab_pipeline("theirs", &format!("{arn:?}"), "region = \"us-east-1\""),
    );
    made.apply().applied(1, 0, 0);
    let elsewhere = CONFIGURATION.replace("name = \"theirs\"", "name   = \"theirs\"\n  region = \"us-east-1\"");
    let workspace = Workspace::new(&account, &elsewhere);
    workspace.apply().succeeds();
    let found = workspace.output("found");
    assert_eq!(found["arn"], "arn:aws:codepipeline:us-east-1:111122223333:theirs");
    assert_eq!(found["region"], "us-east-1");
}
