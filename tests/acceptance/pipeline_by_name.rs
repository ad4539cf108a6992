//! What changes in the stages and actions of a pipeline, by name.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use crate::support::{account::Account, workspace::Workspace};

/// A stage with one action.
fn stage(name: &str, action: &str, project: &str) -> String {
    format!(
        "  stage {{\n    name = {name:?}\n\n    action {{\n      name            = {action:?}\n      category        = \
         \"Build\"\n      owner           = \"AWS\"\n      provider        = \"CodeBuild\"\n      version         = \
         \"1\"\n      input_artifacts = [\"source\"]\n\n      configuration = {{\n        ProjectName = {project:?}\n      \
         }}\n    }}\n  }}\n"
    )
}

/// The pipeline `web` with these stages after its first two.
fn with_stages(arn: &str, stages: &[String]) -> String {
    gitlab_pipeline("web", &format!("{arn:?}"), &stages.concat())
}

#[test]
fn a_stage_that_shifts_others_is_one_warning_with_the_changes_by_name() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let (scan, test) = (stage("Scan", "Audit", "scan"), stage("Test", "Unit", "test"));
    let deploy = stage("Deploy", "Roll", "deploy");
    let summary = "Changes of the pipeline \"web\" by name";
    let workspace = Workspace::new(&account, &with_stages(&arn, &[test.clone(), deploy.clone()]));
    workspace.apply().applied(1, 0, 0).says_not(summary);
    workspace.configure(&with_stages(&arn, &[scan.clone(), test.clone(), deploy.clone()]));
    let plan = workspace.plan();
    plan.plans(0, 1, 0)
        .says(summary)
        .says("By name, stage \"Scan\" is added before \"Test\"; nothing else changes.");
    workspace.apply().applied(0, 1, 0);
    workspace.plan().has_no_changes();
    // A stage is removed, and an argument changes.
    let deploy = deploy.replace("\"deploy\"", "\"deploy-all\"");
    workspace.configure(&with_stages(&arn, &[test.clone(), deploy.clone()]));
    let plan = workspace.plan();
    plan.plans(0, 1, 0)
        .says("- stage \"Scan\" is removed")
        .says("- action \"Roll\" of stage \"Deploy\" changes: configuration[\"ProjectName\"]")
        .says("Nothing else changes.");
    workspace.apply().applied(0, 1, 0);
}

#[test]
fn a_stage_that_shifts_no_other_causes_no_warning() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let (test, deploy) = (stage("Test", "Unit", "test"), stage("Deploy", "Roll", "deploy"));
    let workspace = Workspace::new(&account, &with_stages(&arn, std::slice::from_ref(&test)));
    workspace.apply().applied(1, 0, 0);
    let renamed = test.replace("\"Test\"", "\"Check\"").replace("\"test\"", "\"check\"");
    workspace.configure(&with_stages(&arn, &[renamed, deploy]));
    workspace.plan().plans(0, 1, 0).says_not("by name");
}
