data "codepipeline_pipeline" "payments" {
  name = "payments"
}

# The source actions of another team's pipeline, with the branch of each one.
output "payments_branches" {
  value = {
    for action in data.codepipeline_pipeline.payments.stage[0].action :
    action.name => lookup(action.configuration, "BranchName", null)
  }
}
