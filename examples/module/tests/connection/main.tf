# The connection that the module expects, with a completed handshake.
terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"
}

resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn
}

output "connection_arn" {
  value = codepipeline_handshake.gitlab.connection_arn
}
