# Creates everything in the emulator, which completes the handshakes: codepipeline-emulator --authorize-after 1s
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

# The pipeline of the other team.
run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "the_source_action_is_in_the_pipeline_of_the_other_team" {
  assert {
    condition     = codepipeline_source_action.payments.connection_status == "AVAILABLE"
    error_message = "The source action was added before the handshake was completed."
  }

  assert {
    condition     = codepipeline_source_action.payments.pipeline_version == 2
    error_message = "The pipeline was not saved exactly once."
  }
}
