# Needs no account and no emulator: the provider is mocked.
mock_provider "codepipeline" {}

run "the_connection_is_on_the_host" {
  assert {
    condition     = codepipeline_connection.gitlab.host_arn == codepipeline_host.gitlab.arn
    error_message = "The connection is on another host."
  }
}
