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

run "the_pipeline_is_created" {
  variables {
    connection_arn = run.connection.connection_arn
  }

  assert {
    condition     = output.pipeline_arn == "arn:aws:codepipeline:eu-west-1:111122223333:payments"
    error_message = "The output is not the ARN of the pipeline."
  }

  assert {
    condition     = codepipeline_pipeline.service.version == 1
    error_message = "The pipeline was saved more than once."
  }
}

run "a_change_of_the_branch_saves_the_pipeline_once" {
  variables {
    connection_arn = run.connection.connection_arn
    branch         = "release"
  }

  assert {
    condition     = codepipeline_pipeline.service.version == 2
    error_message = "The change did not save the pipeline once."
  }
}
