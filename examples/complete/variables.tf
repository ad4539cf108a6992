variable "region" {
  type        = string
  description = "Region of all resources."

  validation {
    condition     = provider::codepipeline::connection_region_supported(var.region)
    error_message = "Choose a region that supports connections."
  }
}

variable "name" {
  type        = string
  description = "Name of the pipeline, and the first part of the names of all other resources."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.name))
    error_message = "Use 2 to 20 lowercase letters, digits and hyphens. Begin with a letter, and do not end with a hyphen."
  }
}

variable "repository" {
  type        = string
  description = "Full path of the GitLab project, with every subgroup and in GitLab's spelling, such as acme/platform/payments-api."

  validation {
    condition     = try(provider::codepipeline::gitlab_project_path(var.repository) == var.repository, false)
    error_message = "Use the full path of the project, such as acme/platform/payments-api, and not its URL."
  }
}

variable "branch" {
  type        = string
  default     = "main"
  description = "Branch whose pushes start the pipeline."
}

variable "full_clone" {
  type        = bool
  default     = true
  description = "Whether the build clones the repository with its history. Otherwise, it receives the files of the commit only."
}

variable "deploy_policy_arns" {
  type        = set(string)
  default     = []
  description = "ARNs of the managed policies that the deployment needs, such as permission to update an ECS service."
}

variable "artifact_retention_days" {
  type        = number
  default     = 30
  description = "Days after which artifacts are deleted."

  validation {
    condition     = var.artifact_retention_days >= 1 && floor(var.artifact_retention_days) == var.artifact_retention_days
    error_message = "Use a whole number of at least 1."
  }
}

variable "log_retention_days" {
  type        = number
  default     = 90
  description = "Days after which the logs of builds and deployments are deleted."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653], var.log_retention_days)
    error_message = "CloudWatch Logs supports 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827 and 3653 days."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of all resources."
}
