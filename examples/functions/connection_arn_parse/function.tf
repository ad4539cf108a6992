# The region in which a connection can be changed, whichever region uses it.
output "home_region" {
  value = provider::codepipeline::connection_arn_parse(codepipeline_connection.gitlab.arn).region
}
