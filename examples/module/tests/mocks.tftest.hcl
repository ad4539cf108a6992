# Needs no account and no emulator: the provider is mocked, with realistic values from tests/mocks.
mock_provider "codepipeline" {
  source = "./tests/mocks"
}

variables {
  service         = "payments"
  repository      = "acme/platform/payments-api"
  role_arn        = "arn:aws:iam::111122223333:role/payments-pipeline"
  artifact_bucket = "acme-pipeline-artifacts"
}

run "connection" {
  module {
    source = "./tests/connection"
  }
}

run "the_branch_starts_the_pipeline" {
  variables {
    connection_arn = run.connection.connection_arn
    branch         = "release"
  }

  assert {
    condition     = codepipeline_pipeline.service.trigger[0].git_configuration[0].push[0].branches[0].includes == tolist(["release"])
    error_message = "Another branch starts the pipeline."
  }

  assert {
    condition     = startswith(output.pipeline_arn, "arn:aws:codepipeline:")
    error_message = "The output is not the ARN of the pipeline."
  }
}

run "main_is_the_default_branch" {
  command = plan

  variables {
    connection_arn = run.connection.connection_arn
  }

  assert {
    condition     = codepipeline_pipeline.service.stage[0].action[0].configuration["BranchName"] == "main"
    error_message = "The source action uses another branch."
  }
}
