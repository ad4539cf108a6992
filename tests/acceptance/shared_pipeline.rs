//! `codepipeline_source_action` beside others: consumers of the source, a late authorization, other writers.

use std::time::{Duration, Instant};

use codepipeline_emulator::Options;
use codepipeline_emulator_testing::pipelines::{build, foreign_declaration, gitlab_pipeline, gitlab_source};
use serde_json::{Value, json};

use super::source_action::{TRIGGER, applied, content, edit, foreign, foreign_with_a_default_trigger, source_action};
use crate::support::{account::Account, process::Running, workspace::Workspace};

const ACTION: &str = "codepipeline_source_action.charts";

/// Adds a build to the second stage that uses the artifact and the variables of the action `charts`.
fn consume(account: &Account) {
    edit(account, |declaration| {
        let mut consumer = build("Package", "charts");
        consumer["configuration"]["EnvironmentVariables"] = json!(r##"[{"name":"C","value":"#{Charts.CommitId}"}]"##);
        let actions = declaration["stages"][1]["actions"].as_array_mut().unwrap();
        actions.push(consumer);
    });
}

/// The pipeline `release` of the same configuration, which leaves sources to others.
fn owner(arn: &str, extra: &str) -> String {
    let shared = format!("  {extra}\n  lifecycle {{\n    ignore_changes = [stage, trigger]\n  }}");
    gitlab_pipeline("release", &format!("{arn:?}"), &shared)
}

/// The source action `charts`, whose artifact and variables are in use.
fn consumed() -> (Account, Workspace, String) {
    let (account, workspace, arn) = applied("namespace = \"Charts\"");
    consume(&account);
    (account, workspace, arn)
}

#[test]
fn two_source_actions_are_added_to_one_pipeline_in_one_apply() {
    let (account, arn) = foreign_with_a_default_trigger();
    let before = content(&account);
    let both = source_action("charts", &arn, TRIGGER) + &source_action("tools", &arn, "");
    let workspace = Workspace::new(&account, &both);
    workspace.apply().applied(2, 0, 0);
    let mut names: Vec<Value> = account.pipeline("release")["stages"][0]["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|action| action["name"].clone())
        .collect();
    names.sort_by_key(Value::to_string);
    assert_eq!(names, ["Own", "Templates", "charts", "tools"]);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    assert_eq!(content(&account), before);
}

#[test]
fn an_existing_action_is_an_error_with_the_import_block() {
    let (account, arn) = foreign();
    edit(&account, |declaration| {
        let actions = declaration["stages"][0]["actions"].as_array_mut().unwrap();
        actions.push(gitlab_source("charts", &arn, "old"));
    });
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("already has a source action \"charts\"");
    workspace
        .apply()
        .fails()
        .says("id = \"release/Source/charts@eu-west-1\"")
        .says("overwrite_existing = true");
}

#[test]
fn an_overwritten_action_is_restored_on_destroy() {
    let (account, arn) = foreign_with_a_default_trigger();
    edit(&account, |declaration| {
        let actions = declaration["stages"][0]["actions"].as_array_mut().unwrap();
        actions.insert(0, gitlab_source("charts", &arn, "old"));
    });
    let before = content(&account);
    let extra = format!("overwrite_existing = true\n  {TRIGGER}");
    let workspace = Workspace::new(&account, &source_action("charts", &arn, &extra));
    workspace.apply().applied(1, 0, 0);
    assert_eq!(
        content(&account)["stages"][0]["actions"][0]["outputArtifacts"],
        json!([{ "name": "charts" }])
    );
    workspace.plan().has_no_changes();
    workspace.configure(&source_action("charts", &arn, &extra).replace("= \"main\"", "= \"next\""));
    workspace.apply().applied(0, 1, 0);
    workspace.destroy().succeeds();
    assert_eq!(content(&account), before);
}

#[test]
fn an_action_whose_artifact_is_in_use_is_not_removed_and_the_consumers_are_named() {
    let (account, workspace, _) = consumed();
    let before = account.pipeline("release");
    workspace
        .plan_with(&["-destroy"])
        .plans(0, 0, 1)
        .says("The source action \"charts\" of the pipeline \"release\" is still needed");
    workspace
        .destroy()
        .fails()
        .says("the action \"Package\" of the stage \"Build\" uses the artifact \"charts\"")
        .says("uses the variables of the namespace \"Charts\"")
        .says("destroy = false");
    assert_eq!(account.pipeline("release"), before);
    assert_eq!(workspace.addresses(), [ACTION]);
    workspace.configure(&format!(
        "removed {{\n  from = {ACTION}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"
    ));
    workspace.apply().succeeds();
    assert_eq!(workspace.addresses(), Vec::<String>::new());
    assert_eq!(account.pipeline("release"), before);
}

#[test]
fn an_artifact_or_namespace_in_use_cannot_be_changed_either() {
    let (account, workspace, arn) = consumed();
    let other =
        source_action("charts", &arn, "").replace("output_artifact    = \"charts\"", "output_artifact = \"helm\"");
    workspace.configure(&other);
    let title = "still needs the current output of its source action \"charts\"";
    workspace.plan().plans(0, 1, 0).says(title);
    account.forget_calls();
    workspace
        .apply()
        .fails()
        .says("uses the artifact \"charts\"")
        .says("uses the variables of the namespace \"Charts\"");
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn the_last_source_of_a_pipeline_is_not_removed() {
    let (account, workspace, _) = applied("");
    edit(&account, |declaration| {
        declaration["stages"][0]["actions"].as_array_mut().unwrap().remove(0);
        declaration["stages"][1]["actions"] = json!([build("Build", "charts")]);
    });
    workspace
        .plan_with(&["-destroy"])
        .plans(0, 0, 1)
        .says("it is the pipeline's only source");
    workspace
        .destroy()
        .fails()
        .says("it is the pipeline's only source")
        .says("the action \"Build\" of the stage \"Build\" uses the artifact \"charts\"");
}

#[test]
fn a_source_on_a_pending_connection_is_refused_before_the_first_write() {
    let account = Account::open();
    account.create_pipeline(&foreign_declaration("release"));
    let arn = account.create_connection("gitlab");
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    let title = "Connection \"gitlab\" of the pipeline \"release\" is PENDING";
    workspace.plan().plans(1, 0, 0).says(title);
    let page = format!("codeconnections/connections/{}", arn.rsplit('/').next().unwrap());
    workspace.apply().fails().says(title).says(&page);
    assert_eq!(account.count("UpdatePipeline"), 0);
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.apply().applied(1, 0, 0).says_not(title);
}

#[test]
fn a_pipeline_saved_while_pending_is_saved_again_after_the_handshake_and_a_push_starts_it() {
    let account = Account::open();
    account.create_pipeline(&foreign_declaration("release"));
    let arn = account.create_connection("gitlab");
    let workspace = Workspace::new(
        &account,
        &source_action("charts", &arn, "allow_pending_connection = true"),
    );
    workspace.apply().applied(1, 0, 0).says("is PENDING");
    assert_eq!(workspace.resource(ACTION)["unregistered_connections"], json!([arn]));
    workspace.plan().has_no_changes().says_not("is PENDING");
    account.set_connection_status(&arn, "AVAILABLE");
    assert_eq!(account.push("acme/platform/charts", "main").len(), 0);
    let before = content(&account);
    workspace
        .plan()
        .plans(0, 1, 0)
        .says("is saved again to register its webhook")
        .says("cancels running executions");
    workspace.apply().applied(0, 1, 0);
    assert_eq!(content(&account), before);
    assert_eq!(account.push("acme/platform/charts", "main").len(), 1);
    assert_eq!(workspace.resource(ACTION)["unregistered_connections"], json!([]));
    workspace.plan().has_no_changes();
}

#[test]
fn a_save_during_which_the_connection_cannot_be_read_forgets_no_missing_webhook() {
    let account = Account::open();
    account.create_pipeline(&foreign_declaration("release"));
    let arn = account.create_connection("gitlab");
    let action = source_action("charts", &arn, "allow_pending_connection = true");
    let workspace = Workspace::new(&account, &action);
    workspace.apply().applied(1, 0, 0);
    account.add_fault(json!({ "operation": "GetConnection", "kind": "deny", "times": 0 }));
    workspace.configure(&action.replace("= \"main\"", "= \"next\""));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(workspace.resource(ACTION)["unregistered_connections"], json!([arn]));
    account.clear_faults();
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.plan().plans(0, 1, 0).says("is saved again");
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.webhooks().len(), 1);
    workspace.plan().has_no_changes();
}

#[test]
fn a_source_action_is_destroyed_in_silence_whatever_the_status_of_its_connection() {
    for status in ["ERROR", "PENDING"] {
        let (account, arn) = foreign();
        let before = content(&account);
        let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
        workspace.apply().applied(1, 0, 0);
        account.set_connection_status(&arn, status);
        let destroyed = workspace.destroy();
        destroyed.succeeds();
        // The one warning is Terraform's own, of the provider's build.
        assert_eq!(destroyed.stdout.matches("Warning: ").count(), 1, "{destroyed}");
        assert_eq!(content(&account), before);
    }
}

#[test]
fn a_change_of_resave_saves_the_pipeline_again() {
    let (account, workspace, arn) = applied("");
    let before = account.pipeline("release");
    workspace.configure(&source_action("charts", &arn, "resave = \"monday\""));
    workspace
        .plan()
        .plans(0, 1, 0)
        .says("is saved again because resave changes");
    workspace.apply().applied(0, 1, 0);
    let mut after = account.pipeline("release");
    assert_eq!(after["version"], 3);
    after["version"] = before["version"].clone();
    assert_eq!(after, before);
    workspace.plan().has_no_changes();
}

#[test]
fn what_concerns_terraform_alone_writes_nothing() {
    let (account, workspace, arn) = applied("");
    workspace.configure(&source_action("charts", &arn, "allow_pending_connection = true"));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.pipeline("release")["version"], 2);
    workspace.plan().has_no_changes();
}

#[test]
fn an_out_of_band_write_between_read_and_write_is_merged() {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    account.add_fault(json!({ "operation": "UpdatePipeline", "kind": "pause" }));
    let apply = workspace.start_apply();
    let deadline = Instant::now() + Duration::from_secs(60);
    while account.count("UpdatePipeline") == 0 {
        assert!(
            Instant::now() < deadline,
            "the apply never writes: {:#?}",
            account.calls()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    // The fault struck once: this write goes through while ours waits with what it read before.
    edit(&account, |declaration| {
        declaration["stages"][1]["actions"][0]["configuration"]["ProjectName"] = json!("theirs");
    });
    account.clear_faults();
    apply.finish().applied(1, 0, 0);
    let declared = account.pipeline("release");
    assert_eq!(
        declared["stages"][1]["actions"][0]["configuration"]["ProjectName"],
        "theirs"
    );
    assert_eq!(declared["stages"][0]["actions"][1]["name"], "charts");
    workspace.plan().has_no_changes();
}

#[test]
fn a_write_whose_answer_is_lost_is_not_done_twice() {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    account.add_fault(json!({ "operation": "UpdatePipeline", "kind": "drop-after" }));
    workspace.apply().applied(1, 0, 0);
    assert_eq!(
        names(&account.pipeline("release")["stages"][0]["actions"]),
        ["Templates", "charts"]
    );
    workspace.plan().has_no_changes();
}

/// A provider whose calls are tried once.
const ONCE: &str = "provider \"codepipeline\" {\n  max_retries = 1\n}\n";

#[test]
fn a_source_action_whose_answer_is_lost_is_in_the_state_and_remembers_what_it_replaced() {
    let (account, arn) = foreign();
    edit(&account, |declaration| {
        let actions = declaration["stages"][0]["actions"].as_array_mut().unwrap();
        actions.push(gitlab_source("charts", &arn, "old"));
    });
    let before = content(&account);
    let source = source_action("charts", &arn, "overwrite_existing = true");
    let workspace = Workspace::new(&account, &format!("{ONCE}{source}"));
    account.add_fault(json!({ "operation": "UpdatePipeline", "kind": "drop-after" }));
    workspace.apply().applied(1, 0, 0);
    assert_eq!(workspace.addresses(), [ACTION]);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    assert_eq!(content(&account), before);
}

#[test]
fn simultaneous_applies_lose_no_source_action() {
    let account = Account::with(Options {
        latency: Duration::from_millis(150),
        ..Options::default()
    });
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&foreign_declaration("release"));
    let before = content(&account);
    let workspaces = ["a", "b", "c", "d"].map(|label| Workspace::new(&account, &source_action(label, &arn, "")));
    for outcome in workspaces.each_ref().map(Workspace::start_apply).map(Running::finish) {
        outcome.applied(1, 0, 0);
    }
    let mut sources = names(&account.pipeline("release")["stages"][0]["actions"])
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    sources.sort();
    assert_eq!(sources, ["Templates", "a", "b", "c", "d"]);
    let destroy = ["destroy", "-auto-approve", "-input=false", "-no-color"];
    for outcome in workspaces
        .each_ref()
        .map(|workspace| workspace.start(&destroy))
        .map(Running::finish)
    {
        outcome.succeeds();
    }
    assert_eq!(content(&account), before);
}

#[test]
fn a_source_on_a_pending_connection_is_said_when_it_moves_to_another_pipeline() {
    let (account, workspace, arn) = applied("");
    account.create_pipeline(&foreign_declaration("other"));
    account.set_connection_status(&arn, "PENDING");
    workspace.configure(&source_action("charts", &arn, "").replace("\"release\"", "\"other\""));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Connection \"gitlab\" of the pipeline \"other\" is PENDING")
        .says_not("is not the first stage");
}

#[test]
fn a_name_that_is_taken_is_an_error_when_the_action_moves_to_another_pipeline() {
    let (account, workspace, arn) = applied("");
    let mut other = foreign_declaration("other");
    other["stages"][0]["name"] = json!("Fetch");
    let actions = other["stages"][0]["actions"].as_array_mut().unwrap();
    actions.push(gitlab_source("charts", &arn, "old"));
    account.create_pipeline(&other);
    workspace.configure(&source_action("charts", &arn, "").replace("\"release\"", "\"other\""));
    workspace
        .plan()
        .fails()
        .says("The pipeline \"other\" already has a source action \"charts\"")
        .says_not("is not the first stage");
}

#[test]
fn an_action_that_holds_a_secret_is_not_overwritten() {
    let (account, arn) = foreign();
    edit(&account, |declaration| {
        declaration["stages"][0]["actions"].as_array_mut().unwrap().push(json!({
            "name": "charts",
            "actionTypeId": { "category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1" },
            "configuration": { "Owner": "acme", "Repo": "charts", "Branch": "main", "OAuthToken": "hunter2" },
            "outputArtifacts": [{ "name": "old" }],
        }));
    });
    let before = account.pipeline("release");
    assert!(before.to_string().contains("****"), "{before}");
    let workspace = Workspace::new(&account, &source_action("charts", &arn, "overwrite_existing = true"));
    let title = "The source action \"charts\" of the pipeline \"release\" contains a secret";
    workspace.plan().plans(1, 0, 0).says(title);
    workspace.apply().fails().says(title);
    assert_eq!(account.pipeline("release"), before);
}

#[test]
fn without_the_permission_to_look_at_the_connection_the_check_is_skipped() {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    account.add_fault(json!({ "operation": "GetConnection", "kind": "deny", "times": 0 }));
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("Skipped the check of the connection")
        .says("codeconnections:GetConnection");
    assert_eq!(workspace.resource(ACTION)["connection_status"], Value::Null);
    workspace.plan().has_no_changes();
}

#[test]
fn aws_words_reach_the_person_when_it_refuses_the_pipeline() {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    account.add_fault(json!({ "operation": "UpdatePipeline", "kind": "deny" }));
    workspace
        .apply()
        .fails()
        .says("Cannot change the pipeline \"release\"")
        .says("codepipeline:UpdatePipeline");
    assert_eq!(workspace.addresses(), Vec::<String>::new());
}

#[test]
fn the_owner_may_be_a_pipeline_of_the_same_configuration() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let owner = owner(&arn, "");
    let ours = source_action(
        "charts",
        &arn,
        r#"trigger = { push = [{ tags = { includes = ["v*"] } }] }"#,
    )
    .replace("\"release\"", "codepipeline_pipeline.release.name");
    let workspace = Workspace::new(&account, &(owner.clone() + &ours));
    workspace.apply().applied(2, 0, 0);
    workspace.plan().has_no_changes();
    workspace.configure(
        &(owner
            .replace("\"SUPERSEDED\"", "\"QUEUED\"")
            .replace("acme-artifacts", "acme-other")
            + &ours),
    );
    workspace.apply().applied(0, 1, 0);
    let declared = account.pipeline("release");
    assert_eq!(declared["artifactStore"]["location"], "acme-other");
    assert_eq!(names(&declared["stages"][0]["actions"]), ["GitLab", "charts"]);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
}

#[test]
fn an_owner_that_is_planned_without_a_refresh_is_told_to_refresh() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let ours = source_action("charts", &arn, TRIGGER).replace("\"release\"", "codepipeline_pipeline.release.name");
    let workspace = Workspace::new(&account, &(owner(&arn, "") + &ours));
    workspace.apply().applied(2, 0, 0);
    workspace.configure(&(owner(&arn, "execution_mode = \"QUEUED\"") + &ours));
    workspace
        .apply_with(&["-refresh=false"])
        .fails()
        .says("The pipeline \"release\" was changed since the plan")
        .says("a source action in the same configuration may have made the change")
        .says("plan again with a refresh");
    workspace.apply().applied(0, 1, 0);
    assert_eq!(account.pipeline("release")["executionMode"], "QUEUED");
    workspace.plan().has_no_changes();
}

#[test]
fn an_owner_in_the_same_configuration_keeps_what_a_source_action_has_changed_since_the_plan() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let (owner, queued) = (owner(&arn, ""), owner(&arn, "execution_mode = \"QUEUED\""));
    let ours =
        |label: &str| source_action(label, &arn, TRIGGER).replace("\"release\"", "codepipeline_pipeline.release.name");
    let workspace = Workspace::new(&account, &(owner.clone() + &ours("charts") + &ours("tools")));
    workspace.apply().applied(3, 0, 0);
    workspace.plan().has_no_changes();
    workspace.configure(&(queued + &ours("charts")));
    workspace.apply().applied(0, 1, 1);
    let declared = account.pipeline("release");
    assert_eq!(declared["executionMode"], "QUEUED");
    assert_eq!(names(&declared["stages"][0]["actions"]), ["GitLab", "charts"]);
    assert_eq!(declared["triggers"].as_array().map(Vec::len), Some(2));
    workspace.plan().has_no_changes();
}

fn names(items: &Value) -> Vec<&str> {
    let items = items.as_array().map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(|item| item["name"].as_str()).collect()
}
