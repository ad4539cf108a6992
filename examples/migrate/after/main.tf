# The same pipeline, managed by this provider. Only the provider, the types and the references to them differ.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }

    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

# Needed until the move is applied: Terraform reads the state with the schema of hashicorp/aws.
provider "aws" {
  region = "eu-west-1"
}

provider "codepipeline" {
  region = "eu-west-1"
}

variable "role_arn" {
  type        = string
  description = "Service role of the pipeline."
}

variable "artifact_bucket" {
  type        = string
  description = "S3 bucket for the pipeline's artifacts."
}

resource "codepipeline_host" "gitlab" {
  name              = "gitlab"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"
}

resource "codepipeline_connection" "gitlab" {
  name     = "gitlab"
  host_arn = codepipeline_host.gitlab.arn

  tags = {
    team = "payments"
  }
}

resource "codepipeline_pipeline" "payments" {
  name          = "payments"
  pipeline_type = "V2"
  role_arn      = var.role_arn

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
        ConnectionArn    = codepipeline_connection.gitlab.arn
        FullRepositoryId = "acme/platform/payments-api"
        BranchName       = "main"
      }
    }
  }

  stage {
    name = "Build"

    action {
      name            = "Build"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["source"]

      configuration = {
        ProjectName = "payments-build"
      }
    }
  }

  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "GitLab"

      push {
        branches {
          includes = ["main", "release/*"]
        }
      }
    }
  }

  tags = {
    team = "payments"
  }
}

output "pipeline_arn" {
  value = codepipeline_pipeline.payments.arn
}
