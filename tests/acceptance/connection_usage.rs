//! Which pipelines use a connection that is about to go.

use codepipeline_emulator_testing::pipelines::gitlab_declaration;
use serde_json::json;

use crate::support::{account::Account, workspace::Workspace};

/// An applied connection that so many pipelines use.
fn used_by(count: usize) -> (Account, Workspace) {
    let account = Account::open();
    let workspace = Workspace::new(
        &account,
        "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n",
    );
    workspace.apply().applied(1, 0, 0);
    let arn = account.wait_for_connection("web");
    account.set_connection_status(&arn, "AVAILABLE");
    for number in 0..count {
        account.create_pipeline(&gitlab_declaration(&format!("shop-{number}"), &arn));
    }
    account.forget_calls();
    (account, workspace)
}

#[test]
fn at_most_100_pipelines_are_looked_at_and_the_others_are_counted() {
    let (account, workspace) = used_by(105);
    workspace
        .plan_with(&["-destroy"])
        .plans(0, 0, 1)
        .says("These pipelines of eu-west-1 use it and stop working: shop-0")
        .says("5 more pipelines of eu-west-1 were not checked");
    assert_eq!(account.count("GetPipeline"), 100);
}

#[test]
fn the_look_at_pipelines_ends_after_5_seconds() {
    let (account, workspace) = used_by(20);
    account.add_fault(json!({ "operation": "GetPipeline", "kind": "slow", "times": 0, "delay_ms": 3000 }));
    // Eight at once: the second eight would be seen after six seconds.
    workspace
        .plan_with(&["-destroy"])
        .plans(0, 0, 1)
        .says("use it and stop working: shop-0")
        .says("12 more pipelines of eu-west-1 were not checked");
}

#[test]
fn pipelines_that_take_too_long_to_list_are_said_not_to_have_been_looked_at() {
    let (account, workspace) = used_by(1);
    account.add_fault(json!({ "operation": "ListPipelines", "kind": "slow", "times": 0, "delay_ms": 20000 }));
    workspace
        .plan_with(&["-destroy"])
        .plans(0, 0, 1)
        .says("The pipelines of eu-west-1 were not checked: AWS took too long to list them");
    assert_eq!(account.count("GetPipeline"), 0);
    account.clear_faults();
}
