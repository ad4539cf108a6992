resource "codepipeline_pipeline" "payments" {
  name     = "payments"
  role_arn = "arn:aws:iam::111122223333:role/payments-pipeline"

  artifact_store {
    location = "acme-pipeline-artifacts"
    type     = "S3"
  }

  stage {
    name = "Source"

    action {
      name             = "GitLab"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["source"]

      configuration = {
        ConnectionArn    = codepipeline_handshake.gitlab.connection_arn
        FullRepositoryId = "acme/platform/payments-api"
        BranchName       = "main"
        DetectChanges    = "false"
      }
    }
  }

  stage {
    name = "Test"

    action {
      name            = "Test"
      category        = "Compute"
      owner           = "AWS"
      provider        = "Commands"
      version         = "1"
      input_artifacts = ["source"]
      commands        = ["make test"]
    }
  }

  # Release tags and merge requests into main start the pipeline; ordinary pushes do not.
  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "GitLab"

      pull_request {
        events = ["OPEN", "UPDATED"]

        branches {
          includes = ["main"]
        }
      }

      push {
        tags {
          includes = ["v*"]
        }
      }
    }
  }
}
