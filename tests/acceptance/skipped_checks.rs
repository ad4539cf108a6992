//! Checks that a provider block silences.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use crate::support::{account::Account, workspace::Workspace};

/// A pipeline whose repository CPGL001 refuses, and a provider block that silences `checks`.
fn odd_pipeline(connection: &str, checks: &str) -> String {
    let pipeline = gitlab_pipeline("web", &format!("{connection:?}"), "");
    let odd = pipeline.replace("\"acme/platform/payments-api\"", "\"/acme/payments\"");
    format!("provider \"codepipeline\" {{\n  skip_checks = {checks}\n}}\n{odd}")
}

/// A variable that Terraform does not know at the validate walk, which comes before every plan.
fn variable(default: &str) -> String {
    format!("variable \"skipped\" {{\n  type    = set(string)\n  default = {default}\n}}\n")
}

#[test]
fn checks_that_a_variable_silences_say_nothing() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    for checks in ["var.skipped", "setunion(var.skipped, [\"CPGL010\"])"] {
        let configuration = format!("{}{}", variable("[\"CPGL001\"]"), odd_pipeline(&arn, checks));
        let workspace = Workspace::new(&account, &configuration);
        workspace.validate().succeeds().says_not("CPGL001");
        workspace.plan().plans(1, 0, 0).says_not("CPGL001");
    }
}

#[test]
fn checks_that_a_variable_does_not_silence_are_said_at_plan() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let configuration = format!("{}{}", variable("[\"CPGL002\"]"), odd_pipeline(&arn, "var.skipped"));
    let workspace = Workspace::new(&account, &configuration);
    workspace.validate().succeeds().says_not("CPGL001");
    workspace.plan().fails().says("Invalid repository path").says("CPGL001");
    workspace.apply().fails().says("CPGL001");
    assert_eq!(account.count("CreatePipeline"), 0);
}

#[test]
fn checks_that_only_the_apply_knows_to_be_silenced_are_said_before_the_first_write() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let late = |checks: &str| {
        let resource = format!("resource \"terraform_data\" \"checks\" {{ input = {checks} }}\n");
        format!("{resource}{}", odd_pipeline(&arn, "terraform_data.checks.output"))
    };
    let workspace = Workspace::new(&account, &late("[\"CPGL002\"]"));
    workspace.plan().plans(2, 0, 0).says_not("CPGL001");
    workspace.apply().fails().says("CPGL001");
    assert_eq!(account.count("CreatePipeline"), 0);
    Workspace::new(&account, &late("[\"CPGL001\"]"))
        .apply()
        .applied(2, 0, 0);
}

#[test]
fn a_check_that_does_not_exist_cannot_be_silenced() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &odd_pipeline(&arn, "[\"CPGL001\", \"CPGL999\"]"));
    workspace.validate().succeeds().says("The check CPGL999 does not exist");
}
