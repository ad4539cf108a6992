resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  tags = {
    purpose = "source of all pipelines"
  }

  # Prints the link while the apply is running: codepipeline_handshake waits until you authorize the connection. A
  # provisioner that fails must not taint the connection, because a replacement needs a new handshake.
  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}
