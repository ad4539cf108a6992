# Stops the latest execution: terraform apply -invoke=action.codepipeline_stop_pipeline_execution.payments
action "codepipeline_stop_pipeline_execution" "payments" {
  config {
    pipeline_name = "payments"
    reason        = "Freeze before the migration"
  }
}
