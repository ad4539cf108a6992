//! `codepipeline_pipeline`: its life, and what others do to the same pipeline meanwhile.

use codepipeline_emulator_testing::pipelines::{REPOSITORY, ROLE, gitlab_declaration, gitlab_pipeline};
use serde_json::{Value, json};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const PIPELINE: &str = "codepipeline_pipeline.web";

/// A trigger on a branch, for the source `GitLab`.
const TRIGGER: &str = r#"
  trigger {
    provider_type = "CodeStarSourceConnection"
    git_configuration {
      source_action_name = "GitLab"
      push {
        branches { includes = ["release/**"] }
      }
    }
  }
"#;

/// The pipeline `web` on an available connection, applied.
fn applied(extra: &str) -> (Account, Workspace, String) {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, extra));
    workspace.apply().applied(1, 0, 0);
    (account, workspace, arn)
}

fn configuration(arn: &str, extra: &str) -> String {
    gitlab_pipeline("web", &format!("{arn:?}"), extra)
}

fn operations(account: &Account) -> Vec<String> {
    account.calls().into_iter().map(|call| call.operation).collect()
}

/// Changes the pipeline out of band.
fn edit(account: &Account, change: impl FnOnce(&mut Value)) {
    let mut declaration = account.pipeline("web");
    change(&mut declaration);
    account.update_pipeline(&declaration);
}

#[test]
fn a_configuration_key_that_is_null_is_omitted() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let configuration = gitlab_pipeline("web", &format!("{arn:?}"), "").replace(
        "ProjectName = \"payments-build\"",
        "ProjectName = \"payments-build\"\n EnvironmentVariables = null",
    );
    let workspace = Workspace::new(&account, &configuration);
    workspace.apply().applied(1, 0, 0);
    let sent = account.ask("codepipeline", "GetPipeline", json!({ "name": "web" }));
    let action = &sent["pipeline"]["stages"][1]["actions"][0];
    assert_eq!(action["configuration"], json!({ "ProjectName": "payments-build" }));
    workspace.plan().has_no_changes();
}

#[test]
fn a_pipeline_is_created_read_and_destroyed() {
    let (account, workspace, arn) = applied("");
    let mut created = operations(&account);
    created.dedup();
    assert_eq!(
        created,
        [
            "CreateConnection",
            // The plan, and again the plan of the apply, check the name and read the connection.
            "GetPipeline",
            "GetConnection",
            "GetPipeline",
            "GetConnection",
            "CreatePipeline",
            "GetPipeline"
        ]
    );
    let declared = account.pipeline("web");
    assert_eq!(declared["pipelineType"], "V2");
    assert_eq!(
        declared["stages"][0]["actions"][0]["configuration"]["ConnectionArn"],
        arn.as_str()
    );
    let mut state = workspace.resource(PIPELINE);
    let stages = state["stage"].take();
    assert_eq!(stages[0]["action"][0]["configuration"]["ConnectionArn"], arn.as_str());
    let expected = json!({
        "allow_pending_connection": null, "arn": "arn:aws:codepipeline:eu-west-1:111122223333:web",
        "artifact_store": [{ "encryption_key": [], "location": "acme-artifacts", "region": null, "type": "S3" }],
        "console_url": "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/web/view?region=eu-west-1",
        "execution_mode": "SUPERSEDED", "id": "web", "name": "web", "pipeline_type": "V2", "region": "eu-west-1",
        "resave": null, "restart_execution_on_update": null, "role_arn": ROLE, "stage": null, "tags": null, "tags_all": {}, "trigger": [],
        "trigger_all": [{ "provider_type": "CodeStarSourceConnection", "git_configuration": [{
            "source_action_name": "GitLab", "pull_request": [],
            "push": [{ "branches": [{ "includes": ["main"], "excludes": null }], "file_paths": [], "tags": [] }],
        }] }],
        "unregistered_connections": [], "variable": [], "version": 1,
    });
    assert_eq!(state, expected);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    assert_eq!(
        account.ask("codepipeline", "ListPipelines", json!({}))["pipelines"],
        json!([])
    );
}

#[test]
fn a_destroy_succeeds_although_the_pipeline_is_gone() {
    let (account, workspace, _) = applied("");
    account.ask("codepipeline", "DeletePipeline", json!({ "name": "web" }));
    workspace
        .run(&["destroy", "-auto-approve", "-refresh=false", "-no-color"])
        .succeeds();
}

#[test]
fn a_pipeline_deleted_out_of_band_is_recreated() {
    let (account, workspace, _) = applied("");
    account.ask("codepipeline", "DeletePipeline", json!({ "name": "web" }));
    workspace.plan().plans(1, 0, 0);
    workspace.apply().applied(1, 0, 0);
    assert_eq!(account.pipeline("web")["version"], 1);
}

#[test]
fn another_name_makes_another_pipeline() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&configuration(&arn, "").replace("name     = \"web\"", "name     = \"shop\""));
    workspace.plan().plans(1, 0, 1).says("forces replacement");
    workspace.apply().applied(1, 0, 1);
    assert_eq!(account.pipeline("shop")["name"], "shop");
}

#[test]
fn a_change_is_written_in_place_once() {
    let (account, workspace, arn) = applied("");
    workspace
        .configure(&configuration(&arn, TRIGGER).replace("BranchName       = \"main\"", "BranchName       = \"next\""));
    account.forget_calls();
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 1);
    let declared = account.pipeline("web");
    assert_eq!(declared["version"], 2);
    assert_eq!(
        declared["stages"][0]["actions"][0]["configuration"]["BranchName"],
        "next"
    );
    assert_eq!(declared["triggers"].as_array().map(Vec::len), Some(1));
    assert_eq!(workspace.resource(PIPELINE)["version"], 2);
    workspace.plan().has_no_changes();
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let (account, workspace, arn) = applied("");
    let running = |account: &Account| {
        account.ask(
            "codepipeline",
            "ListPipelineExecutions",
            json!({ "pipelineName": "web" }),
        )
    };
    let before = running(&account);
    workspace.configure(&configuration(&arn, "tags = { team = \"core\" }"));
    account.forget_calls();
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 0, "{:?}", operations(&account));
    assert_eq!(account.count("TagResource"), 1);
    assert_eq!(running(&account), before);
    workspace.configure(&configuration(
        &arn,
        "tags = { team = \"core\" }\n allow_pending_connection = true",
    ));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 0);
    workspace.plan().has_no_changes();
}

#[test]
fn tags_are_created_changed_and_removed() {
    let (account, workspace, arn) = applied("tags = { team = \"core\", gone = \"1\" }");
    let tags = |account: &Account| {
        let input = json!({ "resourceArn": "arn:aws:codepipeline:eu-west-1:111122223333:web" });
        let mut tags = account.ask("codepipeline", "ListTagsForResource", input)["tags"].take();
        tags.as_array_mut().unwrap().sort_by_key(ToString::to_string);
        tags
    };
    assert_eq!(
        tags(&account),
        json!([{ "key": "gone", "value": "1" }, { "key": "team", "value": "core" }])
    );
    workspace.configure(&configuration(&arn, "tags = { team = \"web\" }"));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(tags(&account), json!([{ "key": "team", "value": "web" }]));
    workspace.plan().has_no_changes();
    assert_eq!(workspace.resource(PIPELINE)["tags_all"], json!({ "team": "web" }));
}

#[test]
fn drift_in_stages_and_actions_is_reverted() {
    let (account, workspace, _) = applied("");
    edit(&account, |pipeline| {
        pipeline["stages"][1]["actions"][0]["runOrder"] = json!(7);
        pipeline["stages"][1]["actions"][0]["configuration"]["ProjectName"] = json!("other");
        let approval = json!({ "name": "Extra", "actions": [{
            "name": "Approve",
            "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" } }] });
        pipeline["stages"].as_array_mut().unwrap().push(approval);
    });
    workspace.plan().plans(0, 1, 0).says("Extra").says("run_order");
    workspace.apply().applied(0, 1, 0);
    let declared = account.pipeline("web");
    assert_eq!(declared["stages"].as_array().unwrap().len(), 2);
    assert_eq!(declared["stages"][1]["actions"][0]["runOrder"], 1);
    workspace.plan().has_no_changes();
}

#[test]
fn what_others_change_in_triggers_is_put_back() {
    let (account, workspace, _) = applied(TRIGGER);
    let written = account.pipeline("web")["triggers"].clone();
    edit(&account, |pipeline| {
        pipeline["triggers"][0]["gitConfiguration"]["push"][0]["branches"]["includes"] = json!(["hacked"]);
    });
    workspace.plan().plans(0, 1, 0).says("hacked");
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.pipeline("web")["triggers"], written);
    edit(&account, |pipeline| {
        pipeline.as_object_mut().unwrap().remove("triggers");
    });
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.pipeline("web")["triggers"], written);
    workspace.plan().has_no_changes();
}

#[test]
fn the_default_trigger_causes_no_diff() {
    let (account, workspace, arn) = applied("");
    assert_eq!(
        account.pipeline("web")["triggers"].as_array().map(Vec::len),
        Some(1),
        "AWS has added one"
    );
    let state = workspace.resource(PIPELINE);
    assert_eq!(state["trigger"], json!([]));
    assert_eq!(
        state["trigger_all"][0]["git_configuration"][0]["source_action_name"],
        "GitLab"
    );
    workspace.plan().has_no_changes();
    workspace.configure(&configuration(&arn, "execution_mode = \"QUEUED\""));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.pipeline("web")["triggers"].as_array().map(Vec::len), Some(1));
    workspace.plan().has_no_changes();
}

#[test]
fn a_narrowed_default_trigger_is_a_warning_and_resave_restores_it() {
    let (account, workspace, arn) = applied("");
    edit(&account, |pipeline| {
        pipeline["triggers"][0]["gitConfiguration"]["push"] = json!([{ "branches": { "includes": ["next"] } }]);
    });
    assert_eq!(account.push(REPOSITORY, "main").len(), 0);
    workspace
        .plan()
        .has_no_changes()
        .says("Pushes to \"main\" of \"GitLab\" do not start the pipeline \"web\"")
        .says("resave");
    workspace.configure(&configuration(&arn, "execution_mode = \"QUEUED\""));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(
        account.push(REPOSITORY, "main").len(),
        0,
        "whoever wrote it may mean it"
    );
    workspace.configure(&configuration(&arn, "execution_mode = \"QUEUED\"\nresave = \"1\""));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.push(REPOSITORY, "main").len(), 1);
    workspace.plan().has_no_changes().says_not("do not start");
}

#[test]
fn a_change_of_tags_alone_keeps_the_declaration_known() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&configuration(&arn, "tags = { team = \"web\" }"));
    workspace.plan().plans(0, 1, 0);
    assert_eq!(workspace.planned_change(PIPELINE)["after_unknown"], json!({}));
    account.forget_calls();
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_trigger_whose_block_is_deleted_goes_and_pushes_to_the_branch_start_the_pipeline_again() {
    let (account, workspace, arn) = applied(TRIGGER);
    assert_eq!(account.push(REPOSITORY, "main").len(), 0);
    workspace.configure(&configuration(&arn, ""));
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 1);
    assert_eq!(account.push(REPOSITORY, "release/1").len(), 0);
    assert_eq!(account.push(REPOSITORY, "main").len(), 1);
    workspace.plan().has_no_changes();
}

#[test]
fn any_trigger_is_a_difference_where_changes_are_not_detected() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let silent = configuration(&arn, "").replace(
        "BranchName       = \"main\"",
        "BranchName       = \"main\"\nDetectChanges = \"false\"",
    );
    let workspace = Workspace::new(&account, &silent);
    workspace.apply().applied(1, 0, 0);
    assert_eq!(account.pipeline("web").get("triggers"), None);
    edit(&account, |pipeline| {
        pipeline["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
            "sourceActionName": "GitLab", "push": [{ "branches": { "includes": ["main"] } }] } }]);
    });
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_change_since_the_plan_is_not_overwritten() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&configuration(&arn, TRIGGER));
    workspace.plan().plans(0, 1, 0);
    edit(&account, |pipeline| pipeline["executionMode"] = json!("QUEUED"));
    let theirs = account.pipeline("web");
    account.forget_calls();
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .fails()
        .says("The pipeline \"web\" was changed since the plan")
        .says("made for version 1, but the pipeline now has version 2");
    assert_eq!(account.count("UpdatePipeline"), 0);
    assert_eq!(account.pipeline("web"), theirs);
}

#[test]
fn a_pipeline_that_was_recreated_since_the_plan_is_not_overwritten() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&configuration(&arn, TRIGGER));
    workspace.plan().plans(0, 1, 0);
    let declaration = account.pipeline("web");
    account.ask("codepipeline", "DeletePipeline", json!({ "name": "web" }));
    account.create_pipeline(&declaration);
    account.forget_calls();
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .fails()
        .says("The pipeline \"web\" was recreated since the plan");
    assert_eq!(account.count("UpdatePipeline"), 0);
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_change_between_read_and_write_is_overwritten_once_and_its_version_is_named() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&configuration(&arn, TRIGGER));
    account.forget_calls();
    account.add_fault(json!({ "operation": "UpdatePipeline", "kind": "pause" }));
    let apply = workspace.start_apply();
    account.wait_for_calls("UpdatePipeline", 1);
    // The fault applies once: this write succeeds while ours waits.
    edit(&account, |pipeline| pipeline["executionMode"] = json!("QUEUED"));
    account.clear_faults();
    apply
        .finish()
        .fails()
        .says("The update of the pipeline \"web\" overwrote a change made out of band")
        .says("Terraform read version 1 and wrote version 3")
        .says("version 2 was written out of band")
        .says_not("Nothing was written");
    // Ours and theirs: executions are not cancelled once more.
    assert_eq!(account.count("UpdatePipeline"), 2);
    let now = account.pipeline("web");
    assert_eq!(
        (&now["version"], &now["executionMode"]),
        (&json!(3), &json!("SUPERSEDED"))
    );
    assert_eq!(workspace.resource(PIPELINE)["version"], 3);
    assert!(!workspace.is_tainted(PIPELINE));
    workspace.plan().has_no_changes();
}

#[test]
fn members_without_an_argument_survive_every_change() {
    let (account, workspace, arn) = applied("");
    edit(&account, |pipeline| {
        pipeline["stages"][1]["blockers"] = json!([{ "name": "night", "type": "Schedule" }]);
    });
    let members = json!({ "/tomorrow": { "kept": [1.5, null] }, "/stages/0/actions/0/tomorrow": "kept" });
    account.seed_members("web", members);
    workspace.plan().has_no_changes();
    workspace.configure(&configuration(&arn, TRIGGER));
    workspace.apply().applied(0, 1, 0);
    let declared = account.pipeline("web");
    assert_eq!(declared["tomorrow"]["kept"][0], 1.5);
    assert_eq!(declared["stages"][1]["blockers"][0]["name"], "night");
    assert_eq!(declared["stages"][0]["actions"][0]["tomorrow"], "kept");
}

#[test]
fn a_taken_name_is_answered_with_an_import_block() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &arn));
    let workspace = Workspace::new(&account, &configuration(&arn, ""));
    workspace
        .apply()
        .fails()
        .says("The pipeline \"web\" already exists in eu-west-1")
        .says("id = \"web@eu-west-1\"")
        .says("write a `moved` block instead");
    assert_eq!(workspace.addresses(), Vec::<String>::new());
}

#[test]
fn an_imported_pipeline_plans_empty() {
    let (account, workspace, arn) = applied(&TRIGGER.replace("branches", "tags"));
    for id in [
        "web",
        "web@eu-west-1",
        "arn:aws:codepipeline:eu-west-1:111122223333:web",
    ] {
        workspace.run(&["state", "rm", PIPELINE]).succeeds();
        workspace.import(PIPELINE, id).succeeds();
        workspace.plan().has_no_changes();
    }
    workspace.run(&["state", "rm", PIPELINE]).succeeds();
    workspace.import(PIPELINE, "absent").fails();
    workspace.import(PIPELINE, &arn).fails().says("web@eu-west-1");
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn import_by_identity_plans_empty() {
    if !Cli::chosen().offers(Feature::IdentityImport) {
        return;
    }
    let (_account, workspace, arn) = applied("");
    workspace.run(&["state", "rm", PIPELINE]).succeeds();
    let import = format!(
        "import {{\n  to = {PIPELINE}\n  identity = {{\n    account_id = \"111122223333\"\n    region = \"eu-west-1\"\n    \
         name = \"web\"\n  }}\n}}\n"
    );
    workspace.configure(&(configuration(&arn, "") + &import));
    workspace.apply().says("1 imported").applied(0, 0, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn the_configuration_that_terraform_generates_plans_empty() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let mut declaration = gitlab_declaration("web", &arn);
    declaration["variables"] = json!([{ "name": "channel", "defaultValue": "stable" }]);
    declaration["stages"][1]["onFailure"] = json!({ "result": "ROLLBACK" });
    declaration["stages"][1]["actions"][0]["namespace"] = json!("Build");
    account.create_pipeline(&declaration);
    let workspace = Workspace::new(&account, "");
    workspace.generate([(PIPELINE, "web")]).plans(0, 0, 0);
    workspace.apply().applied(0, 0, 0);
    workspace.plan().has_no_changes();
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn a_pipeline_can_be_in_another_region_than_the_providers() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, "region = \"us-east-1\""));
    workspace.apply().applied(1, 0, 0);
    assert_eq!(
        workspace.resource(PIPELINE)["arn"],
        "arn:aws:codepipeline:us-east-1:111122223333:web"
    );
    workspace.plan().has_no_changes();
    account
        .call("codepipeline", "GetPipeline", json!({ "name": "web" }))
        .unwrap_err();
    workspace.configure(&configuration(&arn, "region = \"us-west-2\""));
    workspace.plan().plans(1, 0, 1).says("forces replacement");
    workspace.destroy().succeeds();
}

#[test]
fn a_move_to_a_region_that_one_list_excludes_is_a_warning() {
    let (_account, workspace, arn) = applied("");
    workspace.configure(&configuration(&arn, "region = \"il-central-1\""));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Sources of connections may not work in il-central-1");
}

#[test]
fn a_type_stays_what_it_is_unless_the_configuration_says_otherwise() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, "pipeline_type = \"V1\""));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&configuration(&arn, ""));
    workspace.plan().has_no_changes();
    assert_eq!(account.pipeline("web")["pipelineType"], "V1");
}

#[test]
fn what_was_done_although_its_answer_was_lost_is_in_the_state() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let once = "provider \"codepipeline\" {\n  max_retries = 1\n}\n".to_owned();
    let workspace = Workspace::new(&account, &(once.clone() + &configuration(&arn, "")));
    account.add_fault(json!({ "operation": "CreatePipeline", "kind": "drop-after" }));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&(once + &configuration(&arn, "execution_mode = \"QUEUED\"")));
    account.add_fault(json!({ "operation": "UpdatePipeline", "kind": "drop-after" }));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(workspace.resource(PIPELINE)["version"], 2);
    workspace.plan().has_no_changes();
}

#[test]
fn a_failed_read_after_the_creation_is_a_warning() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn, ""));
    // The plan and that of the apply look for a pipeline of the same name first.
    account.add_fault(json!({ "operation": "GetPipeline", "kind": "deny", "after": 2 }));
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("Could not read the new pipeline \"web\"");
    assert!(!workspace.is_tainted(PIPELINE));
    workspace.plan().has_no_changes();
    assert_eq!(account.push(REPOSITORY, "main").len(), 1);
}

#[test]
fn a_change_of_one_setting_shows_only_what_changes() {
    let (_account, workspace, arn) = applied(TRIGGER);
    workspace.configure(&configuration(&arn, TRIGGER).replace("payments-build", "payments"));
    let plan = workspace.plan();
    plan.plans(0, 1, 0);
    let unknown = workspace.planned_change(PIPELINE)["after_unknown"]["version"].take();
    assert_eq!(unknown, true);
    let start = plan.stdout.find("# codepipeline_pipeline.web").expect("a change");
    let end = plan.stdout.find("Plan: ").expect("a summary");
    let lines = plan.stdout[start..end].lines().count();
    assert!(lines <= 26, "{lines} lines\n{plan}");
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn renaming_a_stage_or_an_action_keeps_members_without_an_argument() {
    let (account, workspace, arn) = applied("");
    edit(&account, |pipeline| {
        pipeline["stages"][1]["blockers"] = json!([{ "name": "night", "type": "Schedule" }]);
    });
    account.seed_members("web", json!({ "/stages/1/actions/0/tomorrow": "kept" }));
    let rename = |line: &str| match line.trim_start().starts_with("name ") {
        true => line.replace("\"Build\"", "\"Compile\""),
        false => line.to_owned(),
    };
    let renamed: Vec<String> = configuration(&arn, "").lines().map(rename).collect();
    workspace.configure(&renamed.join("\n"));
    workspace.apply().applied(0, 1, 0);
    let stage = account.pipeline("web")["stages"][1].take();
    assert_eq!(stage["name"], "Compile");
    assert_eq!(stage["blockers"][0]["name"], "night");
    assert_eq!(stage["actions"][0]["tomorrow"], "kept");
    workspace.plan().has_no_changes();
}
