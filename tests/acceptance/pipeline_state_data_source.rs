//! `data.codepipeline_pipeline_state`.

use codepipeline_emulator_testing::pipelines::{REPOSITORY, gitlab_declaration, gitlab_pipeline};
use serde_json::{Value, json};

use crate::support::{account::Account, workspace::Workspace};

const CONFIGURATION: &str = r#"
data "codepipeline_pipeline_state" "web" {
  name = "web"
}

output "found" {
  value = data.codepipeline_pipeline_state.web
}
"#;

fn read(account: &Account) -> Value {
    let workspace = Workspace::new(account, CONFIGURATION);
    workspace.apply().succeeds();
    workspace.output("found")
}

/// Creates the pipeline `web`, whose execution waits for an approval, in an execution mode.
fn create_waiting(account: &Account, mode: &str) -> Value {
    let arn = account.create_available_connection("gitlab");
    let mut declaration = gitlab_declaration("web", &arn);
    declaration["executionMode"] = json!(mode);
    let category = json!({ "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" });
    let approval = json!({ "name": "Approve", "actionTypeId": category });
    declaration["stages"][1] = json!({ "name": "Approve", "actions": [approval] });
    account.create_pipeline(&declaration);
    account.push(REPOSITORY, "main");
    account.ask("codepipeline", "GetPipelineState", json!({ "name": "web" }))
}

#[test]
fn the_status_of_each_stage_and_action_is_read() {
    let account = Account::open();
    let state = create_waiting(&account, "SUPERSEDED");
    let found = read(&account);
    let (source, approval) = (&found["stages"][0], &found["stages"][1]);
    let in_aws = &state["stageStates"][0];
    assert_eq!(
        (&source["name"], &source["status"]),
        (&in_aws["stageName"], &json!("Succeeded"))
    );
    assert_eq!(
        source["pipeline_execution_id"],
        in_aws["latestExecution"]["pipelineExecutionId"]
    );
    assert_eq!(source["execution_type"], "STANDARD");
    let (action, in_aws) = (&source["actions"][0], &in_aws["actionStates"][0]);
    for (attribute, expected) in [
        ("name", &in_aws["actionName"]),
        ("status", &json!("Succeeded")),
        ("category", &json!("Source")),
        ("provider", &json!("CodeStarSourceConnection")),
        ("run_order", &json!(1)),
        ("revision_id", &in_aws["currentRevision"]["revisionId"]),
        ("revision_url", &in_aws["revisionUrl"]),
        ("entity_url", &in_aws["entityUrl"]),
        (
            "external_execution_id",
            &in_aws["latestExecution"]["externalExecutionId"],
        ),
        ("action_execution_id", &in_aws["latestExecution"]["actionExecutionId"]),
        ("error_message", &Value::Null),
    ] {
        assert_eq!(action[attribute], *expected, "{attribute}");
    }
    let time = action["last_status_change"].as_str().expect("a time");
    assert!(time.ends_with('Z'), "{time}");
    let waiting = &approval["actions"][0];
    assert_eq!(
        (&waiting["status"], &waiting["category"]),
        (&json!("InProgress"), &json!("Approval"))
    );
    assert_eq!(approval["transition"]["enabled"], true);
    assert_eq!((&found["version"], &found["region"]), (&json!(1), &json!("eu-west-1")));
    assert!(found["console_url"].as_str().unwrap().contains("/pipelines/web/"));
    let drawing = found["mermaid"].as_str().unwrap();
    assert!(
        drawing.starts_with("flowchart TB\n") && drawing.contains("<br>Waits for approval"),
        "{drawing}"
    );
}

#[test]
fn the_token_of_an_approval_is_never_shown() {
    for mode in ["SUPERSEDED", "QUEUED", "PARALLEL"] {
        let account = Account::open();
        let state = create_waiting(&account, mode);
        let waiting = &state["stageStates"][1]["actionStates"][0]["latestExecution"];
        let tokens: Vec<&str> = ["token", "externalExecutionId"]
            .iter()
            .filter_map(|member| waiting[*member].as_str())
            .collect();
        assert!(!tokens.is_empty(), "{mode}: {state}");
        let workspace = Workspace::new(&account, CONFIGURATION);
        workspace.apply().succeeds();
        let shown = workspace.state().to_string();
        for token in tokens {
            assert!(!shown.contains(token), "{mode}: {shown}");
        }
    }
}

#[test]
fn the_error_of_a_failed_action_is_read_and_drawn() {
    let account = Account::open();
    let arn = account.create_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &arn));
    let found = read(&account);
    let action = &found["stages"][0]["actions"][0];
    assert_eq!(
        (&action["status"], &action["error_code"]),
        (&json!("Failed"), &json!("JobFailed"))
    );
    let message = action["error_message"].as_str().expect("a message");
    assert!(!message.is_empty());
    assert!(found["mermaid"].as_str().unwrap().contains("<br>Failed<br>"), "{found}");
    assert_eq!(found["stages"][1]["status"], Value::Null);
}

#[test]
fn a_disabled_transition_is_read_with_its_reason() {
    let account = Account::open();
    create_waiting(&account, "SUPERSEDED");
    let stage = account.pipeline("web")["stages"][1]["name"].clone();
    let input = json!({ "pipelineName": "web", "stageName": stage, "transitionType": "Inbound", "reason": "Freeze until Monday" });
    account.ask("codepipeline", "DisableStageTransition", input);
    account.push(REPOSITORY, "main");
    let found = read(&account);
    let stage = &found["stages"][1];
    let transition = &stage["transition"];
    assert_eq!(
        (&transition["enabled"], &transition["disabled_reason"]),
        (&json!(false), &json!("Freeze until Monday"))
    );
    assert!(
        transition["last_changed_by"].is_string() && transition["last_changed_at"].is_string(),
        "{transition}"
    );
    assert_eq!(stage["waiting_execution_ids"].as_array().map(Vec::len), Some(1));
    let drawing = found["mermaid"].as_str().unwrap();
    assert!(
        drawing.contains("-. \"Disabled#58; Freeze until Monday\" .-x s1"),
        "{drawing}"
    );
}

#[test]
fn a_state_is_read_with_two_calls() {
    let account = Account::open();
    create_waiting(&account, "SUPERSEDED");
    account.forget_calls();
    Workspace::new(&account, CONFIGURATION).plan().succeeds();
    let mut operations: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
    operations.sort();
    assert_eq!(operations, ["GetPipeline", "GetPipelineState"]);
}

#[test]
fn the_state_of_a_pipeline_that_is_not_there_is_an_error() {
    let account = Account::open();
    let workspace = Workspace::new(&account, CONFIGURATION);
    workspace
        .plan()
        .fails()
        .says("Pipeline not found")
        .says("The pipeline \"web\" does not exist in eu-west-1");
    workspace.configure(&CONFIGURATION.replace("\"web\"\n}", "\"we b\"\n}"));
    workspace
        .validate()
        .fails()
        .says("Invalid character")
        .says("name = \"we b\"");
    workspace.configure(&CONFIGURATION.replace("\"web\"\n}", "\"web\"\n  region = \"eu-wset-1\"\n}"));
    workspace.validate().fails().says("The closest match is eu-west-1.");
}

#[test]
fn a_denied_state_is_an_error_that_names_the_permission() {
    let account = Account::open();
    create_waiting(&account, "SUPERSEDED");
    for operation in ["GetPipelineState", "GetPipeline"] {
        account.add_fault(json!({ "operation": operation, "kind": "deny", "times": 0 }));
        let workspace = Workspace::new(&account, CONFIGURATION);
        workspace
            .plan()
            .fails()
            .says(&format!("Allow codepipeline:{operation}"));
        account.clear_faults();
    }
}

#[test]
fn the_state_of_a_pipeline_of_another_region_is_read_there() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let made = gitlab_pipeline("web", &format!("{arn:?}"), "region = \"us-east-1\"");
    Workspace::new(&account, &made).apply().applied(1, 0, 0);
    let elsewhere = CONFIGURATION.replace("\"web\"\n}", "\"web\"\n  region = \"us-east-1\"\n}");
    let workspace = Workspace::new(&account, &elsewhere);
    workspace.apply().succeeds();
    let found = workspace.output("found");
    assert_eq!(
        (&found["region"], &found["stages"][0]["status"]),
        (&json!("us-east-1"), &json!("Succeeded"))
    );
}
