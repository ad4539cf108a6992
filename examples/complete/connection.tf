resource "codepipeline_connection" "gitlab" {
  name          = var.name
  provider_type = "GitLab"

  # The apply waits until you authorize the connection at this link. A failing provisioner must not taint it.
  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}

resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn
}
