# Allows the builds to clone one project, and no other project that the connection can access.
resource "aws_iam_role_policy" "clone" {
  role   = aws_iam_role.build.name
  policy = provider::codepipeline::full_clone_policy(codepipeline_connection.gitlab.arn, "acme/platform/web")
}
