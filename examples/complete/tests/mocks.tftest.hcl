# Needs no account and no emulator: both providers are mocked.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "111122223333"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition = "aws"
    }
  }

  mock_data "aws_iam_policy_document" {
    defaults = {
      json = "{\"Version\": \"2012-10-17\", \"Statement\": []}"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/payments"
    }
  }

  mock_resource "aws_kms_key" {
    defaults = {
      arn = "arn:aws:kms:eu-west-1:111122223333:key/2f6c0f1e-2d3c-4b5a-8978-665544332211"
    }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn = "arn:aws:s3:::payments-artifacts-111122223333-eu-west-1"
    }
  }
}

mock_provider "codepipeline" {
  mock_resource "codepipeline_connection" {
    defaults = {
      arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
    }
  }
}

variables {
  region     = "eu-west-1"
  name       = "payments"
  repository = "acme/platform/payments-api"
}

run "the_build_clones_this_repository_only" {
  assert {
    condition = (
      codepipeline_pipeline.pipeline.stage[0].action[0].configuration["OutputArtifactFormat"] == "CODEBUILD_CLONE_REF" &&
      strcontains(aws_iam_role_policy.clone[0].policy, "acme/platform/payments-api") &&
      aws_iam_role_policy.clone[0].role == aws_iam_role.project["build"].name
    )
    error_message = "The build must be able to clone this repository, and no other."
  }

  assert {
    condition = alltrue([
      for prefix in ["codeconnections", "codestar-connections"] :
      strcontains(aws_iam_role_policy.source.policy, "${prefix}:UseConnection")
    ])
    error_message = "The role of the pipeline must allow both prefixes."
  }
}

run "without_a_full_clone_the_build_cannot_use_the_connection" {
  variables {
    full_clone = false
  }

  assert {
    condition = (
      codepipeline_pipeline.pipeline.stage[0].action[0].configuration["OutputArtifactFormat"] == "CODE_ZIP" &&
      length(aws_iam_role_policy.clone) == 0
    )
    error_message = "The build has a permission that it does not need."
  }
}

run "the_deployment_runs_after_the_approval" {
  assert {
    condition     = [for action in codepipeline_pipeline.pipeline.stage[2].action : "${action.run_order} ${action.name}"] == ["1 Approve", "2 Deploy"]
    error_message = "The deployment does not wait for the approval."
  }
}

run "only_the_deployment_has_the_policies_for_deployments" {
  variables {
    deploy_policy_arns = ["arn:aws:iam::111122223333:policy/deploy-payments"]
  }

  assert {
    condition     = [for attachment in aws_iam_role_policy_attachment.deploy : attachment.role] == [aws_iam_role.project["deploy"].name]
    error_message = "Another role has the policies for deployments."
  }
}

run "invalid_values_are_refused" {
  command = plan

  variables {
    region                  = "mx-central-1"
    name                    = "Payments_"
    repository              = "https://gitlab.com/acme/platform/payments-api"
    artifact_retention_days = 0
    log_retention_days      = 31
  }

  expect_failures = [
    var.region,
    var.name,
    var.repository,
    var.artifact_retention_days,
    var.log_retention_days,
  ]
}
