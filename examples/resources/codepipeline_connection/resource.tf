resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  tags = {
    purpose = "source of all pipelines"
  }

  # A provisioner speaks while the apply still runs: the link is needed before codepipeline_handshake can go on. One that
  # fails must not taint the connection, since replacing it costs a person's handshake.
  provisioner "local-exec" {
    command    = "echo 'Authorise the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}
