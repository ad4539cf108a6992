# The region of a connection, which pipelines in other regions can use too.
output "home_region" {
  value = provider::codepipeline::connection_arn_parse(codepipeline_connection.gitlab.arn).region
}
