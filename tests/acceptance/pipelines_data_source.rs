//! `data.codepipeline_pipelines`.

use codepipeline_emulator_testing::pipelines::{foreign_declaration, gitlab_declaration};
use serde_json::json;

use crate::support::{account::Account, listed::Listed, workspace::Workspace};

const PIPELINES: Listed = Listed("pipelines");

/// Creates the pipelines `web` and `api`; returns the connection of the first.
fn create_pipelines(account: &Account) -> String {
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&gitlab_declaration("web", &arn));
    account.create_pipeline(&foreign_declaration("api"));
    let mut first = foreign_declaration("old");
    for member in ["executionMode", "variables"] {
        first.as_object_mut().unwrap().remove(member);
    }
    first["stages"][1].as_object_mut().unwrap().remove("onFailure");
    first["pipelineType"] = json!("V1");
    account.create_pipeline(&first);
    arn
}

#[test]
fn pipelines_are_listed_by_name_with_one_call() {
    let account = Account::open();
    create_pipelines(&account);
    let workspace = Workspace::new(&account, &PIPELINES.configuration(""));
    account.forget_calls();
    workspace.plan().succeeds();
    let mut operations: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
    operations.sort();
    assert_eq!(operations, ["GetCallerIdentity", "ListPipelines"]);
    workspace.apply().succeeds();
    let mut found = workspace.output("found");
    for time in ["created", "updated"] {
        let time = found[0][time].take();
        assert!(time.as_str().expect("a time").ends_with('Z'), "{time}");
    }
    let expected = json!({
        "arn": "arn:aws:codepipeline:eu-west-1:111122223333:api",
        "console_url": "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/api/view?region=eu-west-1",
        "created": null, "execution_mode": "QUEUED", "id": "api", "name": "api", "pipeline_type": "V2",
        "region": "eu-west-1", "updated": null, "version": 1,
    });
    assert_eq!(found[0], expected);
    assert_eq!((&found[1]["name"], &found[2]["name"]), (&json!("old"), &json!("web")));
    workspace.plan().has_no_changes();
}

#[test]
fn each_filter_of_pipelines_selects() {
    let account = Account::open();
    let arn = create_pipelines(&account);
    for (arguments, expected) in [
        ("pipeline_type = \"V1\"", &["old"] as &[_]),
        ("name_regex = \"^(api|web)$\"", &["api", "web"]),
        (&format!("connection_arn = {arn:?}"), &["web"]),
        (&format!("connection_arn = {arn:?}\nname_regex = \"api\""), &[]),
        ("region = \"us-east-1\"", &[]),
        ("region = \"\"\npipeline_type = \"V2\"", &["api", "web"]),
    ] {
        assert_eq!(PIPELINES.names(&account, arguments), expected, "{arguments}");
    }
}

#[test]
fn only_the_filter_by_connection_reads_the_pipelines_that_the_others_select() {
    let account = Account::open();
    let arn = create_pipelines(&account);
    let workspace = Workspace::new(
        &account,
        &PIPELINES.configuration(&format!("connection_arn = {arn:?}\npipeline_type = \"V2\"")),
    );
    account.forget_calls();
    workspace.plan().succeeds();
    assert_eq!((account.count("ListPipelines"), account.count("GetPipeline")), (1, 2));
}

#[test]
fn a_malformed_filter_of_pipelines_is_an_error_at_its_argument_at_validate() {
    let account = Account::open();
    let host = account.create_host("gitlab");
    let malformed = [
        ("name_regex = \"*\"", "Malformed regular expression"),
        ("pipeline_type = \"v2\"", "Did you mean \"V2\"?"),
        (&format!("connection_arn = {host:?}"), "Not the ARN of a connection"),
        ("region = \"eu-wset-1\"", "The closest match is eu-west-1."),
    ];
    PIPELINES.rejects(&account, &malformed);
}

#[test]
fn a_denied_call_of_a_list_of_pipelines_is_an_error_that_names_the_permission() {
    let account = Account::open();
    let arn = create_pipelines(&account);
    for (operation, arguments, says) in [
        ("ListPipelines", String::new(), "Cannot list the pipelines"),
        (
            "GetPipeline",
            format!("connection_arn = {arn:?}"),
            "Cannot read the pipeline",
        ),
    ] {
        account.add_fault(json!({ "operation": operation, "kind": "deny", "times": 0 }));
        Workspace::new(&account, &PIPELINES.configuration(&arguments))
            .plan()
            .fails()
            .says(says)
            .says(&format!("Allow codepipeline:{operation}"));
        account.clear_faults();
    }
}
