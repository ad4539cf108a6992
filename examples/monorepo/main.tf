# One GitLab project with several services. Each service has two pipelines: "verify" tests its changes on the default
# branch and in merge requests, and "release" releases a tag such as payments/v1.4.0. Changes elsewhere start neither.
terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

variable "repository" {
  type        = string
  description = "Full path of the GitLab project, with every subgroup."
}

variable "branch" {
  type        = string
  default     = "main"
  description = "Default branch of the project."
}

variable "services" {
  type = map(object({
    directory = string
    libraries = optional(list(string), [])
  }))
  description = "Services by name, with the directory of each and the directories of the libraries that it uses."

  # AWS allows eight patterns in a filter.
  validation {
    condition     = alltrue([for service in var.services : length(service.libraries) <= 7])
    error_message = "A service can have at most seven directories of libraries. Name a common parent directory instead."
  }
}

variable "role_arn" {
  type        = string
  description = "Service role of the pipelines."
}

variable "artifact_bucket" {
  type        = string
  description = "S3 bucket for the artifacts of the pipelines."
}

locals {
  paths = {
    for name, service in var.services :
    name => [for directory in concat([service.directory], service.libraries) : "${directory}/**"]
  }
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

resource "codepipeline_pipeline" "verify" {
  for_each = var.services

  name     = "${each.key}-verify"
  role_arn = var.role_arn
  # Merge requests are verified at the same time.
  execution_mode = "PARALLEL"

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
      commands        = ["make -C ${each.value.directory} test"]
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

        file_paths {
          includes = local.paths[each.key]
        }
      }

      pull_request {
        events = ["OPEN", "UPDATED"]

        branches {
          includes = [var.branch]
        }

        file_paths {
          includes = local.paths[each.key]
        }
      }
    }
  }
}

resource "codepipeline_pipeline" "release" {
  for_each = var.services

  name           = "${each.key}-release"
  role_arn       = var.role_arn
  execution_mode = "QUEUED"

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
      namespace        = "Source"
      output_artifacts = ["source"]

      configuration = {
        ConnectionArn    = codepipeline_handshake.gitlab.connection_arn
        FullRepositoryId = var.repository
        BranchName       = var.branch
      }
    }
  }

  stage {
    name = "Release"

    # The first execution starts with the pipeline and has no tag: reject it.
    action {
      name      = "Approve"
      category  = "Approval"
      owner     = "AWS"
      provider  = "Manual"
      version   = "1"
      run_order = 1

      configuration = {
        ExternalEntityLink = "https://gitlab.com/${var.repository}/-/commit/#{Source.CommitId}"
      }
    }

    action {
      name            = "Release"
      category        = "Compute"
      owner           = "AWS"
      provider        = "Commands"
      version         = "1"
      run_order       = 2
      input_artifacts = ["source"]
      commands        = ["make -C ${each.value.directory} release"]

      environment_variable {
        name  = "TAG"
        value = "#{Source.TagName}"
      }
    }
  }

  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "GitLab"

      push {
        tags {
          includes = ["${each.key}/v*"]
        }
      }
    }
  }
}

output "pipeline_urls" {
  value = {
    for pipeline in concat(values(codepipeline_pipeline.verify), values(codepipeline_pipeline.release)) :
    pipeline.name => pipeline.console_url
  }
  description = "Pages of the pipelines in the AWS console."
}
