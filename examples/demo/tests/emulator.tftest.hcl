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

run "the_apply_waits_for_the_handshake" {
  assert {
    condition     = codepipeline_handshake.gitlab.status == "AVAILABLE"
    error_message = "The handshake is not completed."
  }

  assert {
    condition     = length(codepipeline_pipeline.payments.unregistered_connections) == 0
    error_message = "AWS has not registered a webhook."
  }
}

run "a_second_plan_keeps_the_pipeline" {
  command = plan

  assert {
    condition     = codepipeline_pipeline.payments.version == 1
    error_message = "The second plan changes the pipeline."
  }
}
