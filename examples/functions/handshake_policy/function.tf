# For the people who authorise connections in the console.
resource "aws_iam_policy" "handshake" {
  name   = "authorise-connections"
  policy = provider::codepipeline::handshake_policy()
}
