//! What is said of a `codepipeline_source_action` before anything is written.

use codepipeline_emulator_testing::pipelines::foreign_declaration;
use serde_json::json;

use super::{
    preflight::self_managed,
    source_action::{TRIGGER, edit, foreign, source_action},
};
use crate::support::{account::Account, workspace::Workspace};

#[test]
fn a_wrong_project_and_branch_are_refused_before_anything_is_asked() {
    let (account, arn) = foreign();
    let wrong = source_action("charts", &arn, "")
        .replace(
            "\"acme/platform/charts\"",
            "\"https://gitlab.com/acme/platform/charts.git\"",
        )
        .replace("= \"main\"", "= \"release/*\"");
    let workspace = Workspace::new(&account, &wrong);
    account.forget_calls();
    workspace
        .validate()
        .fails()
        .says("Write \"acme/platform/charts\"")
        .says("full_repository_id = \"https")
        .says("Patterns belong in the includes of a trigger's branch filter")
        .says("branch_name = \"release/*\"")
        .says("CPGL001")
        .says("CPGL002");
    assert_eq!(account.calls(), []);
}

#[test]
fn a_project_path_is_judged_by_the_type_of_its_connection() {
    let (account, arn) = foreign();
    // GitLab reserves this name for its own pages, other providers do not.
    let reserved = source_action("charts", &arn, "").replace("\"acme/platform/charts\"", "\"acme/tree\"");
    let workspace = Workspace::new(&account, &reserved);
    workspace.validate().succeeds();
    workspace.plan().fails().says("Invalid repository path");
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn what_a_connection_of_another_provider_cannot_fetch_is_an_error_at_plan() {
    let (account, _) = foreign();
    let arn = account.create_available_connection_to("GitHub", "github");
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    let expected = "This must be an owner and a repository, as in \"owner/repository\"";
    workspace.plan().fails().says(expected);
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn a_source_in_a_region_without_connections_is_refused_at_plan() {
    let (account, arn) = foreign();
    let elsewhere = source_action("charts", &arn, "region = \"ap-east-1\"");
    let workspace = Workspace::new(&account, &elsewhere);
    workspace.validate().succeeds();
    workspace
        .plan()
        .fails()
        .says("No sources of connections in ap-east-1")
        .says("CPGL010");
}

#[test]
fn a_project_path_is_judged_by_the_address_of_its_host() {
    let (account, arn) = self_managed("https://code.example.com/gitlab");
    let with_host = source_action("charts", &arn, "").replace("\"acme/", "\"code.example.com/gitlab/acme/");
    let workspace = Workspace::new(&account, &with_host);
    let said = "Write \"acme/platform/charts\".";
    workspace.validate().succeeds();
    workspace.plan().fails().says(said);
    workspace.configure(&source_action("charts", &arn, ""));
    workspace.apply().applied(1, 0, 0).says_not(said);
    account.forget_calls();
    workspace.plan().has_no_changes();
    assert_eq!(account.count("GetHost"), 0, "a refresh needs no address");
}

#[test]
fn a_host_that_may_not_be_read_skips_its_check_with_a_warning() {
    let (account, arn) = self_managed("https://code.example.com/gitlab");
    account.add_fault(json!({ "operation": "GetHost", "kind": "deny", "times": 0 }));
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("codeconnections:GetHost is not allowed");
    workspace.apply().applied(1, 0, 0);
    let (account, arn) = foreign();
    Workspace::new(&account, &source_action("charts", &arn, ""))
        .plan()
        .plans(1, 0, 0);
    assert_eq!(account.count("GetHost"), 0, "GitLab.com has no host");
}

#[test]
fn what_only_gitlab_refuses_is_a_warning_at_plan_while_the_connection_is_unknown() {
    let (account, _) = foreign();
    for (written, said) in [
        ("acme/platform/charts.git", "Write \"acme/platform/charts\"."),
        ("gitlab.com/acme/charts", "Write \"acme/charts\"."),
        ("api/charts", "no user or group can have it as its path"),
    ] {
        let source = source_action("charts", "ARN", "")
            .replace("\"ARN\"", "codepipeline_connection.new.arn")
            .replace("acme/platform/charts", written);
        let connection = "resource \"codepipeline_connection\" \"new\" {\n  name = \"new\"\n}\n";
        let workspace = Workspace::new(&account, &format!("{connection}{source}"));
        workspace.validate().succeeds().says_not("CPGL001");
        workspace.plan().plans(2, 0, 0).says(said).says("CPGL001");
    }
}

#[test]
fn something_else_than_a_connection_is_refused() {
    let (account, _) = foreign();
    let host = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605";
    let workspace = Workspace::new(&account, &source_action("charts", host, ""));
    workspace
        .validate()
        .fails()
        .says("is the ARN of a host")
        .says("use codepipeline_connection.NAME.arn, not codepipeline_host.NAME.arn");
    let page = "https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/6f2c0f1e-2d3c-4b5a-8978-665544332211?region=eu-west-1";
    workspace.configure(&source_action("charts", page, ""));
    workspace.validate().fails().says(
        "The ARN of its connection is \
         arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211",
    );
}

#[test]
fn tags_and_branches_in_one_filter_are_refused_offline() {
    let (account, arn) = foreign();
    let both = r#"trigger = { push = [{ branches = { includes = ["main"] }, tags = { includes = ["v*"] } }] }"#;
    let workspace = Workspace::new(&account, &source_action("charts", &arn, both));
    workspace
        .validate()
        .fails()
        .says("Conflicting filters of \"charts\"")
        .says("A `push` filter has both")
        .says("Location: argument trigger.push[0].tags.")
        .says("two elements in the list `push`")
        .says("CPGL033");
    let request = r#"trigger = { push = [], pull_request = [{ events = ["OPEN"] }] }"#;
    workspace.configure(&source_action("charts", &arn, request));
    workspace
        .validate()
        .succeeds()
        .says("Location: argument trigger.pull_request[0].")
        .says("branches = { includes = [\"**\"] }");
}

#[test]
fn a_broken_pattern_and_a_trigger_without_a_filter_are_found() {
    let (account, arn) = foreign();
    let broken = r#"trigger = { push = [{ branches = { includes = ["release/{a"] } }] }"#;
    let workspace = Workspace::new(&account, &source_action("charts", &arn, broken));
    workspace.validate().succeeds().says("Malformed pattern");
    workspace.configure(&source_action("charts", &arn, "trigger = {}"));
    workspace.validate().succeeds().says("without a filter");
    workspace.configure(&source_action(
        "charts",
        &arn,
        &format!("detect_changes = true\n  {TRIGGER}"),
    ));
    workspace
        .validate()
        .succeeds()
        .says("detect_changes = true together with a trigger")
        .says("set detect_changes = false");
}

#[test]
fn a_full_clone_that_a_consumer_cannot_make_is_refused_before_the_write() {
    let (account, arn) = foreign();
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    workspace.apply().applied(1, 0, 0);
    edit(&account, |declaration| {
        let deploy = json!({
            "name": "Publish",
            "actionTypeId": { "category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1" },
            "configuration": { "BucketName": "acme-charts", "Extract": "true" },
            "inputArtifacts": [{ "name": "charts" }],
        });
        declaration["stages"][1]["actions"].as_array_mut().unwrap().push(deploy);
    });
    let format = "output_artifact_format = \"CODEBUILD_CLONE_REF\"";
    workspace.configure(&source_action("charts", &arn, format));
    workspace
        .plan()
        .plans(0, 1, 0)
        .says("The action \"Publish\" cannot clone");
    account.forget_calls();
    workspace.apply().fails().says("The action \"Publish\" cannot clone");
    assert_eq!(account.count("UpdatePipeline"), 0);
}

#[test]
fn a_trigger_in_a_pipeline_of_type_v1_is_refused_before_the_write() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let mut old = foreign_declaration("release");
    old["pipelineType"] = json!("V1");
    old["executionMode"] = json!("SUPERSEDED");
    old["stages"][1].as_object_mut().unwrap().remove("onFailure");
    old.as_object_mut().unwrap().remove("variables");
    account.create_pipeline(&old);
    let workspace = Workspace::new(&account, &source_action("charts", &arn, TRIGGER));
    let title = "Triggers require a pipeline of type V2";
    workspace
        .plan()
        .plans(1, 0, 0)
        .says(title)
        .says("Ask the owner of the pipeline to change its type to V2, or remove `trigger`")
        .says_not("pipeline_type");
    workspace.apply().fails().says(title);
    assert_eq!(account.count("UpdatePipeline"), 0);
    workspace.configure(&source_action("charts", &arn, ""));
    workspace.apply().applied(1, 0, 0);
}

#[test]
fn what_was_wrong_with_the_pipeline_before_is_its_owners_affair() {
    let (account, arn) = foreign();
    edit(&account, |declaration| {
        declaration["stages"][1]["actions"][0]["configuration"]["NoSuchKey"] = json!("x");
    });
    let workspace = Workspace::new(&account, &source_action("charts", &arn, ""));
    workspace.plan().plans(1, 0, 0).says_not("NoSuchKey");
    workspace.apply().applied(1, 0, 0);
}
