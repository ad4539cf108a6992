# The region of the connection. Pipelines in other regions can use the connection too.
output "home_region" {
  value = provider::codepipeline::connection_arn_parse(codepipeline_connection.gitlab.arn).region
}
