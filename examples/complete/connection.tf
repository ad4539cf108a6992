resource "codepipeline_connection" "gitlab" {
  name          = var.name
  provider_type = "GitLab"

  # The apply waits in the handshake until you open this link and authorize the connection. If the provisioner fails, it
  # must not taint the connection.
  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}

resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn
}
