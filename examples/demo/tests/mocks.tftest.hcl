# Needs no account and no emulator: the provider is mocked.
mock_provider "codepipeline" {}

run "the_pipeline_takes_its_source_from_the_repository" {
  variables {
    repository = "acme/platform/web"
  }

  assert {
    condition     = codepipeline_pipeline.payments.stage[0].action[0].configuration["FullRepositoryId"] == "acme/platform/web"
    error_message = "The source action uses another repository."
  }

  assert {
    condition     = codepipeline_pipeline.payments.stage[0].action[0].configuration["ConnectionArn"] == codepipeline_connection.gitlab.arn
    error_message = "The source action uses another connection."
  }
}
