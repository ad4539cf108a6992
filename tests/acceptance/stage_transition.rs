//! `codepipeline_stage_transition`: a transition that is disabled as long as the resource exists.

use codepipeline_emulator_testing::pipelines::{foreign_declaration, gitlab_pipeline};
use serde_json::{Value, json};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const ADDRESS: &str = "codepipeline_stage_transition.freeze";
const REASON: &str = "Change freeze until January 7";

/// The transition into the second stage of the pipeline `release`.
fn freeze(pipeline: &str, stage: &str, reason: &str) -> String {
    format!(
        "resource \"codepipeline_stage_transition\" \"freeze\" {{\n  pipeline_name = {pipeline}\n  stage_name    = \
         {stage:?}\n  reason        = {reason:?}\n}}\n"
    )
}

/// An account with the pipeline `release` of another team.
fn foreign() -> (Account, String) {
    let account = Account::open();
    let declaration = foreign_declaration("release");
    account.create_pipeline(&declaration);
    (account, declaration["stages"][1]["name"].as_str().unwrap().to_owned())
}

fn applied() -> (Account, Workspace, String) {
    let (account, stage) = foreign();
    let workspace = Workspace::new(&account, &freeze("\"release\"", &stage, REASON));
    workspace.apply().applied(1, 0, 0);
    (account, workspace, stage)
}

/// Returns the transition into a stage.
fn transition(account: &Account, stage: &str) -> Value {
    let state = account.ask("codepipeline", "GetPipelineState", json!({ "name": "release" }));
    let stages = state["stageStates"].as_array().unwrap();
    stages.iter().find(|found| found["stageName"] == stage).unwrap()["inboundTransitionState"].clone()
}

fn change(account: &Account, operation: &str, stage: &str, reason: Option<&str>) {
    let mut input = json!({ "pipelineName": "release", "stageName": stage, "transitionType": "Inbound" });
    if let Some(reason) = reason {
        input["reason"] = json!(reason);
    }
    account.ask("codepipeline", operation, input);
}

#[test]
fn a_stage_transition_is_disabled_as_long_as_the_resource_exists() {
    let (account, workspace, stage) = applied();
    let disabled = transition(&account, &stage);
    assert_eq!(
        (&disabled["enabled"], &disabled["disabledReason"]),
        (&json!(false), &json!(REASON))
    );
    let state = workspace.resource(ADDRESS);
    assert_eq!(state["id"], format!("release/{stage}"));
    assert_eq!(state["last_changed_by"], disabled["lastChangedBy"]);
    assert_eq!(
        state["pipeline_arn"],
        "arn:aws:codepipeline:eu-west-1:111122223333:release"
    );
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    assert_eq!(transition(&account, &stage)["enabled"], true);
}

#[test]
fn a_change_of_the_reason_is_an_update_in_place() {
    let (account, workspace, stage) = applied();
    workspace.configure(&freeze("\"release\"", &stage, "Incident 42"));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(transition(&account, &stage)["disabledReason"], "Incident 42");
    assert_eq!(account.count("EnableStageTransition"), 0);
    workspace.plan().has_no_changes();
}

#[test]
fn a_transition_that_is_enabled_out_of_band_is_disabled_again() {
    let (account, workspace, stage) = applied();
    change(&account, "EnableStageTransition", &stage, None);
    workspace.apply().applied(1, 0, 0);
    assert_eq!(transition(&account, &stage)["enabled"], false);
    change(&account, "DisableStageTransition", &stage, Some("Other"));
    workspace.plan().plans(0, 1, 0).says("\"Other\" -> ");
}

#[test]
fn a_transition_that_is_already_disabled_is_an_error_with_the_import_block() {
    let (account, stage) = foreign();
    change(&account, "DisableStageTransition", &stage, Some("Incident 42"));
    let workspace = Workspace::new(&account, &freeze("\"release\"", &stage, REASON));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("is already disabled")
        .says("Incident 42");
    workspace
        .apply()
        .fails()
        .says("is already disabled")
        .says(&format!("id = \"release/{stage}@eu-west-1\""));
    assert_eq!(transition(&account, &stage)["disabledReason"], "Incident 42");
    let import = format!("import {{\n  to = {ADDRESS}\n  id = \"release/{stage}@eu-west-1\"\n}}\n");
    workspace.configure(&(freeze("\"release\"", &stage, "Incident 42") + &import));
    workspace
        .plan()
        .says("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.");
    workspace.apply().succeeds();
    workspace.plan().has_no_changes();
}

#[test]
fn a_transition_whose_pipeline_or_stage_does_not_exist_is_a_warning_at_plan_and_an_error_at_apply() {
    let (account, stage) = foreign();
    for (pipeline, stage, text) in [
        (
            "\"relase\"",
            stage.as_str(),
            "Pipeline \"relase\" not found in eu-west-1",
        ),
        (
            "\"release\"",
            "Depoly",
            "The pipeline \"release\" has no stage \"Depoly\"",
        ),
    ] {
        let workspace = Workspace::new(&account, &freeze(pipeline, stage, REASON));
        workspace.plan().plans(1, 0, 0).says(text);
        workspace.apply().fails().says(text);
    }
    assert_eq!(account.count("DisableStageTransition"), 0);
}

#[test]
fn a_move_of_a_transition_to_a_stage_that_does_not_exist_fails_at_plan() {
    let (account, workspace, stage) = applied();
    workspace.configure(&freeze("\"release\"", "Depoly", REASON));
    workspace
        .plan()
        .fails()
        .says("The pipeline \"release\" has no stage \"Depoly\"");
    assert_eq!(transition(&account, &stage)["enabled"], false);
}

#[test]
fn a_transition_stays_disabled_if_the_other_one_is_disabled_after_the_plan() {
    let (account, workspace, stage) = applied();
    workspace.configure(&freeze("\"release\"", "Source", REASON));
    workspace.plan().plans(1, 0, 1);
    change(&account, "DisableStageTransition", "Source", Some("Incident 42"));
    workspace.apply_with(&["tfplan"]).fails().says("is already disabled");
    assert_eq!(transition(&account, &stage)["enabled"], false);
    change(&account, "EnableStageTransition", "Source", None);
    workspace.apply().applied(1, 0, 1);
    assert_eq!(transition(&account, "Source")["enabled"], false);
    assert_eq!(transition(&account, &stage)["enabled"], true);
}

#[test]
fn a_transition_follows_a_pipeline_that_the_same_plan_renames() {
    let account = Account::open();
    let arn = format!("{:?}", account.create_available_connection("gitlab"));
    let frozen = freeze("codepipeline_pipeline.web.name", "Build", REASON);
    let pipeline = gitlab_pipeline("web", &arn, "");
    let workspace = Workspace::new(&account, &format!("{pipeline}{frozen}"));
    workspace.apply().applied(2, 0, 0);
    workspace.configure(&format!(
        "{}{frozen}",
        pipeline.replace("name     = \"web\"", "name     = \"release\"")
    ));
    workspace.apply().applied(2, 0, 2);
    assert_eq!(transition(&account, "Build")["enabled"], false);
    workspace.plan().has_no_changes();
}

#[test]
fn a_transition_survives_updates_of_its_pipeline_and_the_loss_of_it() {
    let account = Account::open();
    let arn = format!("{:?}", account.create_available_connection("gitlab"));
    let frozen = freeze("codepipeline_pipeline.release.name", "Build", REASON);
    let workspace = Workspace::new(&account, &(gitlab_pipeline("release", &arn, "") + &frozen));
    workspace.plan().plans(2, 0, 0).says_not("not found in");
    workspace.apply().applied(2, 0, 0);
    let variable = "variable {\n name = \"channel\"\n default_value = \"stable\"\n}";
    workspace.configure(&(gitlab_pipeline("release", &arn, variable) + &frozen));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(transition(&account, "Build")["enabled"], false);
    workspace.plan().has_no_changes();
    account.ask("codepipeline", "DeletePipeline", json!({ "name": "release" }));
    workspace.plan().plans(2, 0, 0);
    workspace.destroy().succeeds();
}

#[test]
fn a_transition_is_imported_by_id_and_by_identity() {
    let (account, workspace, stage) = applied();
    workspace.run(&["state", "rm", ADDRESS]).succeeds();
    workspace.import(ADDRESS, &format!("release/{stage}")).succeeds();
    workspace.plan().has_no_changes();
    workspace.run(&["state", "rm", ADDRESS]).succeeds();
    for (id, text) in [
        ("release", "Invalid import ID of a stage transition"),
        ("release/Depoly", "has no stage \"Depoly\""),
        ("release/Source", "is enabled"),
        ("relase/Source", "not found in eu-west-1"),
    ] {
        workspace.import(ADDRESS, id).fails().says(text);
    }
    if !Cli::chosen().offers(Feature::IdentityImport) {
        return;
    }
    let import = |account: &str| {
        format!(
            "import {{\n  to = {ADDRESS}\n  identity = {{\n    account_id = {account:?}\n    region = \"eu-west-1\"\n    \
             pipeline_name = \"release\"\n    stage_name = {stage:?}\n  }}\n}}\n"
        )
    };
    workspace.configure(&(freeze("\"release\"", &stage, REASON) + &import("444455556666")));
    workspace.plan().fails().says("is in another account");
    workspace.configure(&(freeze("\"release\"", &stage, REASON) + &import("111122223333")));
    workspace.apply().succeeds();
    workspace.plan().has_no_changes();
    assert_eq!(transition(&account, &stage)["enabled"], false);
}

#[test]
fn a_transition_keeps_its_state_when_the_response_is_lost() {
    let (account, stage) = foreign();
    let mut workspace = Workspace::new(&account, &freeze("\"release\"", &stage, REASON));
    workspace.set_variable("AWS_MAX_ATTEMPTS", "1");
    account.add_fault(json!({ "operation": "DisableStageTransition", "kind": "drop-after", "times": 0 }));
    workspace.apply().fails();
    account.clear_faults();
    workspace.apply().applied(1, 0, 0).says_not("is already disabled");
    workspace.plan().has_no_changes();
}
