# For the users who authorize connections in the console.
resource "aws_iam_policy" "handshake" {
  name   = "authorize-connections"
  policy = provider::codepipeline::handshake_policy()
}
