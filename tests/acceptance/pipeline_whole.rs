//! One pipeline that uses every argument.

use codepipeline_emulator_testing::pipelines::{REPOSITORY, ROLE};
use serde_json::{Value, json};

use crate::support::{account::Account, workspace::Workspace};

const PIPELINE: &str = "codepipeline_pipeline.web";

const STORES: &str = r#"
  artifact_store {
    location = "acme-artifacts"
    type     = "S3"
    region   = "eu-west-1"

    encryption_key {
      id   = "arn:aws:kms:eu-west-1:111122223333:alias/artifacts"
      type = "KMS"
    }
  }

  artifact_store {
    location = "acme-artifacts-us"
    type     = "S3"
    region   = "us-east-1"
  }

  variable {
    name          = "channel"
    default_value = "stable"
    description   = "Where it is released"
  }
"#;

const BUILD: &str = r##"
  stage {
    name = "Build"

    before_entry {
      condition {
        result = "SKIP"

        rule {
          name = "OnMain"
          configuration = {
            Variable = "#{Source.BranchName}"
            Value    = "main"
            Operator = "EQ"
          }

          rule_type_id {
            category = "Rule"
            owner    = "AWS"
            provider = "VariableCheck"
            version  = "1"
          }
        }
      }
    }

    on_success {
      condition {
        result = "FAIL"

        rule {
          name               = "Smoke"
          commands           = ["./smoke"]
          input_artifacts    = ["source"]
          region             = "eu-west-1"
          role_arn           = "arn:aws:iam::111122223333:role/smoke"
          timeout_in_minutes = 10

          rule_type_id {
            category = "Rule"
            owner    = "AWS"
            provider = "Commands"
            version  = "1"
          }
        }
      }
    }

    on_failure {
      result = "RETRY"

      retry_configuration {
        retry_mode = "ALL_ACTIONS"
      }
    }

    action {
      name             = "Compile"
      category         = "Compute"
      owner            = "AWS"
      provider         = "Commands"
      version          = "1"
      namespace        = "Compile"
      commands         = ["make", "echo $TOKEN"]
      input_artifacts  = ["source"]
      output_variables = ["VERSION"]

      output_artifacts_for_compute_action {
        name  = "binary"
        files = ["out/**"]
      }

      environment_variable {
        name  = "LEVEL"
        value = "release"
        type  = "PLAINTEXT"
      }

      environment_variable {
        name  = "TOKEN"
        value = "payments/token"
        type  = "SECRETS_MANAGER"
      }
    }
  }
"##;

const RELEASE: &str = r##"
  stage {
    name = "Release"

    action {
      name               = "Approve"
      category           = "Approval"
      owner              = "AWS"
      provider           = "Manual"
      version            = "1"
      timeout_in_minutes = 60

      configuration = {
        CustomData = "Release #{Compile.VERSION}?"
      }
    }

    action {
      name             = "Deploy"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      region           = "us-east-1"
      role_arn         = "arn:aws:iam::111122223333:role/deploy"
      run_order        = 2
      input_artifacts  = ["binary", "source"]
      output_artifacts = ["report"]

      configuration = {
        ProjectName   = "payments-deploy"
        PrimarySource = "source"
      }
    }
  }
"##;

const TRIGGER: &str = r#"
  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "GitLab"

      push {
        branches {
          includes = ["main", "release/**"]
          excludes = ["release/old"]
        }
        file_paths {
          includes = ["src/**"]
          excludes = ["**/*.md"]
        }
      }

      push {
        tags {
          includes = ["v*"]
          excludes = ["v0*"]
        }
      }

      pull_request {
        events = ["OPEN", "UPDATED", "CLOSED"]
        branches {
          includes = ["main"]
          excludes = ["wip/*"]
        }
        file_paths {
          includes = ["src/**"]
          excludes = ["docs/**"]
        }
      }
    }
  }
"#;

fn configuration(arn: &str) -> String {
    format!(
        r#"
resource "codepipeline_pipeline" "web" {{
  name           = "web"
  role_arn       = "{ROLE}"
  execution_mode = "QUEUED"
  pipeline_type  = "V2"
  tags           = {{ team = "core" }}
{STORES}
  stage {{
    name = "Source"

    action {{
      name             = "GitLab"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      namespace        = "Source"
      role_arn         = "arn:aws:iam::111122223333:role/source"
      output_artifacts = ["source"]

      configuration = {{
        ConnectionArn        = "{arn}"
        FullRepositoryId     = "{REPOSITORY}"
        BranchName           = "main"
        OutputArtifactFormat = "CODE_ZIP"
        DetectChanges        = "false"
      }}
    }}
  }}
{BUILD}{RELEASE}{TRIGGER}
}}
"#
    )
}

/// Asserts that AWS received the configuration.
#[track_caller]
fn assert_declared(declared: &Value) {
    let stores = json!({
        "eu-west-1": {
            "type": "S3", "location": "acme-artifacts",
            "encryptionKey": { "id": "arn:aws:kms:eu-west-1:111122223333:alias/artifacts", "type": "KMS" },
        },
        "us-east-1": { "type": "S3", "location": "acme-artifacts-us" },
    });
    assert_eq!(declared["artifactStores"], stores);
    let compile = &declared["stages"][1]["actions"][0];
    assert_eq!(compile["commands"], json!(["make", "echo $TOKEN"]));
    assert_eq!(compile["outputVariables"], json!(["VERSION"]));
    assert_eq!(
        compile["outputArtifacts"],
        json!([{ "name": "binary", "files": ["out/**"] }])
    );
    let variables = json!([
        { "name": "LEVEL", "value": "release", "type": "PLAINTEXT" },
        { "name": "TOKEN", "value": "payments/token", "type": "SECRETS_MANAGER" },
    ]);
    assert_eq!(compile["environmentVariables"], variables);
    let rule = &declared["stages"][1]["onSuccess"]["conditions"][0]["rules"][0];
    assert_eq!(
        (&rule["commands"], &rule["timeoutInMinutes"]),
        (&json!(["./smoke"]), &json!(10))
    );
    assert_eq!(declared["stages"][1]["beforeEntry"]["conditions"][0]["result"], "SKIP");
    assert_eq!(declared["stages"][2]["actions"][0]["timeoutInMinutes"], 60);
    let requests = json!([{
        "events": ["OPEN", "UPDATED", "CLOSED"],
        "branches": { "includes": ["main"], "excludes": ["wip/*"] },
        "filePaths": { "includes": ["src/**"], "excludes": ["docs/**"] },
    }]);
    assert_eq!(declared["triggers"][0]["gitConfiguration"]["pullRequest"], requests);
}

#[test]
fn everything_that_a_pipeline_can_say_is_applied_imported_and_plans_empty() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let workspace = Workspace::new(&account, &configuration(&arn));
    workspace.apply().applied(1, 0, 0);
    assert_declared(&account.pipeline("web"));
    workspace.plan().has_no_changes();
    let version = workspace.resource(PIPELINE)["version"].clone();
    workspace.run(&["state", "rm", PIPELINE]).succeeds();
    workspace.import(PIPELINE, "web").succeeds();
    workspace.plan().has_no_changes();
    assert_eq!(workspace.resource(PIPELINE)["version"], version);
    assert_eq!(account.count("UpdatePipeline"), 0);
}
