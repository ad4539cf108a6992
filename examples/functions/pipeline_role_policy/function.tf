# Allows the pipeline to fetch from any project that the connection reaches.
resource "aws_iam_role_policy" "sources" {
  role   = aws_iam_role.pipeline.name
  policy = provider::codepipeline::pipeline_role_policy(codepipeline_connection.gitlab.arn, null)
}
