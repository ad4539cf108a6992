# OpenTofu reads this file instead of mocks.tftest.hcl: OpenTofu 1.12 crashes if an assertion calls a function of a
# provider.
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

run "each_service_has_its_own_triggers" {
  assert {
    condition = [
      for name, pipeline in codepipeline_pipeline.verify : name
      if contains(
        pipeline.trigger[0].git_configuration[0].pull_request[0].file_paths[0].includes,
        "libraries/money/**",
      )
    ] == ["payments"]
    error_message = "A change to a library must start the services that use it, and no others."
  }

  assert {
    condition = [
      for name, pipeline in codepipeline_pipeline.release : name
      if contains(pipeline.trigger[0].git_configuration[0].push[0].tags[0].includes, "web/v*")
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
