# Realistic values for the computed attributes of mocked resources. Copy this file next to your tests, and set `source` of
# `mock_provider "codepipeline"` to its folder, such as "./tests/mocks".

mock_resource "codepipeline_connection" {
  defaults = {
    arn               = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
    connection_status = "AVAILABLE"
    id                = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
    owner_account_id  = "111122223333"
    provider_type     = "GitLab"
    region            = "eu-west-1"
  }
}

mock_resource "codepipeline_handshake" {
  defaults = {
    id     = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
    status = "AVAILABLE"
  }
}

mock_resource "codepipeline_host" {
  defaults = {
    arn    = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605"
    id     = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605"
    region = "eu-west-1"
    status = "AVAILABLE"
  }
}

mock_resource "codepipeline_pipeline" {
  defaults = {
    arn                      = "arn:aws:codepipeline:eu-west-1:111122223333:payments"
    id                       = "payments"
    pipeline_type            = "V2"
    region                   = "eu-west-1"
    unregistered_connections = []
    version                  = 1
  }
}

mock_resource "codepipeline_source_action" {
  defaults = {
    connection_status        = "AVAILABLE"
    id                       = "payments/Source/GitLab"
    pipeline_arn             = "arn:aws:codepipeline:eu-west-1:111122223333:payments"
    pipeline_version         = 2
    region                   = "eu-west-1"
    stage_name               = "Source"
    unregistered_connections = []
  }
}

mock_resource "codepipeline_stage_transition" {
  defaults = {
    id           = "payments/Deploy"
    pipeline_arn = "arn:aws:codepipeline:eu-west-1:111122223333:payments"
    region       = "eu-west-1"
  }
}

mock_data "codepipeline_connection" {
  defaults = {
    arn               = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
    connection_status = "AVAILABLE"
    id                = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
    owner_account_id  = "111122223333"
    provider_type     = "GitLab"
  }
}

mock_data "codepipeline_gitlab_project" {
  defaults = {
    access_level    = "Owner"
    branch_exists   = true
    canonical_path  = "acme/platform/payments-api"
    default_branch  = "main"
    diagnosis       = "filled"
    webhook_healthy = true
    webhook_present = true
  }
}

mock_data "codepipeline_pipeline" {
  defaults = {
    arn           = "arn:aws:codepipeline:eu-west-1:111122223333:payments"
    id            = "payments"
    pipeline_type = "V2"
    role_arn      = "arn:aws:iam::111122223333:role/payments-pipeline"
    version       = 1
  }
}
