# Starts the pipeline after each apply that changes the version, and waits for the result.
resource "terraform_data" "release" {
  input = "1.4.0"

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.codepipeline_start_pipeline_execution.release]
    }
  }
}

action "codepipeline_start_pipeline_execution" "release" {
  config {
    pipeline_name = "payments"
    wait          = true
    timeout       = "45m"

    variables {
      name  = "VERSION"
      value = terraform_data.release.input
    }
  }
}

# Builds one commit: terraform apply -invoke=action.codepipeline_start_pipeline_execution.hotfix
action "codepipeline_start_pipeline_execution" "hotfix" {
  config {
    pipeline_name = "payments"

    source_revisions {
      action_name    = "GitLab"
      revision_type  = "COMMIT_ID"
      revision_value = "9c1185a5c5e9fc54612808977ee8f548b2258d31"
    }
  }
}
