//! `codepipeline_source_action`: its life inside the pipeline of another team.

use codepipeline_emulator_testing::pipelines::{foreign_declaration, gitlab_pipeline, gitlab_source};
use serde_json::{Value, json};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const ACTION: &str = "codepipeline_source_action.charts";

/// A trigger of its own on the release branches.
pub(super) const TRIGGER: &str = r#"trigger = { push = [{ branches = { includes = ["release/*"] } }] }"#;

/// The source action `label`, named alike; `extra` goes into the resource.
pub(crate) fn source_action(label: &str, connection_arn: &str, extra: &str) -> String {
    format!(
        r#"
resource "codepipeline_source_action" "{label}" {{
  pipeline_name      = "release"
  name               = "{label}"
  connection_arn     = "{connection_arn}"
  full_repository_id = "acme/platform/{label}"
  branch_name        = "main"
  output_artifact    = "{label}"
  {extra}
}}
"#
    )
}

/// Creates the pipeline `release` of another team, with members that are not in the SDK, and an available connection.
pub(super) fn foreign() -> (Account, String) {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&foreign_declaration("release"));
    let members = json!({
        "/novelty": { "of": ["next", "year"], "exact": 12345678901234567890_u64 },
        "/stages/0/novelty": true,
        "/stages/0/actions/0/novelty": "kept",
    });
    account.seed_members("release", members);
    (account, arn)
}

/// The same with a GitLab source of its owner's, for which AWS has added the default trigger.
pub(super) fn foreign_with_a_default_trigger() -> (Account, String) {
    let (account, arn) = foreign();
    edit(&account, |declaration| {
        let actions = declaration["stages"][0]["actions"].as_array_mut().expect("actions");
        actions.push(gitlab_source("Own", &arn, "own"));
    });
    let triggers = account.pipeline("release")["triggers"].take();
    assert_eq!(triggers[0]["gitConfiguration"]["sourceActionName"], "Own");
    (account, arn)
}

/// The source action `charts` in that pipeline, applied.
pub(super) fn applied(extra: &str) -> (Account, Workspace, String) {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, extra));
    workspace.apply().applied(1, 0, 0);
    (account, workspace, arn)
}

/// The pipeline without its version.
pub(super) fn content(account: &Account) -> Value {
    let mut declaration = account.pipeline("release");
    declaration.as_object_mut().unwrap().remove("version");
    declaration
}

/// Changes the pipeline as its owner would.
pub(super) fn edit(account: &Account, change: impl FnOnce(&mut Value)) {
    let mut declaration = account.pipeline("release");
    change(&mut declaration);
    account.update_pipeline(&declaration);
}

fn configuration(account: &Account) -> Value {
    account.pipeline("release")["stages"][0]["actions"][1]["configuration"].take()
}

#[test]
fn a_source_action_keeps_every_other_byte_of_another_teams_pipeline() {
    let (account, arn) = foreign_with_a_default_trigger();
    let before = content(&account);
    let workspace = Workspace::new(&account, &source_action("charts", &arn, TRIGGER));
    workspace.apply().applied(1, 0, 0);
    let mut after = content(&account);
    let actions = after["stages"][0]["actions"].as_array_mut().unwrap();
    let ours = actions.pop().unwrap();
    assert_eq!(ours["name"], "charts");
    assert_eq!(ours["outputArtifacts"], json!([{ "name": "charts" }]));
    let triggers = after["triggers"].as_array_mut().expect("triggers");
    assert_eq!(
        triggers.pop(),
        Some(json!({
            "providerType": "CodeStarSourceConnection",
            "gitConfiguration": { "sourceActionName": "charts", "push": [{ "branches": { "includes": ["release/*"] } }] },
        }))
    );
    assert_eq!(after, before);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    assert_eq!(content(&account), before);
}

#[test]
fn the_state_says_where_the_action_is() {
    let (_, workspace, arn) = applied("");
    let page =
        "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/release/view?region=eu-west-1";
    let expected = json!({
        "allow_pending_connection": null, "branch_name": "main", "connection_arn": arn, "connection_status": "AVAILABLE",
        "console_url": page, "detect_changes": true, "full_repository_id": "acme/platform/charts",
        "id": "release/Source/charts", "name": "charts", "namespace": null, "output_artifact": "charts",
        "output_artifact_format": "CODE_ZIP", "overwrite_existing": null,
        "pipeline_arn": "arn:aws:codepipeline:eu-west-1:111122223333:release", "pipeline_name": "release",
        "pipeline_version": 2, "region": "eu-west-1", "resave": null, "role_arn": null, "run_order": 1,
        "stage_name": "Source", "trigger": null, "unregistered_connections": [],
    });
    assert_eq!(workspace.resource(ACTION), expected);
}

#[test]
fn a_source_action_costs_one_read_and_one_write_and_a_plan_writes_nothing() {
    let (account, workspace, _) = applied("");
    assert_eq!(account.count("UpdatePipeline"), 1);
    account.forget_calls();
    workspace.plan().has_no_changes();
    let mut operations: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
    operations.sort();
    assert_eq!(operations, ["GetConnection", "GetPipeline"]);
}

#[test]
fn a_push_to_the_branch_starts_the_pipeline() {
    let (account, _, _) = applied("");
    assert_eq!(account.push("acme/platform/charts", "main").len(), 1);
    assert_eq!(account.push("acme/platform/charts", "other").len(), 0);
}

#[test]
fn import_by_every_form_of_the_id_plans_empty() {
    let extra = format!("namespace = \"Charts\"\n  detect_changes = false\n  {TRIGGER}");
    let (account, workspace, arn) = applied(&extra);
    let state = workspace.resource(ACTION);
    for id in [
        "release/Source/charts",
        "release/charts",
        "release/Source/charts@eu-west-1",
        "release/charts@eu-west-1",
    ] {
        workspace.run(&["state", "rm", ACTION]).succeeds();
        workspace.import(ACTION, id).succeeds();
        assert_eq!(workspace.resource(ACTION), state, "{id}");
        workspace.plan().has_no_changes();
    }
    workspace.run(&["state", "rm", ACTION]).succeeds();
    workspace
        .import(ACTION, "release")
        .fails()
        .says("release/Source/Charts");
    workspace
        .import(ACTION, "release/Templates")
        .fails()
        .says("its provider is S3");
    workspace.configure(&source_action("charts", &arn, ""));
    workspace.import(ACTION, "release/charts").succeeds();
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 2);
}

#[test]
fn import_by_identity_plans_empty() {
    if !Cli::chosen().offers(Feature::IdentityImport) {
        return;
    }
    let (_account, workspace, arn) = applied("");
    workspace.run(&["state", "rm", ACTION]).succeeds();
    let import = format!(
        "import {{\n  to = {ACTION}\n  identity = {{\n    account_id = \"111122223333\"\n    region = \"eu-west-1\"\n    \
         pipeline_name = \"release\"\n    name = \"charts\"\n  }}\n}}\n"
    );
    workspace.configure(&(source_action("charts", &arn, "") + &import));
    workspace.apply().applied(0, 0, 0);
    workspace.plan().has_no_changes();
}

#[test]
fn everything_that_a_source_action_can_say_is_applied_imported_and_plans_empty() {
    let criteria = |name: &str, include: &str| {
        format!("{name} = {{ includes = [\"{include}\", \"more/*\"], excludes = [\"{include}/old\"] }}")
    };
    let (branches, files, tags) = (
        criteria("branches", "main"),
        criteria("file_paths", "charts/**"),
        criteria("tags", "v*"),
    );
    let push = format!("push = [{{ {branches}, {files} }}, {{ {tags} }}]");
    let request = format!("pull_request = [{{ events = [\"OPEN\", \"UPDATED\"], {branches}, {files} }}]");
    let extra = format!(
        "namespace = \"Charts\"\n  output_artifact_format = \"CODE_ZIP\"\n  role_arn = \
         \"arn:aws:iam::111122223333:role/source\"\n  run_order = 2\n  stage_name = \"Source\"\n  \
         trigger = {{\n    {push}\n    {request}\n  }}"
    );
    let (account, workspace, _) = applied(&extra);
    let declared = account.pipeline("release");
    let action = &declared["stages"][0]["actions"][1];
    assert_eq!(
        (&action["roleArn"], &action["runOrder"]),
        (&json!("arn:aws:iam::111122223333:role/source"), &json!(2))
    );
    let found = json!({ "includes": ["main", "more/*"], "excludes": ["main/old"] });
    let trigger = &declared["triggers"][0]["gitConfiguration"];
    assert_eq!(trigger["pullRequest"][0]["branches"], found);
    assert_eq!(trigger["pullRequest"][0]["events"], json!(["OPEN", "UPDATED"]));
    assert_eq!(
        trigger["push"][0]["filePaths"]["includes"],
        json!(["charts/**", "more/*"])
    );
    workspace.plan().has_no_changes();
    let state = workspace.resource(ACTION);
    workspace.run(&["state", "rm", ACTION]).succeeds();
    workspace.import(ACTION, "release/charts").succeeds();
    assert_eq!(workspace.resource(ACTION), state);
    workspace.plan().has_no_changes();
}

#[test]
fn branch_and_trigger_change_in_place_in_one_write() {
    let (account, workspace, arn) = applied("");
    let changed = source_action("charts", &arn, TRIGGER).replace("= \"main\"", "= \"next\"");
    workspace.configure(&changed);
    account.forget_calls();
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 1);
    assert_eq!(configuration(&account)["BranchName"], "next");
    assert_eq!(configuration(&account)["DetectChanges"], "false");
    assert_eq!(
        account.pipeline("release")["triggers"].as_array().map(Vec::len),
        Some(1)
    );
    workspace.plan().has_no_changes();
}

#[test]
fn the_default_trigger_follows_the_branch() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&source_action("charts", &arn, "").replace("= \"main\"", "= \"next\""));
    workspace.apply().applied(0, 1, 0);
    let triggers = account.pipeline("release")["triggers"].take();
    assert_eq!(triggers.as_array().map(Vec::len), Some(1));
    assert_eq!(
        triggers[0]["gitConfiguration"]["push"][0]["branches"]["includes"],
        json!(["next"])
    );
    workspace.plan().has_no_changes();
}

#[test]
fn a_default_trigger_narrowed_out_of_band_is_a_warning() {
    let (account, workspace, _) = applied("");
    edit(&account, |declaration| {
        declaration["triggers"][0]["gitConfiguration"]["push"] = json!([{ "branches": { "excludes": ["main"] } }]);
    });
    workspace
        .plan()
        .has_no_changes()
        .says("Pushes to \"main\" of \"charts\" do not start the pipeline \"release\"");
}

#[test]
fn another_name_renames_action_and_trigger_in_one_write() {
    let (account, workspace, arn) = applied(TRIGGER);
    workspace.configure(&source_action("charts", &arn, TRIGGER).replace("= \"charts\"", "= \"helm\""));
    account.forget_calls();
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 1);
    let declared = account.pipeline("release");
    assert_eq!(declared["stages"][0]["actions"][1]["name"], "helm");
    assert_eq!(declared["triggers"][0]["gitConfiguration"]["sourceActionName"], "helm");
    assert_eq!(workspace.resource(ACTION)["id"], "release/Source/helm");
    workspace.plan().has_no_changes();
}

#[test]
fn drift_is_repaired() {
    let extra = format!("namespace = \"Charts\"\n  {TRIGGER}");
    let (account, workspace, _) = applied(&extra);
    let before = content(&account);
    edit(&account, |declaration| {
        let action = &mut declaration["stages"][0]["actions"][1];
        action["runOrder"] = json!(3);
        action["namespace"] = json!("Other");
        action["outputArtifacts"] = json!([{ "name": "other" }]);
        action["configuration"] = json!({
            "BranchName": "other", "FullRepositoryId": "acme/other", "DetectChanges": "true",
            "OutputArtifactFormat": "CODEBUILD_CLONE_REF", "ConnectionArn": action["configuration"]["ConnectionArn"],
        });
        declaration["triggers"][0]["gitConfiguration"]["push"] = json!([{ "tags": { "includes": ["v*"] } }]);
    });
    workspace.plan().plans(0, 1, 0);
    let change = workspace.planned_change(ACTION);
    for argument in [
        "branch_name",
        "detect_changes",
        "full_repository_id",
        "namespace",
        "output_artifact",
        "output_artifact_format",
        "run_order",
        "trigger",
    ] {
        assert_ne!(change["before"][argument], change["after"][argument], "{argument}");
    }
    workspace.apply().applied(0, 1, 0);
    let mut repaired = content(&account);
    // A value that another team configured explicitly stays in the declaration, even if it equals the default.
    repaired["stages"][0]["actions"][1]["configuration"]
        .as_object_mut()
        .unwrap()
        .remove("OutputArtifactFormat");
    assert_eq!(repaired, before);
    workspace.plan().has_no_changes();
}

#[test]
fn a_trigger_that_is_deleted_goes_although_changes_were_detected_beside_it() {
    let detecting = format!("detect_changes = true\n  {TRIGGER}");
    let (account, workspace, arn) = applied(&detecting);
    assert_eq!(account.push("acme/platform/charts", "main").len(), 0);
    workspace.configure(&source_action("charts", &arn, "detect_changes = true"));
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.count("UpdatePipeline"), 2);
    assert_eq!(account.push("acme/platform/charts", "release/1").len(), 0);
    assert_eq!(account.push("acme/platform/charts", "main").len(), 1);
    workspace.plan().has_no_changes();
}

#[test]
fn a_removed_trigger_comes_back() {
    let (account, workspace, _) = applied(TRIGGER);
    edit(&account, |declaration| {
        declaration.as_object_mut().unwrap().remove("triggers");
    });
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
    assert_eq!(
        account.pipeline("release")["triggers"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn an_action_removed_out_of_band_is_added_again() {
    let (account, workspace, _) = applied("");
    edit(&account, |declaration| {
        declaration["stages"][0]["actions"].as_array_mut().unwrap().pop();
        declaration.as_object_mut().unwrap().remove("triggers");
    });
    workspace.plan().plans(1, 0, 0);
    workspace.apply().applied(1, 0, 0);
    assert_eq!(configuration(&account)["BranchName"], "main");
}

#[test]
fn null_and_empty_cause_no_diff() {
    let trigger = r#"trigger = {
    push         = [{ branches = { includes = ["release/*"], excludes = [] } }]
    pull_request = null
  }"#;
    let (_account, workspace, _) = applied(trigger);
    workspace.plan().has_no_changes();
}

#[test]
fn a_renamed_stage_is_followed() {
    let (account, workspace, _) = applied("");
    edit(&account, |declaration| {
        declaration["stages"][0]["name"] = json!("Fetch")
    });
    workspace.plan().has_no_changes();
    workspace.apply().applied(0, 0, 0);
    assert_eq!(workspace.resource(ACTION)["id"], "release/Fetch/charts");
}

#[test]
fn another_stage_than_the_first_is_refused_with_its_name() {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, "stage_name = \"Build\""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("\"Build\" is not the first stage of the pipeline \"release\"");
    workspace.apply().fails().says("Set stage_name = \"Source\"");
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn a_pipeline_that_is_not_there_is_named() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    workspace
        .apply()
        .fails()
        .says("Pipeline \"release\" not found in eu-west-1");
}

#[test]
fn a_source_action_is_gone_with_its_pipeline() {
    let (account, workspace, _) = applied("");
    account.ask("codepipeline", "DeletePipeline", json!({ "name": "release" }));
    workspace.destroy().succeeds();
    assert_eq!(workspace.addresses(), Vec::<String>::new());
}

#[test]
fn a_destroy_succeeds_although_the_pipeline_went_after_the_refresh() {
    let (account, workspace, _) = applied("");
    account.ask("codepipeline", "DeletePipeline", json!({ "name": "release" }));
    workspace
        .run(&["destroy", "-auto-approve", "-refresh=false", "-no-color"])
        .succeeds();
}

#[test]
fn a_source_action_can_be_in_another_region_than_the_providers() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let pipeline = gitlab_pipeline(
        "release",
        &format!("{arn:?}"),
        "  region = \"us-east-1\"\n  lifecycle {\n    ignore_changes = [stage, trigger]\n  }",
    );
    let extra = "region = codepipeline_pipeline.release.region\n  depends_on = [codepipeline_pipeline.release]";
    let workspace = Workspace::new(&account, &(pipeline + &source_action("charts", &arn, extra)));
    workspace.apply().applied(2, 0, 0);
    let state = workspace.resource(ACTION);
    assert_eq!(state["region"], "us-east-1");
    assert_eq!(
        state["pipeline_arn"],
        "arn:aws:codepipeline:us-east-1:111122223333:release"
    );
    workspace.plan().has_no_changes();
    workspace.run(&["state", "rm", ACTION]).succeeds();
    workspace.import(ACTION, "release/charts@us-east-1").succeeds();
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    assert_eq!(account.webhooks(), Vec::<Value>::new());
}

#[test]
fn a_move_to_a_region_that_one_list_excludes_is_a_warning() {
    let (_account, workspace, arn) = applied("");
    let pipeline = gitlab_pipeline("release", &format!("{arn:?}"), "region = \"il-central-1\"");
    let action = source_action("charts", &arn, "region = codepipeline_pipeline.release.region");
    let action = action.replace("\"release\"", "codepipeline_pipeline.release.name");
    workspace.configure(&(pipeline + &action));
    workspace
        .plan()
        .plans(2, 0, 1)
        .says("Warning: Sources of connections may not work in il-central-1")
        .says_not("not found in eu-west-1");
}

#[test]
fn another_pipeline_takes_the_action_out_of_the_old_one() {
    let (account, workspace, arn) = applied("");
    let mut other = foreign_declaration("release");
    other["name"] = json!("other");
    account.create_pipeline(&other);
    workspace.configure(&source_action("charts", &arn, "").replace("\"release\"", "\"other\""));
    workspace.plan().plans(1, 0, 1).says("forces replacement");
    workspace.apply().applied(1, 0, 1);
    let sources = |pipeline: &str| {
        account.pipeline(pipeline)["stages"][0]["actions"]
            .as_array()
            .map(Vec::len)
    };
    assert_eq!((sources("release"), sources("other")), (Some(1), Some(2)));
}

#[test]
fn a_stage_that_is_renamed_after_the_refresh_is_followed() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&source_action("charts", &arn, "namespace = \"Charts\""));
    workspace.plan().plans(0, 1, 0);
    edit(&account, |declaration| {
        declaration["stages"][0]["name"] = json!("Fetch")
    });
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .applied(0, 1, 0);
    workspace.plan().has_no_changes();
    assert_eq!(workspace.apply().code(), 0);
    assert_eq!(workspace.resource(ACTION)["stage_name"], "Fetch");
    edit(&account, |declaration| {
        declaration["stages"][0]["name"] = json!("Sources")
    });
    workspace.configure(&source_action("charts", &arn, ""));
    workspace.apply_with(&["-refresh=false"]).applied(0, 1, 0);
    let stage = account.pipeline("release")["stages"][0].take();
    assert_eq!(
        (&stage["name"], &stage["actions"][1]["namespace"]),
        (&json!("Sources"), &Value::Null)
    );
}
