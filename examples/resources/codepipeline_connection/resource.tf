resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  tags = {
    purpose = "source of all pipelines"
  }

  # Prints the link while the apply waits in codepipeline_handshake. If the provisioner fails, it must not taint the
  # connection, because a replacement needs a new handshake.
  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}
