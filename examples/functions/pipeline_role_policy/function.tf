# Allows the pipeline to fetch from every project that the connection can access.
resource "aws_iam_role_policy" "sources" {
  role   = aws_iam_role.pipeline.name
  policy = provider::codepipeline::pipeline_role_policy(codepipeline_connection.gitlab.arn, null)
}
