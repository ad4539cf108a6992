# Requires Terraform 1.11 or OpenTofu 1.11 or later: neither the plan nor the state contains the token.
variable "gitlab_token" {
  type        = string
  ephemeral   = true
  description = "Token with which the function sets the status of the commit in GitLab."
}

resource "codepipeline_pipeline" "report" {
  name     = "report"
  role_arn = "arn:aws:iam::111122223333:role/report-pipeline"

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
      }
    }
  }

  stage {
    name = "Report"

    action {
      name     = "Status"
      category = "Invoke"
      owner    = "AWS"
      provider = "Lambda"
      version  = "1"

      configuration = {
        FunctionName = "set-commit-status"
      }

      configuration_wo = {
        UserParameters = var.gitlab_token
      }

      # Increase the version to send a new token.
      configuration_wo_version = 1
    }
  }
}
