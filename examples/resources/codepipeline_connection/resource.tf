resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"

  tags = {
    purpose = "source of all pipelines"
  }

  # A provisioner speaks while the apply still runs: the link is needed before codepipeline_handshake can go on.
  provisioner "local-exec" {
    command = "echo 'Authorise the connection: ${self.console_url}'"
  }
}
