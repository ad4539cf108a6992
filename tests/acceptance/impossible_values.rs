//! Common invalid values: each one is reported once, with the fix.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use crate::support::{account::Account, workspace::Workspace};

const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const BUILD: &str = "ProjectName = \"payments-build\"";

/// Whether it is an error, the code, the replacement in a valid pipeline, and the expected message.
type Case<'c> = (bool, &'c str, &'c str, &'c str, &'c str);

fn each_is_reported_once(cases: &[Case<'_>]) {
    let right = gitlab_pipeline("web", &format!("{ARN:?}"), "");
    let workspace = Workspace::new(&Account::open(), &right);
    workspace.validate().succeeds().says_not("This is check");
    for (is_error, code, from, to, says) in cases {
        assert!(right.contains(from), "{from} is in the configuration:\n{right}");
        workspace.configure(&right.replacen(from, to, 1));
        let outcome = workspace.validate();
        assert_eq!(outcome.code() != 0, *is_error, "{to}\n{outcome}");
        outcome.says(code).says(says);
        let text = outcome.to_string();
        assert_eq!(text.matches("This is check ").count(), 1, "{to}\n{text}");
    }
}

fn build(settings: &str) -> String {
    format!("ProjectName = \"payments-build\"\n{settings}")
}

#[test]
fn references_that_resolve_to_nothing_are_warnings() {
    each_is_reported_once(&[
        (
            false,
            "CPGL103",
            "\"payments-build\"",
            "\"#{ codepipeline.PipelineExecutionId }\"",
            "Write #{codepipeline.PipelineExecutionId}.",
        ),
        (
            false,
            "CPGL104",
            "\"payments-build\"",
            "\"#{codepipeline.channel}\"",
            "#{variables.NAME} for a variable of the pipeline",
        ),
    ]);
}

#[test]
fn a_variable_without_a_default_value_is_a_warning_if_changes_start_the_pipeline() {
    let variable = "variable {\n  name = \"market\"\n}\n";
    let started = gitlab_pipeline("web", &format!("{ARN:?}"), variable);
    let workspace = Workspace::new(&Account::open(), &started);
    workspace
        .validate()
        .succeeds()
        .says("CPGL105")
        .says("Set `default_value`");
    workspace.configure(&started.replace("BranchName ", "DetectChanges = \"false\"\nBranchName "));
    workspace.validate().succeeds().says_not("CPGL105");
}

#[test]
fn filters_that_pass_less_than_they_seem_to_are_warnings() {
    let push = |criterion: &str| {
        format!(
            "trigger {{\n  provider_type = \"CodeStarSourceConnection\"\n  git_configuration {{\n    source_action_name = \
             \"GitLab\"\n    push {{\n      branches {{\n        includes = [\"main\"]\n      }}\n{criterion}\n    }}\n  }}\n}}\n"
        )
    };
    let workspace = Workspace::new(&Account::open(), "");
    for (criterion, code, says) in [
        (
            "file_paths {\n  includes = [\"apps/**\"]\n  excludes = [\"apps/**\"]\n}",
            "CPGL106",
            "`file_paths` excludes everything it includes",
        ),
        (
            "file_paths {\n  includes = [\"apps/**/*\"]\n}",
            "CPGL107",
            "Write \"apps/**\" for all files below apps.",
        ),
        (
            "file_paths {\n  includes = [\"**/*.tf\"]\n}",
            "CPGL107",
            "To include them, add \"*.tf\".",
        ),
    ] {
        workspace.configure(&gitlab_pipeline("web", &format!("{ARN:?}"), &push(criterion)));
        workspace.validate().succeeds().says(code).says(says);
    }
    let both = "file_paths {\n  includes = [\"**/*.tf\", \"*.tf\"]\n}";
    workspace.configure(&gitlab_pipeline("web", &format!("{ARN:?}"), &push(both)));
    workspace.validate().succeeds().says_not("CPGL107");
}

#[test]
fn configuration_values_that_fail_when_the_pipeline_runs_are_reported() {
    each_is_reported_once(&[
        (
            true,
            "CPGL108",
            BUILD,
            &build("PrimarySource = \"other\""),
            "\"other\" is not an input of the action",
        ),
        (
            true,
            "CPGL109",
            BUILD,
            &build("EnvironmentVariables = \"STAGE=test\""),
            "EnvironmentVariables = jsonencode([{ name = \"STAGE\"",
        ),
        (
            true,
            "CPGL109",
            BUILD,
            &build("EnvironmentVariables = jsonencode({ STAGE = \"test\" })"),
            "has a different structure",
        ),
        (
            false,
            "CPGL112",
            BUILD,
            &build("BatchEnabled = \"True\""),
            "AWS documents these values: true, false.",
        ),
    ]);
}

#[test]
fn a_malformed_certificate_is_an_error_that_does_not_show_it() {
    let host = |certificate: &str| {
        format!(
            "resource \"codepipeline_host\" \"gitlab\" {{\n  name = \"gitlab\"\n  provider_type = \
             \"GitLabSelfManaged\"\n  provider_endpoint = \"https://gitlab.example.com\"\n  vpc_configuration {{\n    vpc_id = \
             \"vpc-0a1b2c3d\"\n    subnet_ids = [\"subnet-0a1b2c3d\"]\n    security_group_ids = [\"sg-0a1b2c3d\"]\n    \
             tls_certificate = \"{certificate}\"\n  }}\n}}\n"
        )
    };
    let one = "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----";
    let workspace = Workspace::new(&Account::open(), "");
    for (certificate, says) in [
        (format!("{one}{one}"), "Join several certificates with a line break"),
        (one.replace("\\n", ""), "on their own lines"),
        (
            one.replace("CERTIFICATE", "PRIVATE KEY"),
            "Private key in `tls_certificate`",
        ),
        ("ca.pem".to_owned(), "file(\"ca.pem\")"),
    ] {
        workspace.configure(&host(&certificate));
        workspace.validate().fails().says(says).says("CPGL110");
    }
    workspace.configure(&host(&format!("{one}\\n{one}\\n")));
    workspace.validate().succeeds().says_not("CPGL110");
}

#[test]
fn an_endpoint_that_a_host_cannot_have_is_reported() {
    let host = |endpoint: &str| {
        format!(
            "resource \"codepipeline_host\" \"gitlab\" {{\n  name = \"gitlab\"\n  provider_type = \
             \"GitLabSelfManaged\"\n  provider_endpoint = \"{endpoint}\"\n}}\n"
        )
    };
    let workspace = Workspace::new(&Account::open(), &host("https://gitlab.com"));
    workspace
        .validate()
        .fails()
        .says("provider_type = \"GitLab\"")
        .says("CPGL111");
    workspace.configure(&host("http://gitlab.example.com"));
    workspace
        .validate()
        .succeeds()
        .says("Endpoint without TLS")
        .says("CPGL111");
}

#[test]
fn a_tag_with_a_character_that_aws_refuses_is_an_error() {
    let connection =
        "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n  tags = { team = \"a,b\" }\n}\n";
    let workspace = Workspace::new(&Account::open(), connection);
    workspace
        .plan()
        .fails()
        .says("Invalid value of the tag \"team\"")
        .says("CPGL016");
}
