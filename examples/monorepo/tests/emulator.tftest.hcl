# Creates everything in the emulator, which completes the handshake: codepipeline-emulator --authorize-after 1s
provider "codepipeline" {
  region     = "eu-west-1"
  access_key = "test"
  secret_key = "test"

  endpoints {
    codeconnections     = "http://127.0.0.1:4780"
    codestarconnections = "http://127.0.0.1:4780"
    codepipeline        = "http://127.0.0.1:4780"
    sts                 = "http://127.0.0.1:4780"
  }
}

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

run "each_service_has_two_pipelines" {
  assert {
    condition     = keys(output.pipeline_urls) == ["payments-release", "payments-verify", "web-release", "web-verify"]
    error_message = "Each service must have the pipelines verify and release."
  }
}

run "a_new_service_leaves_the_other_pipelines_unchanged" {
  variables {
    services = {
      payments = {
        directory = "services/payments"
        libraries = ["libraries/money"]
      }

      web = {
        directory = "services/web"
      }

      ledger = {
        directory = "services/ledger"
      }
    }
  }

  assert {
    condition     = alltrue([for pipeline in codepipeline_pipeline.verify : pipeline.version == 1])
    error_message = "A pipeline was saved again, which cancels its executions."
  }
}
