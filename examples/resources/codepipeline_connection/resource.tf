resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  tags = {
    purpose = "source of all pipelines"
  }

  # A provisioner prints while the apply still runs: codepipeline_handshake waits until you open this link. A provisioner
  # that fails must not taint the connection, because a replacement needs a new handshake.
  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}
