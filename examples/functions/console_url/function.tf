# Where a person completes the handshake.
output "authorise_here" {
  value = provider::codepipeline::console_url(codepipeline_connection.gitlab.arn)
}
