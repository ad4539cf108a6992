# Retries the failed actions: terraform apply -invoke=action.codepipeline_retry_stage.deploy
action "codepipeline_retry_stage" "deploy" {
  config {
    pipeline_name = "payments"
    stage_name    = "Deploy"
    retry_mode    = "FAILED_ACTIONS"
    wait          = true
  }
}
