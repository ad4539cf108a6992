resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"
}

resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn

  lifecycle {
    action_trigger {
      events  = [before_create]
      actions = [action.codepipeline_await_handshake.gitlab]
    }
  }
}

# Requires Terraform 1.14 or later.
action "codepipeline_await_handshake" "gitlab" {
  config {
    connection_arn = codepipeline_connection.gitlab.arn
  }
}
