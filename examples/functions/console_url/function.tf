# The console page where you complete the handshake.
output "authorize_here" {
  value = provider::codepipeline::console_url(codepipeline_connection.gitlab.arn)
}
