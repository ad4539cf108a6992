# A module for the pipeline of one service. Its tests need no AWS account: see the guide on testing.
terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

variable "service" {
  type        = string
  description = "Name of the service and of its pipeline."
}

variable "repository" {
  type        = string
  description = "Full path of the GitLab project, with every subgroup."
}

variable "connection_arn" {
  type        = string
  description = "ARN of an available connection, from codepipeline_handshake."
}

variable "branch" {
  type        = string
  default     = "main"
  description = "Branch that starts the pipeline."
}

variable "role_arn" {
  type        = string
  description = "Service role of the pipeline."
}

variable "artifact_bucket" {
  type        = string
  description = "S3 bucket for the pipeline's artifacts."
}

resource "codepipeline_pipeline" "service" {
  name     = var.service
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
        ConnectionArn    = var.connection_arn
        FullRepositoryId = var.repository
        BranchName       = var.branch
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

  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "GitLab"

      push {
        branches {
          includes = [var.branch]
        }
      }
    }
  }
}

output "pipeline_arn" {
  value = codepipeline_pipeline.service.arn
}

output "console_url" {
  value = codepipeline_pipeline.service.console_url
}
