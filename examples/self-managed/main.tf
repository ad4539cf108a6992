# Self-managed GitLab: an administrator sets up the host once, then an Owner of the project authorizes the connection.
# The apply waits for both.
terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

resource "codepipeline_host" "gitlab" {
  name              = "gitlab"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"

  provisioner "local-exec" {
    command    = "echo 'Set up the host: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}

resource "codepipeline_handshake" "host" {
  host_arn = codepipeline_host.gitlab.arn
}

resource "codepipeline_connection" "gitlab" {
  name     = "gitlab"
  host_arn = codepipeline_handshake.host.host_arn

  provisioner "local-exec" {
    command    = "echo 'Authorize the connection: ${coalesce(self.console_url, self.arn)}'"
    on_failure = continue
  }
}

resource "codepipeline_handshake" "connection" {
  connection_arn = codepipeline_connection.gitlab.arn
}

# The pipeline belongs to another team. This configuration manages only the source action.
resource "codepipeline_source_action" "payments" {
  pipeline_name      = "payments"
  name               = "GitLab"
  connection_arn     = codepipeline_handshake.connection.connection_arn
  full_repository_id = "acme/platform/payments-api"
  branch_name        = "main"
  output_artifact    = "payments"
}
