output "connection_arn" {
  value       = codepipeline_handshake.gitlab.connection_arn
  description = "ARN of the connection, which other pipelines can use too."
}

output "pipeline_arn" {
  value       = codepipeline_pipeline.pipeline.arn
  description = "ARN of the pipeline, for event rules and notifications."
}

output "pipeline_url" {
  value       = codepipeline_pipeline.pipeline.console_url
  description = "Page of the pipeline in the AWS console, where you approve deployments."
}

output "artifact_bucket" {
  value       = aws_s3_bucket.artifacts.bucket
  description = "Name of the bucket with the artifacts."
}

output "log_groups" {
  value       = { for key, group in aws_cloudwatch_log_group.project : key => group.name }
  description = "Names of the log groups of the build and of the deployment."
}
