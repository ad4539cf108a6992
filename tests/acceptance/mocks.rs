//! Tests of users with mocked providers, whose computed attributes are short random strings.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::author::Provider as _;

use crate::support::{account::Account, workspace::Workspace};

/// Every resource, each with computed attributes of others.
fn every_resource() -> String {
    let pipeline = gitlab_pipeline("web", "codepipeline_handshake.gitlab.connection_arn", "");
    format!(
        r#"
resource "codepipeline_host" "gitlab" {{
  name              = "gitlab"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"
}}

resource "codepipeline_handshake" "host" {{
  host_arn = codepipeline_host.gitlab.arn
}}

resource "codepipeline_connection" "gitlab" {{
  name     = "gitlab"
  host_arn = codepipeline_handshake.host.host_arn
}}

resource "codepipeline_handshake" "gitlab" {{
  connection_arn = codepipeline_connection.gitlab.arn
}}
{pipeline}
resource "codepipeline_source_action" "charts" {{
  pipeline_name      = codepipeline_pipeline.web.id
  name               = "charts"
  connection_arn     = codepipeline_handshake.gitlab.connection_arn
  full_repository_id = "acme/platform/charts"
  branch_name        = "main"
  output_artifact    = "charts"
}}

resource "codepipeline_stage_transition" "build" {{
  pipeline_name = codepipeline_pipeline.web.name
  stage_name    = "Build"
  reason        = "Freeze"
}}

data "codepipeline_connection" "gitlab" {{
  arn = codepipeline_connection.gitlab.arn
}}
"#
    )
}

const TEST: &str = r#"mock_provider "codepipeline" {}

run "applies" {
  assert {
    condition     = codepipeline_connection.gitlab.arn != null
    error_message = "The connection has no ARN."
  }
}
"#;

#[test]
fn every_resource_works_with_a_mocked_provider_without_defaults() {
    let account = Account::open();
    let configuration = every_resource();
    for resource in Codepipeline::RESOURCES {
        assert!(
            configuration.contains(&format!("{:?}", resource.name())),
            "{}",
            resource.name()
        );
    }
    let workspace = Workspace::new(&account, &configuration);
    workspace.write("tests/mocks.tftest.hcl", TEST);
    // OpenTofu derives the generated values from the type, and Terraform draws new ones each time.
    for _ in 0..3 {
        workspace
            .run(&["test", "-no-color"])
            .succeeds()
            .says("1 passed, 0 failed");
    }
    assert_eq!(account.calls(), []);
}

/// `terraform validate` accepts the short strings that a mock may have generated, and the plan does not.
#[test]
fn a_name_in_the_place_of_an_arn_is_an_error_at_plan() {
    let account = Account::open();
    let handshake = "resource \"codepipeline_handshake\" \"x\" {\n  connection_arn = \"gitlab\"\n}\n";
    let on_host = "resource \"codepipeline_connection\" \"x\" {\n  name = \"x\"\n  host_arn = \"gitlab\"\n}\n";
    let source = gitlab_pipeline("web", "\"gitlab\"", "");
    let data = "data \"codepipeline_connection\" \"x\" {\n  arn = \"gitlab\"\n}\n";
    let arn_of_a_connection = "Not the ARN of a connection";
    for (configuration, problem) in [
        (handshake, arn_of_a_connection),
        (on_host, "Not the ARN of a host"),
        (&source, arn_of_a_connection),
        (data, arn_of_a_connection),
    ] {
        let workspace = Workspace::new(&account, configuration);
        workspace.plan().fails().says(problem);
        workspace.configure(&configuration.replace("\"gitlab\"", "\"git-lab\""));
        workspace.validate().fails().says(problem);
    }
}
