data "codepipeline_pipeline" "payments" {
  name = "payments"
}

# The sources of another team's pipeline, with the branch that each one follows.
output "payments_branches" {
  value = {
    for action in data.codepipeline_pipeline.payments.stage[0].action :
    action.name => lookup(action.configuration, "BranchName", null)
  }
}
