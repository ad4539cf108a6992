# Registers the webhooks of a pipeline that another team owns, once the handshake is complete.
resource "codepipeline_handshake" "gitlab" {
  connection_arn = codepipeline_connection.gitlab.arn

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.codepipeline_resave_pipeline.payments]
    }
  }
}

resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"
}

action "codepipeline_resave_pipeline" "payments" {
  config {
    pipeline_name = "payments"
  }
}
