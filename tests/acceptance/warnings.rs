//! The warnings of a full life cycle: each is accurate and necessary.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use super::source_action::{foreign, source_action};
use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    outcome::Outcome,
    workspace::Workspace,
};

const WAITS: &str = "The apply waits until you complete a new handshake";
const DESTROYED: &str = "Destroying the connection \"web\" loses its handshake";

fn handshake(label: &str, argument: &str) -> String {
    format!("resource \"codepipeline_handshake\" \"{label}\" {{\n  {argument}\n}}\n")
}

/// A connection, its handshake, and a pipeline that waits for it; `arguments` are those of the connection.
fn whole(arguments: &str, extra: &str) -> String {
    let connection = format!("resource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n  {arguments}\n}}\n");
    let handshake = handshake("web", "connection_arn = codepipeline_connection.web.arn");
    let pipeline = gitlab_pipeline("web", "codepipeline_handshake.web.connection_arn", extra);
    format!("{connection}{handshake}{pipeline}")
}

fn self_managed(extra: &str) -> String {
    let host = "resource \"codepipeline_host\" \"gitlab\" {\n  name = \"gitlab\"\n  provider_type = \
                \"GitLabSelfManaged\"\n  provider_endpoint = \"https://gitlab.example.com\"\n}\n";
    let of_host = handshake("host", "host_arn = codepipeline_host.gitlab.arn");
    let rest = whole("host_arn = codepipeline_handshake.host.host_arn", extra);
    format!("{host}{of_host}{rest}")
}

/// The titles of the warnings, sorted; those that Terraform merges count one by one.
#[track_caller]
fn warnings(outcome: &Outcome) -> Vec<String> {
    let text = format!("{}\n{}", outcome.succeeds().stdout, outcome.stderr);
    let titles = text
        .lines()
        .filter_map(|line| line.split_once("Warning: ").map(|(_, title)| title.trim().to_owned()));
    let mut titles: Vec<String> = titles
        .filter(|title| !title.contains("development overrides"))
        .collect();
    assert!(!text.contains("more similar warning"), "{outcome}");
    titles.sort();
    titles
}

/// Applies the saved plan, and acts as the user while it waits.
fn apply(workspace: &Workspace, act: impl FnOnce()) -> Outcome {
    let running = workspace.start(&["apply", "-input=false", "-no-color", "tfplan"]);
    act();
    running.finish()
}

/// Asserts the warnings of each step of a life cycle: validate, plan, apply, plan, change, destroy.
#[track_caller]
fn live(workspace: &Workspace, changed: &str, authorize: impl FnOnce(), [planned, applied, destroyed]: [&[&str]; 3]) {
    let none: [&str; 0] = [];
    assert_eq!(warnings(&workspace.validate()), none, "validate");
    assert_eq!(warnings(&workspace.plan()), planned, "plan");
    let outcome = apply(workspace, authorize);
    assert_eq!(warnings(&outcome), applied, "apply");
    outcome.says("If its codepipeline_handshake was completed in this apply, no further action is needed.");
    assert_eq!(warnings(workspace.plan().has_no_changes()), none, "the second plan");
    workspace.configure(changed);
    assert_eq!(warnings(workspace.plan().plans(0, 1, 0)), none, "the plan of a change");
    assert_eq!(warnings(&apply(workspace, || {})), none, "the apply of a change");
    assert_eq!(
        warnings(&workspace.plan_with(&["-destroy"])),
        destroyed,
        "the plan of a destroy"
    );
    assert_eq!(warnings(&apply(workspace, || {})), none, "the destroy");
}

// Validation, plan and apply are processes of their own, and each receives the calls for the connection before those for the
// handshake that refers to it (Terraform 1.11, 1.15 and 1.16, OpenTofu 1.12). So neither the plan nor the creation of the
// connection knows of the handshake, and these two warnings stay at the end of the apply, in words that are true then.

#[test]
fn a_life_with_gitlab_com_warns_of_the_handshake_and_of_its_loss_only() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &whole("", ""));
    let authorize = || {
        let arn = account.wait_for_connection("web");
        // The creation reads the status once.
        account.wait_for_call("GetConnection");
        account.set_connection_status(&arn, "AVAILABLE");
    };
    let created = ["Connection \"web\" was created with the status PENDING"];
    live(
        &workspace,
        &whole("", "execution_mode = \"QUEUED\""),
        authorize,
        [&[WAITS], &created, &[DESTROYED]],
    );
}

#[test]
fn a_life_with_a_self_managed_gitlab_warns_once_of_each_object_that_waits_or_goes() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &self_managed(""));
    let authorize = || {
        let host = account.wait_for_host("gitlab");
        // The creation reads the status once.
        account.wait_for_call("GetHost");
        account.set_host_status(&host, "AVAILABLE");
        let arn = account.wait_for_connection("web");
        account.wait_for_call("GetConnection");
        account.set_connection_status(&arn, "AVAILABLE");
    };
    let created = [
        "Connection \"web\" was created with the status PENDING",
        "Host \"gitlab\" was created with the status PENDING",
    ];
    live(
        &workspace,
        &self_managed("execution_mode = \"QUEUED\""),
        authorize,
        [
            &[WAITS],
            &created,
            &[DESTROYED, "Destroying the host \"gitlab\" loses its setup"],
        ],
    );
}

#[test]
fn a_pipeline_that_waits_for_a_handshake_causes_no_warning() {
    let account = Account::open();
    let arn = account.create_connection("gitlab");
    let handshake = handshake("web", &format!("connection_arn = {arn:?}"));
    let pipeline = gitlab_pipeline("web", "codepipeline_handshake.web.connection_arn", "");
    let workspace = Workspace::new(&account, &format!("{handshake}{pipeline}"));
    let planned = workspace.plan();
    planned
        .plans(2, 0, 0)
        .says_not("The apply checks again and stops there");
    assert_eq!(
        warnings(&planned),
        ["The apply waits until you complete the handshake of \"gitlab\""]
    );
    let none: [&str; 0] = [];
    let applied = apply(&workspace, || account.set_connection_status(&arn, "AVAILABLE"));
    assert_eq!(warnings(applied.applied(2, 0, 0)), none);
}

#[test]
fn a_destroy_does_not_warn_about_pipelines_and_sources_that_it_removes_too() {
    let (account, _) = foreign();
    let source = source_action("charts", "ARN", "").replace("\"ARN\"", "codepipeline_handshake.web.connection_arn");
    let workspace = Workspace::new(&account, &format!("{}{source}", whole("", "")));
    let running = workspace.start_apply();
    account.set_connection_status(&account.wait_for_connection("web"), "AVAILABLE");
    running.finish().applied(4, 0, 0);
    workspace
        .plan_with(&["-destroy"])
        .plans(0, 0, 4)
        .says(DESTROYED)
        .says_not("stop working");
}

#[test]
fn an_apply_does_not_repeat_the_warnings_of_its_plan() {
    if !Cli::chosen().offers(Feature::PhaseOfPlan) {
        return;
    }
    let account = Account::open();
    account.create_connection("other");
    let workspace = Workspace::new(
        &account,
        "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n",
    );
    assert_eq!(
        warnings(&workspace.plan()),
        ["Other GitLab connections are pending while \"web\" is created"]
    );
    assert_eq!(
        warnings(&apply(&workspace, || {})),
        ["Connection \"web\" was created with the status PENDING"]
    );
}
