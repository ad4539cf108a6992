# A connection to GitLab.com, a handshake that waits until a user authorizes the connection, and a pipeline that starts
# on every push to the main branch. `codepipeline-emulator demo` applies this example without an AWS account.
terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

variable "repository" {
  type        = string
  default     = "acme/platform/payments-api"
  description = "Full path of the GitLab project, with every subgroup."
}

variable "role_arn" {
  type        = string
  default     = "arn:aws:iam::111122223333:role/payments-pipeline"
  description = "Service role of the pipeline."
}

variable "artifact_bucket" {
  type        = string
  default     = "acme-pipeline-artifacts"
  description = "S3 bucket for the pipeline's artifacts."
}

resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}

resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn
}

resource "codepipeline_pipeline" "payments" {
  name     = "payments"
  role_arn = var.role_arn

  artifact_store {
    location = var.artifact_bucket
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
        FullRepositoryId = var.repository
        BranchName       = "main"
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
}

output "connection_arn" {
  value = codepipeline_connection.gitlab.arn
}

output "pipeline_arn" {
  value = codepipeline_pipeline.payments.arn
}
