resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  provisioner "local-exec" {
    command    = "echo 'Authorise the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}

# The apply waits here until a person has authorised the connection. Whatever needs a working connection takes the
# ARN from this resource instead of from the connection.
resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn

  timeouts {
    create = "15m"
  }
}
