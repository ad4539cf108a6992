resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}

# The apply waits here until the connection is authorized. Resources that need a working connection take the ARN from
# this resource instead of from the connection.
resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn

  timeouts {
    create = "15m"
  }
}
