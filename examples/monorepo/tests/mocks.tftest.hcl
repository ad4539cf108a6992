# Needs no account and no emulator: the provider is mocked. Its functions are not mocked and return what
# starts each pipeline.
mock_provider "codepipeline" {}

variables {
  repository      = "acme/platform/shop"
  role_arn        = "arn:aws:iam::111122223333:role/shop-pipelines"
  artifact_bucket = "acme-pipeline-artifacts"

  services = {
    payments = {
      directory = "services/payments"
      libraries = ["libraries/money"]
    }

    web = {
      directory = "services/web"
    }
  }
}

run "a_merge_request_starts_the_pipelines_of_its_services" {
  assert {
    condition = [
      for name, pipeline in codepipeline_pipeline.verify : name
      if provider::codepipeline::trigger_matches(pipeline.trigger[0], {
        type          = "merge_request"
        action        = "open"
        target_branch = "main"
        files         = ["libraries/money/round.go", "README.md"]
      })
    ] == ["payments"]
    error_message = "A change to a library must start the services that use it, and no others."
  }
}

run "a_tag_releases_its_service" {
  assert {
    condition = [
      for name, pipeline in codepipeline_pipeline.release : name
      if provider::codepipeline::trigger_matches(pipeline.trigger[0], { type = "tag", tag = "web/v2.0.1" })
    ] == ["web"]
    error_message = "A tag must release its own service, and no other."
  }
}

run "too_many_libraries_are_refused" {
  command = plan

  variables {
    services = {
      payments = {
        directory = "services/payments"
        libraries = [for number in range(8) : "libraries/${number}"]
      }
    }
  }

  expect_failures = [var.services]
}
