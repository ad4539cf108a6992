//! Ready-made pipelines: AWS's JSON for pipelines of another team, HCL for our own.

use serde_json::{Value, json};

/// The service role in every pipeline here; the emulator checks its form only.
pub const ROLE: &str = "arn:aws:iam::111122223333:role/pipeline";

/// A repository in a subgroup: what CodePipeline allows for GitLab and refuses for others.
pub const REPOSITORY: &str = "acme/platform/payments-api";

/// Returns the pipeline declaration of another team: a source in S3, a build, and members without an argument.
///
/// It needs no connection, and contains what a careless rewrite would lose: retries, a rollback, a namespace, variables.
pub fn foreign_declaration(name: &str) -> Value {
    json!({
        "name": name,
        "roleArn": ROLE,
        "artifactStore": { "type": "S3", "location": "acme-artifacts" },
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "stages": [
            { "name": "Source", "actions": [s3_source()] },
            {
                "name": "Build",
                "onFailure": { "result": "RETRY", "retryConfiguration": { "retryMode": "FAILED_ACTIONS" } },
                "actions": [build("Build", "templates")],
            },
        ],
        "variables": [{ "name": "channel", "defaultValue": "stable", "description": "Where it is released" }],
    })
}

fn s3_source() -> Value {
    json!({
        "name": "Templates",
        "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "S3", "version": "1" },
        "runOrder": 1,
        "namespace": "TemplateVariables",
        "configuration": { "S3Bucket": "acme-templates", "S3ObjectKey": "all.zip", "PollForSourceChanges": "false" },
        "inputArtifacts": [],
        "outputArtifacts": [{ "name": "templates" }],
    })
}

/// A CodeBuild action that consumes one artifact.
pub fn build(name: &str, artifact: &str) -> Value {
    json!({
        "name": name,
        "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
        "runOrder": 1,
        "configuration": { "ProjectName": "payments-build" },
        "inputArtifacts": [{ "name": artifact }],
        "outputArtifacts": [],
    })
}

/// A source action of a connection, as AWS's JSON.
pub fn gitlab_source(name: &str, connection_arn: &str, artifact: &str) -> Value {
    json!({
        "name": name,
        "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1" },
        "runOrder": 1,
        "configuration": {
            "BranchName": "main",
            "ConnectionArn": connection_arn,
            "FullRepositoryId": REPOSITORY,
        },
        "inputArtifacts": [],
        "outputArtifacts": [{ "name": artifact }],
    })
}

/// The smallest pipeline that AWS accepts with a GitLab source: source and approval.
pub fn gitlab_declaration(name: &str, connection_arn: &str) -> Value {
    json!({
        "name": name,
        "roleArn": ROLE,
        "artifactStore": { "type": "S3", "location": "acme-artifacts" },
        "pipelineType": "V2",
        "executionMode": "SUPERSEDED",
        "stages": [
            { "name": "Source", "actions": [gitlab_source("GitLab", connection_arn, "source")] },
            { "name": "Build", "actions": [build("Build", "source")] },
        ],
    })
}

/// The same as a `codepipeline_pipeline` named `label`; `connection` is an expression, `extra` goes into the resource.
pub fn gitlab_pipeline(label: &str, connection: &str, extra: &str) -> String {
    let arguments = gitlab_pipeline_arguments(connection);
    format!("\nresource \"codepipeline_pipeline\" \"{label}\" {{\n  name     = \"{label}\"\n{arguments}{extra}\n}}\n")
}

/// The arguments of a `codepipeline_pipeline` from source to build, without its name; `connection` is an expression.
pub fn gitlab_pipeline_arguments(connection: &str) -> String {
    format!(
        r#"  role_arn = "{ROLE}"

  artifact_store {{
    location = "acme-artifacts"
    type     = "S3"
  }}

  stage {{
    name = "Source"

    action {{
      name             = "GitLab"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["source"]

      configuration = {{
        ConnectionArn    = {connection}
        FullRepositoryId = "{REPOSITORY}"
        BranchName       = "main"
      }}
    }}
  }}

  stage {{
    name = "Build"

    action {{
      name            = "Build"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["source"]

      configuration = {{
        ProjectName = "payments-build"
      }}
    }}
  }}
"#
    )
}
