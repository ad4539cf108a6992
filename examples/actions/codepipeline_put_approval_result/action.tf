# Approves the release: terraform apply -invoke=action.codepipeline_put_approval_result.release
action "codepipeline_put_approval_result" "release" {
  config {
    pipeline_name = "payments"
    stage_name    = "Approve"
    action_name   = "Review"
    status        = "Approved"
    summary       = "Reviewed in the release meeting"
  }
}
