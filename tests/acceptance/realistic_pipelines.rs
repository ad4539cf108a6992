//! Pipelines from public modules and the tests of hashicorp/aws: full life cycles, imports and moves.
//!
//! `pipelines_of_hashicorp_aws.json` has for each one its configuration, the declaration in AWS after hashicorp/aws 5.100.0
//! has applied it, and the state that it has written.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::support::{
    account::Account,
    aws_state::{AwsObject, state_file},
    workspace::Workspace,
};

const RECORDED: &str = include_str!("pipelines_of_hashicorp_aws.json");

/// The recorded pipelines, on a connection of the account.
pub(super) fn recorded(connection: &str) -> BTreeMap<String, Value> {
    serde_json::from_str(&RECORDED.replace("CONNECTION_ARN", connection)).unwrap()
}

/// The configuration of all pipelines, with further top-level blocks.
fn configuration(recorded: &BTreeMap<String, Value>, further: Value) -> String {
    let pipelines: Map<String, Value> = recorded
        .iter()
        .map(|(name, pipeline)| (name.clone(), pipeline["configuration"].clone()))
        .collect();
    let mut configuration = json!({ "resource": { "codepipeline_pipeline": pipelines } });
    configuration
        .as_object_mut()
        .unwrap()
        .extend(further.as_object().unwrap().clone());
    format!("{configuration:#}")
}

fn workspace(account: &Account, recorded: &BTreeMap<String, Value>, further: Value) -> Workspace {
    let workspace = Workspace::new(account, "");
    workspace.write("pipelines.tf.json", &configuration(recorded, further));
    workspace
}

fn imports(recorded: &BTreeMap<String, Value>) -> Value {
    let import = |(name, pipeline): (&String, &Value)| json!({ "to": format!("codepipeline_pipeline.{name}"), "id": pipeline["configuration"]["name"] });
    json!({ "import": recorded.iter().map(import).collect::<Vec<_>>() })
}

/// Creates a pipeline in AWS, with the recorded tags.
pub(super) fn create(account: &Account, pipeline: &Value, declaration: &Value) {
    let tags = pipeline["state"]["tags"].as_object().into_iter().flatten();
    let tags: Vec<Value> = tags.map(|(key, value)| json!({ "key": key, "value": value })).collect();
    let input = json!({ "pipeline": declaration, "tags": tags });
    account.ask("codepipeline", "CreatePipeline", input);
}

/// Imports all pipelines, and asserts that the plan is empty.
#[track_caller]
fn import_without_changes(account: &Account, recorded: &BTreeMap<String, Value>) {
    let workspace = workspace(account, recorded, imports(recorded));
    account.forget_calls();
    workspace.plan().plans(0, 0, 0);
    workspace.apply().applied(0, 0, 0);
    workspace.plan().has_no_changes();
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn realistic_pipelines_live_whole_lives() {
    let account = Account::open();
    let recorded = recorded(&account.create_available_connection("main"));
    let count = u32::try_from(recorded.len()).unwrap();
    let workspace = workspace(&account, &recorded, json!({}));
    workspace.apply().applied(count, 0, 0);
    workspace.plan().has_no_changes();
    import_without_changes(&account, &recorded);
    workspace.destroy().succeeds();
    let left = account.ask("codepipeline", "ListPipelines", json!({}));
    assert_eq!(left["pipelines"], json!([]));
}

#[test]
fn values_that_aws_fills_in_cause_no_diff_after_an_import() {
    let account = Account::open();
    let recorded = recorded(&account.create_available_connection("main"));
    for pipeline in recorded.values() {
        create(&account, pipeline, &pipeline["declaration"]);
    }
    import_without_changes(&account, &recorded);
}

/// The declaration as the console sends it: with every member.
pub(super) fn as_in_the_console(declaration: &Value) -> Value {
    let mut declaration = declaration.clone();
    for stage in declaration["stages"].as_array_mut().unwrap() {
        for action in stage["actions"].as_array_mut().unwrap() {
            for (member, value) in [
                ("region", json!("eu-west-1")),
                ("configuration", json!({})),
                ("inputArtifacts", json!([])),
                ("outputArtifacts", json!([])),
                ("runOrder", json!(1)),
            ] {
                let action = action.as_object_mut().unwrap();
                action.entry(member).or_insert(value);
            }
        }
    }
    declaration
}

#[test]
fn a_pipeline_of_the_console_with_every_member_is_imported_without_changes() {
    let account = Account::open();
    let recorded = recorded(&account.create_available_connection("main"));
    for pipeline in recorded.values() {
        create(&account, pipeline, &as_in_the_console(&pipeline["declaration"]));
    }
    import_without_changes(&account, &recorded);
}

/// The state file of hashicorp/aws.
fn aws_state(recorded: &BTreeMap<String, Value>) -> String {
    state_file(recorded.iter().map(|(name, pipeline)| AwsObject {
        type_name: "aws_codepipeline",
        name,
        key: None,
        attributes: pipeline["state"].clone(),
    }))
}

/// A workspace with the state of hashicorp/aws in which all pipelines move.
fn workspace_to_move(account: &Account, recorded: &BTreeMap<String, Value>) -> Workspace {
    let moved = |name: &String| json!({ "from": format!("aws_codepipeline.{name}"), "to": format!("codepipeline_pipeline.{name}") });
    let moved: Vec<Value> = recorded.keys().map(moved).collect();
    let workspace = workspace(account, recorded, json!({ "moved": moved }));
    workspace.use_own_build_as_aws();
    workspace.write("terraform.tfstate", &aws_state(recorded));
    workspace
}

/// Moves all pipelines from hashicorp/aws, and asserts that the plan is empty.
#[track_caller]
fn move_without_changes(account: &Account, recorded: &BTreeMap<String, Value>) {
    let workspace = workspace_to_move(account, recorded);
    account.forget_calls();
    workspace.plan().plans(0, 0, 0);
    workspace.apply().applied(0, 0, 0);
    workspace.plan().has_no_changes();
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn moved_pipelines_cause_no_diff() {
    let account = Account::open();
    let recorded = recorded(&account.create_available_connection("main"));
    for pipeline in recorded.values() {
        create(&account, pipeline, &pipeline["declaration"]);
    }
    move_without_changes(&account, &recorded);
}

#[test]
fn moved_pipelines_with_a_configured_tags_all_cause_no_diff() {
    let account = Account::open();
    let mut recorded = recorded(&account.create_available_connection("main"));
    for pipeline in recorded.values_mut() {
        create(&account, pipeline, &pipeline["declaration"]);
        pipeline["configuration"]["tags_all"] = json!({ "team": "other" });
    }
    move_without_changes(&account, &recorded);
}

#[test]
fn moved_pipelines_of_the_console_cause_no_diff() {
    let account = Account::open();
    let mut recorded = recorded(&account.create_available_connection("main"));
    for pipeline in recorded.values_mut() {
        create(&account, pipeline, &as_in_the_console(&pipeline["declaration"]));
        // The refresh of hashicorp/aws takes the region over.
        for stage in pipeline["state"]["stage"].as_array_mut().unwrap() {
            for action in stage["action"].as_array_mut().unwrap() {
                if action["region"] == "" {
                    action["region"] = json!("eu-west-1");
                }
            }
        }
    }
    move_without_changes(&account, &recorded);
}

#[test]
fn a_timeout_of_a_rule_that_was_never_sent_is_a_change_with_a_warning() {
    let account = Account::open();
    let mut recorded = recorded(&account.create_available_connection("main"));
    recorded.retain(|name, _| name == "conditions");
    let pipeline = recorded.get_mut("conditions").unwrap();
    create(&account, pipeline, &pipeline["declaration"]);
    let stage = &mut pipeline["configuration"]["stage"][1];
    stage["before_entry"]["condition"]["rule"][0]["timeout_in_minutes"] = json!(10);
    let workspace = workspace_to_move(&account, &recorded);
    workspace
        .plan()
        .plans(0, 1, 0)
        .says("hashicorp/aws has never sent the timeout of the rule \"OnMain\"");
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes().says_not("never sent");
}

#[test]
fn a_written_trigger_that_is_equal_to_the_default_one_writes_nothing() {
    let account = Account::open();
    let mut recorded = recorded(&account.create_available_connection("main"));
    recorded.retain(|name, _| name == "several_branches");
    let pipeline = recorded.get_mut("several_branches").unwrap();
    let mut declaration = pipeline["declaration"].clone();
    declaration.as_object_mut().unwrap().remove("triggers");
    create(&account, pipeline, &declaration);
    let git = &mut pipeline["configuration"]["trigger"][0]["git_configuration"];
    git["push"][0]["branches"]["includes"] = json!(["main"]);
    let workspace = workspace(&account, &recorded, imports(&recorded));
    workspace.plan().plans(0, 1, 0);
    let change = workspace.planned_change("codepipeline_pipeline.several_branches");
    assert!(!change["after_unknown"].to_string().contains("true"), "{change:#}");
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn a_trigger_that_aws_does_not_add_is_imported_and_generated() {
    let account = Account::open();
    let connection = account.create_available_connection("main");
    let recorded = recorded(&connection);
    let branches =
        |includes: Value, excludes: Value| json!({ "branches": { "includes": includes, "excludes": excludes } });
    let filters = [
        json!([branches(json!(["main", "next"]), Value::Null)]),
        json!([branches(json!(["main"]), json!(["next"]))]),
        json!([
            branches(json!(["main"]), Value::Null),
            branches(json!(["next"]), Value::Null)
        ]),
        json!([branches(json!(["release/*"]), Value::Null)]),
    ];
    let mut imports = Vec::new();
    let mut declared = Vec::new();
    for (number, push) in filters.iter().enumerate() {
        let mut declaration = recorded["several_branches"]["declaration"].clone();
        declaration["name"] = json!(format!("web-{number}"));
        let git = json!({ "sourceActionName": "GitLab", "push": without_nulls(push) });
        declaration["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": git }]);
        account.create_pipeline(&declaration);
        imports.push((format!("codepipeline_pipeline.web_{number}"), format!("web-{number}")));
        declared.push(declaration);
    }
    let workspace = Workspace::new(&account, "");
    let imports = imports.iter().map(|(to, id)| (to.as_str(), id.as_str()));
    workspace.generate(imports).plans(0, 0, 0);
    workspace.apply().applied(0, 0, 0);
    workspace.plan().has_no_changes();
    workspace.remove("imports.tf");
    workspace.destroy().succeeds();
    workspace.apply().succeeds();
    for declaration in declared {
        let rebuilt = account.pipeline(declaration["name"].as_str().unwrap());
        assert_eq!(rebuilt["triggers"], declaration["triggers"]);
    }
}

/// The value without members that are null.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(members) => {
            let members = members.iter().filter(|(_, member)| !member.is_null());
            Value::Object(
                members
                    .map(|(name, member)| (name.clone(), without_nulls(member)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}
